import { UserError } from '@baton/engine'
import type { FastifyRequest } from 'fastify'
import { sessionCookie } from '../auth/cookie.ts'
import type { ApiContext } from '../context.ts'

/**
 * Refuses a write that a page of another site makes a browser send. Browsers say where a request comes from in
 * `Sec-Fetch-Site`, and where they do not (plain http) in `Origin`; no page can forge either. A request with neither
 * comes from no browser, so it is let through unless it carries a session's cookie.
 */
export function refuseForeignOrigin(ctx: ApiContext, request: FastifyRequest): void {
  const site = request.headers['sec-fetch-site']
  if (site === 'same-origin' || site === 'none') return
  const { origin } = request.headers
  if (site === undefined) {
    if (origin === undefined && sessionCookie(ctx, request) === undefined) return
    if (origin !== undefined && isOurs(ctx, origin, request.headers.host)) return
  }
  throw new UserError(
    'not_allowed',
    `A change was wanted from ${ctx.publicUrl}, but it came from ${origin ?? site ?? 'an unknown page'}. Open Baton at its own address.`,
  )
}

function isOurs({ publicUrl }: ApiContext, origin: string, host: string | undefined): boolean {
  if (origin === publicUrl) return true
  try {
    return host !== undefined && new URL(origin).host === host
  } catch {
    return false
  }
}
