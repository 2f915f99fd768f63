import { useTranslation } from 'react-i18next'
import { EmptyState } from '../../ui/empty-state.tsx'
import { PageHeader } from '../../ui/page-header.tsx'

export function ProcessPage() {
  const { t } = useTranslation()
  return (
    <>
      <PageHeader title={t('nav.processes')} />
      <EmptyState drawing="track" title={t('nav.processes')} />
    </>
  )
}
