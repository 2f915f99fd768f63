import { createGroup as create } from '@baton/commands'
import { people } from '@baton/contract'
import { endpoint } from '../../endpoint.ts'
import { groupViewOf } from './present.ts'

export const createGroup = endpoint(people.createGroup, async (ctx, { actor, body }) => {
  const groupId = await create(ctx, { actor, ...body })
  ctx.callers.forget(actor.orgId)
  return ctx.db.read(actor.orgId, (reader) => groupViewOf(reader, actor.orgId, groupId))
})
