import { session } from '@baton/contract'
import { deleteSession } from '@baton/database'
import { setSessionCookie } from '../../auth/cookie.ts'
import { endpoint } from '../../endpoint.ts'

/** With an access token there is no session to end. */
export const signOut = endpoint(session.signOut, async (ctx, { actor, caller, reply }) => {
  const { secret } = caller
  if (secret.kind === 'session') await ctx.db.write(actor.orgId, (tx) => deleteSession(tx, actor.orgId, secret.hash))
  ctx.callers.forget(actor.orgId)
  reply.header('set-cookie', setSessionCookie(ctx, ''))
})
