import { session } from '@baton/contract'
import { insertAccessToken } from '@baton/database'
import { UserError } from '@baton/engine'
import { newSecret } from '../../auth/secrets.ts'
import { endpoint } from '../../endpoint.ts'
import { presentToken } from './present-token.ts'

export const createAccessToken = endpoint(
  session.createAccessToken,
  async (ctx, { actor, body, caller }) => {
    const beyond = body.scopes.find((scope) => caller.scopes && !caller.scopes.includes(scope))
    if (beyond)
      throw new UserError(
        'not_allowed',
        `An access token cannot make one that may more than itself: it may not ${beyond}.`,
      )
    const now = ctx.clock.now()
    const secret = newSecret('token', actor.orgId)
    const row = await ctx.db.write(actor.orgId, (tx) =>
      insertAccessToken(tx, actor.orgId, {
        id: ctx.newId(),
        hash: secret.hash,
        memberId: actor.id,
        name: body.name,
        scopes: [...new Set(body.scopes)],
        now: now.toISOString(),
        expiresAt:
          body.expiresInDays === undefined
            ? null
            : new Date(now.getTime() + body.expiresInDays * 86_400_000).toISOString(),
      }),
    )
    return { token: presentToken(row), secret: secret.text }
  },
  'answered once, sealed',
)
