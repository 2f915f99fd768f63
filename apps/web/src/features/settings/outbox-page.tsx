import { useTranslation } from 'react-i18next'
import { EmptyState } from '../../ui/empty-state.tsx'
import { PageHeader } from '../../ui/page-header.tsx'

export function OutboxPage() {
  const { t } = useTranslation()
  return (
    <>
      <PageHeader title={t('nav.outbox')} />
      <EmptyState drawing="mail" title={t('nav.outbox')} />
    </>
  )
}
