import { Button } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { useDocumentTitle } from '../lib/page-slots.ts'
import { EmptyState } from '../ui/empty-state.tsx'
import { paths } from './paths.ts'

export function NotFoundPage() {
  const { t } = useTranslation()
  useDocumentTitle(t('notFound.title'))
  return (
    <EmptyState drawing="lost" level={1} title={t('notFound.title')} hint={t('notFound.hint')}>
      <Button component={Link} {...paths.tasks()}>
        {t('notFound.back')}
      </Button>
    </EmptyState>
  )
}
