import { useQueryErrorResetBoundary } from '@tanstack/react-query'
import { type ErrorComponentProps, useRouter } from '@tanstack/react-router'
import { useEffect } from 'react'
import { ApiError } from '../lib/api.ts'
import { ErrorState } from '../ui/error-state.tsx'
import { NotFoundPage } from './not-found-page.tsx'

/** Stands where a page failed; the rest of the app goes on. */
export function ErrorPage({ error, reset }: ErrorComponentProps) {
  const router = useRouter()
  const queries = useQueryErrorResetBoundary()
  // A page that was left and is entered again is to be tried afresh.
  useEffect(() => queries.reset(), [queries])
  if (isNotThere(error)) return <NotFoundPage />
  return (
    <ErrorState
      error={error}
      onRetry={() => {
        queries.reset()
        reset()
        void router.invalidate()
      }}
    />
  )
}

/** Nothing stands at this address, or what stands in it is no id: trying again would not help. */
const isNotThere = (error: unknown): boolean =>
  error instanceof ApiError &&
  (error.status === 404 ||
    (error.code === 'invalid_request' &&
      error.findings.length > 0 &&
      error.findings.every(({ path }) => /^\/\w+Id$/.test(path))))
