import { session } from '@baton/contract'
import { deleteAccessToken } from '@baton/database'
import { UserError } from '@baton/engine'
import { endpoint } from '../../endpoint.ts'

export const revokeAccessToken = endpoint(session.revokeAccessToken, async (ctx, { actor, params }) => {
  const gone = await ctx.db.write(actor.orgId, (tx) => deleteAccessToken(tx, actor.orgId, actor.id, params.tokenId))
  if (!gone) throw new UserError('not_found', 'You have no access token with this id.')
  ctx.callers.forget(actor.orgId)
})
