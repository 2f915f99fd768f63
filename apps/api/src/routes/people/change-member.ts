import { changeMember as change } from '@baton/commands'
import { people } from '@baton/contract'
import { endpoint } from '../../endpoint.ts'
import { memberViewOf } from './present.ts'

export const changeMember = endpoint(people.changeMember, async (ctx, { actor, params: { memberId }, body }) => {
  await change(ctx, { actor, memberId, ...body })
  ctx.callers.forget(actor.orgId)
  return ctx.db.read(actor.orgId, (reader) => memberViewOf(reader, actor.orgId, memberId))
})
