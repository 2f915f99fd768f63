import type { ErrorCode, Finding } from '@baton/engine'
import type { Problem } from './common.ts'
import type { BodyOf, ParamsOf, QueryOf, ResponseOf, Route } from './route.ts'

/** The server refused, or could not be reached (`status` 0, code `unreachable`). */
export class ApiError extends Error {
  override readonly name = 'ApiError'
  readonly status: number
  readonly code: ErrorCode | 'unreachable' | 'internal'
  readonly findings: Finding[]
  readonly requestId: string | undefined
  constructor(status: number, problem: Partial<Problem>) {
    super(problem.detail ?? problem.title ?? `The server answered ${status}.`)
    this.status = status
    this.code = (problem.code ?? 'internal') as ApiError['code']
    this.findings = problem.findings ?? []
    this.requestId = problem.requestId
  }
}

type Given<K extends string, T> = T extends undefined ? { [P in K]?: undefined } : { [P in K]: T }
type Optionally<K extends string, T> = T extends undefined
  ? { [P in K]?: undefined }
  : Partial<T> extends T
    ? { [P in K]?: T }
    : { [P in K]: T }

/** What a call of a route needs. `idempotencyKey` makes a retry of the same write safe. */
export type CallOf<R extends Route> = Given<'params', ParamsOf<R>> &
  Optionally<'query', QueryOf<R>> &
  Given<'body', BodyOf<R>> & { idempotencyKey?: string; signal?: AbortSignal }

export type Client = { call: <R extends Route>(route: R, input: CallOf<R>) => Promise<ResponseOf<R>> }

/**
 * @param baseUrl of the server, without `/api/v1`; empty in the browser
 * @param headers sent with every call, e.g. `authorization`
 */
export function createClient({
  baseUrl = '',
  headers = {},
  fetch = globalThis.fetch,
}: { baseUrl?: string; headers?: Record<string, string>; fetch?: typeof globalThis.fetch } = {}): Client {
  return {
    async call(route, input) {
      const {
        params,
        query,
        body,
        idempotencyKey,
        signal,
      }: {
        params?: Record<string, string | number>
        query?: Record<string, string | number | boolean | undefined>
        body?: unknown
        idempotencyKey?: string
        signal?: AbortSignal
      } = input
      const response = await fetch(baseUrl + addressOf(route, params, query), {
        method: route.method,
        credentials: 'same-origin',
        headers: {
          accept: 'application/json',
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
          ...(idempotencyKey ? { 'idempotency-key': idempotencyKey } : {}),
          ...headers,
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        ...(signal ? { signal } : {}),
      }).catch((cause: unknown) => {
        if (cause instanceof DOMException && cause.name === 'AbortError') throw cause
        throw new ApiError(0, { code: 'unreachable', detail: 'The server could not be reached.' })
      })
      if (!response.ok) throw new ApiError(response.status, await problemIn(response))
      return (response.status === 204 ? undefined : await response.json()) as never
    },
  }
}

/** Path and query of a call, `/api/v1` included. */
export function addressOf(
  route: Route,
  params: Record<string, string | number> = {},
  query: Record<string, string | number | boolean | undefined> = {},
): string {
  const path = route.path.replace(/:([a-zA-Z]+)/g, (_, name: string) => encodeURIComponent(String(params[name])))
  const search = new URLSearchParams()
  for (const [name, value] of Object.entries(query)) if (value !== undefined) search.set(name, String(value))
  return `/api/v1${path}${search.size > 0 ? `?${search}` : ''}`
}

async function problemIn(response: Response): Promise<Partial<Problem>> {
  try {
    return (await response.json()) as Partial<Problem>
  } catch {
    return {}
  }
}
