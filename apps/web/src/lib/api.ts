import { type CallOf, createClient, type ResponseOf, type Route } from '@baton/contract'

export { ApiError } from '@baton/contract'

const client = createClient()

/** Reads. Aborted when `signal` is. */
export const read = <R extends Route>(route: R, input: CallOf<R>): Promise<ResponseOf<R>> => client.call(route, input)

/**
 * Writes. Give the `idempotencyKey` of the submit when the same write may be sent again; else a new one is made, which
 * makes at least the browser's own retries safe.
 */
export const write = <R extends Route>(route: R, input: CallOf<R>): Promise<ResponseOf<R>> =>
  client.call(route, { ...input, idempotencyKey: input.idempotencyKey ?? newKey() })

/** A random UUID; `crypto.randomUUID` is absent where the page is served over plain http from another machine. */
export function newKey(): string {
  if (typeof crypto.randomUUID === 'function') return crypto.randomUUID()
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  bytes[6] = (bytes[6]! & 0x0f) | 0x40
  bytes[8] = (bytes[8]! & 0x3f) | 0x80
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`
}
