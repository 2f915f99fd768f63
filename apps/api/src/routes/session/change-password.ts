import { session } from '@baton/contract'
import { accountOfMember, deleteOtherSessions, setPassword } from '@baton/database'
import { UserError } from '@baton/engine'
import { endpoint } from '../../endpoint.ts'

/** Not with an access token: who has only that does not know the password. */
export const changePassword = endpoint(session.changePassword, async (ctx, { actor, body, caller }) => {
  const { secret } = caller
  if (secret.kind !== 'session')
    throw new UserError('not_allowed', 'A password is changed in a session, not with an access token. Sign in first.')
  const account = await ctx.db.read(actor.orgId, (reader) => accountOfMember(reader, actor.orgId, actor.id))
  if (!(await ctx.passwords.matches(body.current, account.passwordHash)))
    throw new UserError('wrong_credentials', 'The current password is not right. Nothing was changed.')
  const hash = await ctx.passwords.hash(body.next)
  await ctx.db.write(actor.orgId, async (tx) => {
    await setPassword(tx, account.id, hash)
    await deleteOtherSessions(tx, actor.orgId, actor.id, secret.hash)
  })
  ctx.callers.forget(actor.orgId)
})
