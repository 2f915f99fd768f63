import { useTranslation } from 'react-i18next'
import { EmptyState } from '../../../ui/empty-state.tsx'
import { PageHeader } from '../../../ui/page-header.tsx'

export function EditorPage() {
  const { t } = useTranslation()
  return (
    <>
      <PageHeader title={t('nav.templates')} />
      <EmptyState drawing="page" title={t('nav.templates')} />
    </>
  )
}
