import { useTranslation } from 'react-i18next'
import { EmptyState } from '../../ui/empty-state.tsx'
import { PageHeader } from '../../ui/page-header.tsx'

export function SettingsPage() {
  const { t } = useTranslation()
  return (
    <>
      <PageHeader title={t('nav.settings')} />
      <EmptyState drawing="page" title={t('nav.settings')} />
    </>
  )
}
