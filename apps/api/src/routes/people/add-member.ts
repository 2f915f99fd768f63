import { addMember as add } from '@baton/commands'
import { people } from '@baton/contract'
import { endpoint } from '../../endpoint.ts'
import { memberViewOf } from './present.ts'

export const addMember = endpoint(people.addMember, async (ctx, { actor, body: { password, ...person } }) => {
  const passwordHash = await ctx.passwords.hash(password)
  const memberId = await add(ctx, { actor, ...person, passwordHash })
  return ctx.db.read(actor.orgId, (reader) => memberViewOf(reader, actor.orgId, memberId))
})
