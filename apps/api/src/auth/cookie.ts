import type { FastifyRequest } from 'fastify'
import type { ApiContext } from '../context.ts'

/** Days a session lasts. */
export const sessionDays = 30

const isHttps = ({ publicUrl }: Pick<ApiContext, 'publicUrl'>) => publicUrl.startsWith('https:')
/** With `__Host-` browsers take it from this very host over https only. */
const nameOf = (ctx: Pick<ApiContext, 'publicUrl'>) => (isHttps(ctx) ? '__Host-baton' : 'baton')

/** The session's secret in the request's cookies; undefined when there is none. */
export function sessionCookie(ctx: Pick<ApiContext, 'publicUrl'>, request: FastifyRequest): string | undefined {
  const header = request.headers.cookie
  if (header === undefined) return undefined
  const start = `${nameOf(ctx)}=`
  for (const part of header.split(';')) {
    const text = part.trim()
    if (text.startsWith(start)) return text.slice(start.length)
  }
  return undefined
}

/** The value of `set-cookie` that begins a session, or ends it with an empty secret. */
export function setSessionCookie(ctx: Pick<ApiContext, 'publicUrl'>, secret: string): string {
  const age = secret === '' ? 0 : sessionDays * 24 * 60 * 60
  return `${nameOf(ctx)}=${secret}; Path=/; HttpOnly; SameSite=Lax; Max-Age=${age}${isHttps(ctx) ? '; Secure' : ''}`
}
