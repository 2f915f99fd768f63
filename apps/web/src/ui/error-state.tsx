import { Button } from '@mantine/core'
import type { TFunction } from 'i18next'
import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { ApiError } from '../lib/api.ts'
import { isPartMissing } from '../lib/lazy-part.ts'
import { EmptyState } from './empty-state.tsx'

/** What happened, what is safe, and the way on. */
export function ErrorState({ error, onRetry, level = 1 }: { error: unknown; onRetry?: () => void; level?: 1 | 2 }) {
  const { t } = useTranslation()
  const { title, hint } = wordsFor(error, t)
  const missing = isPartMissing(error)
  useEffect(() => {
    if (!missing) return
    // Browsers do not fetch it again by themselves.
    const again = () => location.reload()
    addEventListener('online', again)
    return () => removeEventListener('online', again)
  }, [missing])
  const retry = missing ? () => location.reload() : onRetry
  return (
    <EmptyState drawing="broken" level={level} title={title} hint={hint} alert>
      {retry && <Button onClick={retry}>{t('error.retry')}</Button>}
    </EmptyState>
  )
}

function wordsFor(error: unknown, t: TFunction) {
  if (error instanceof ApiError) {
    if (error.status === 0) return { title: t('error.unreachable'), hint: t('error.unreachableHint') }
    if (error.status === 404) return { title: t('error.gone'), hint: error.message }
    if (error.status < 500) return { title: t('error.refused'), hint: error.message }
    const hint = error.requestId ? t('error.brokenWithId', { id: error.requestId }) : t('error.brokenHint')
    return { title: t('error.broken'), hint }
  }
  if (isPartMissing(error)) return { title: t('error.missing'), hint: t('error.missingHint') }
  return { title: t('error.broken'), hint: t('error.brokenHint') }
}

/** One sentence for a toast or a line under a button. */
export const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error))
