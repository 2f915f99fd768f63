import { useTranslation } from 'react-i18next'
import { EmptyState } from '../../ui/empty-state.tsx'
import { PageHeader } from '../../ui/page-header.tsx'

export function MyTasksPage() {
  const { t } = useTranslation()
  return (
    <>
      <PageHeader title={t('nav.tasks')} />
      <EmptyState drawing="done" title={t('nav.tasks')} />
    </>
  )
}
