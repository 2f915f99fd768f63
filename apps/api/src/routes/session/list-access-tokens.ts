import { session } from '@baton/contract'
import { accessTokensOf } from '@baton/database'
import { endpoint } from '../../endpoint.ts'
import { presentToken } from './present-token.ts'

export const listAccessTokens = endpoint(session.listAccessTokens, async (ctx, { actor }) => {
  const rows = await ctx.db.read(actor.orgId, (reader) => accessTokensOf(reader, actor.orgId, actor.id))
  return { items: rows.map(presentToken) }
})
