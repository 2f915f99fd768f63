import { changeGroup as change } from '@baton/commands'
import { people } from '@baton/contract'
import { endpoint } from '../../endpoint.ts'
import { groupViewOf } from './present.ts'

export const changeGroup = endpoint(people.changeGroup, async (ctx, { actor, params: { groupId }, body }) => {
  await change(ctx, { actor, groupId, ...body })
  ctx.callers.forget(actor.orgId)
  return ctx.db.read(actor.orgId, (reader) => groupViewOf(reader, actor.orgId, groupId))
})
