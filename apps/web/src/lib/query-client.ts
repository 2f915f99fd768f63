import { QueryClient } from '@tanstack/react-query'
import { ApiError } from './api.ts'

/** A refusal stays one however often it is asked again; only what may pass is tried twice more. */
const mayPass = (error: Error) => !(error instanceof ApiError) || error.status === 0 || error.status >= 500

/** One for the tab. What is shown is kept fresh by the live stream; coming back to the tab looks again anyway. */
export const queryClient = new QueryClient({
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
