import { useTranslation } from 'react-i18next'
import { EmptyState } from '../../ui/empty-state.tsx'
import { PageHeader } from '../../ui/page-header.tsx'

export function PeoplePage() {
  const { t } = useTranslation()
  return (
    <>
      <PageHeader title={t('nav.people')} />
      <EmptyState drawing="people" title={t('nav.people')} />
    </>
  )
}
