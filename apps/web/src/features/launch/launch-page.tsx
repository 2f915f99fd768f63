import { useTranslation } from 'react-i18next'
import { EmptyState } from '../../ui/empty-state.tsx'
import { PageHeader } from '../../ui/page-header.tsx'

export function LaunchPage() {
  const { t } = useTranslation()
  return (
    <>
      <PageHeader title={t('launch')} />
      <EmptyState drawing="track" title={t('launch')} />
    </>
  )
}
