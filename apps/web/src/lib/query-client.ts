import { MutationCache, QueryCache, QueryClient } from '@tanstack/react-query'
import { ApiError } from './api.ts'

/** A refusal stays one however often it is asked again; only what may pass is tried twice more. */
const mayPass = (error: Error) => !(error instanceof ApiError) || error.status === 0 || error.status >= 500

let leave: () => void = () => undefined

/** What is done when the session turns out to have ended: it was revoked, or signed out of in another tab. */
export const whenSignedOut = (act: () => void): void => {
  leave = act
}
const onError = (error: Error) => {
  if (error instanceof ApiError && error.code === 'not_signed_in') leave()
}

/** One for the tab. What is shown is kept fresh by the live stream; coming back to the tab looks again anyway. */
export const queryClient = new QueryClient({
  queryCache: new QueryCache({ onError }),
  mutationCache: new MutationCache({ onError }),
  defaultOptions: {
    queries: {
      staleTime: 30_000,
      gcTime: 10 * 60_000,
      retry: (failures, error) => failures < 2 && mayPass(error),
      refetchOnWindowFocus: true,
    },
    mutations: { retry: (failures, error) => failures < 2 && error instanceof ApiError && error.status === 0 },
  },
})
