import type { RouteAccess } from '@baton/contract'
import { UserError } from '@baton/engine'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { Caller } from '../auth/callers.ts'
import { sessionCookie } from '../auth/cookie.ts'
import { readSecret } from '../auth/secrets.ts'
import type { ApiContext } from '../context.ts'
import { refuseForeignOrigin } from './cross-site.ts'

declare module 'fastify' {
  interface FastifyRequest {
    /** Who asks; absent on routes for anyone. */
    caller: Caller | undefined
  }
  interface FastifyContextConfig {
    /** Who may call. A route that does not say answers nobody. */
    access?: RouteAccess
  }
}

const reads = new Set(['GET', 'HEAD', 'OPTIONS'])

/** Lets nobody in who may not, before anything of the request's body is read. */
export function authenticate(server: FastifyInstance, ctx: ApiContext): void {
  server.decorateRequest('caller', undefined)
  server.addHook('onRequest', async (request) => {
    if (request.is404) return
    const { access } = request.routeOptions.config
    if (access === 'anyone') {
      if (!reads.has(request.method)) refuseForeignOrigin(ctx, request)
      return
    }
    const caller = await callerOf(ctx, request)
    if (access === undefined) throw new UserError('not_allowed', 'This address is not open to anyone.')
    if (access === 'administrator' && caller.actor.role !== 'administrator')
      throw new UserError('not_allowed', 'Only administrators of the organization may do this. Ask one of them.')
    request.caller = caller
  })
}

async function callerOf(ctx: ApiContext, request: FastifyRequest): Promise<Caller> {
  const { authorization } = request.headers
  if (authorization !== undefined) {
    const secret = /^Bearer +(\S+)$/i.exec(authorization)?.[1]
    const presented = secret === undefined ? undefined : readSecret(secret)
    const caller = presented?.kind === 'token' ? await ctx.callers.find(presented) : undefined
    if (!caller)
      throw new UserError(
        'not_signed_in',
        'The access token is unknown, has expired or was taken back. Make a new one in the settings.',
      )
    const wanted = reads.has(request.method) ? 'read' : 'write'
    if (!caller.scopes?.includes(wanted))
      throw new UserError(
        'not_allowed',
        `This access token may not ${wanted}: it was made for ${caller.scopes?.join(', ') || 'nothing'}.`,
      )
    return caller
  }
  const cookie = sessionCookie(ctx, request)
  const presented = cookie === undefined ? undefined : readSecret(cookie)
  if (presented?.kind === 'session') {
    if (!reads.has(request.method)) refuseForeignOrigin(ctx, request)
    const caller = await ctx.callers.find(presented)
    if (caller) return caller
    throw new UserError('not_signed_in', 'Your session has ended. Sign in again.')
  }
  throw new UserError('not_signed_in', 'Sign in first, or send an access token as Authorization: Bearer.')
}
