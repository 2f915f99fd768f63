import type { Static, TSchema } from 'typebox'

/** Who may call: `anyone` without signing in, a signed-in `member`, or an `administrator` of the organization. */
export type RouteAccess = 'anyone' | 'member' | 'administrator'

/**
 * One endpoint: the source of the server's checks, the serializer, the typed client and OpenAPI. `path` is relative to
 * `/api/v1` and has `:name` parameters. `response` is the body of a success, absent for 204 and for what is not JSON.
 */
export type Route = {
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  path: string
  summary: string
  tag: string
  access: RouteAccess
  params?: TSchema
  query?: TSchema
  body?: TSchema
  response?: TSchema
  /** Status of a success; 200 unless given, 204 without a response. */
  status?: 200 | 201 | 204
  /** What a success is when it is not JSON, e.g. `text/event-stream`. */
  media?: string
  /** Media type of the request when it is not JSON: the body is checked by the server's own hand. */
  accepts?: 'multipart/form-data'
}

/** Keeps the literal types of a route, so that client and server infer from it. */
export const route = <const R extends Route>(definition: R): R => definition

type StaticOf<S> = S extends TSchema ? Static<S> : undefined

export type ParamsOf<R extends Route> = StaticOf<R['params']>
export type QueryOf<R extends Route> = StaticOf<R['query']>
export type BodyOf<R extends Route> = StaticOf<R['body']>
export type ResponseOf<R extends Route> = StaticOf<R['response']>
