import { tasks } from '@baton/contract'
import { taskCounts, timeZoneOf } from '@baton/database'
import { midnight } from '../../days.ts'
import { endpoint } from '../../endpoint.ts'

export const countTasks = endpoint(tasks.countTasks, (ctx, { actor }) =>
  ctx.db.read(actor.orgId, async (reader) => {
    const now = ctx.clock.now()
    const timeZone = await timeZoneOf(reader, actor.orgId, actor.id)
    return taskCounts(reader, actor.orgId, {
      personId: actor.id,
      groups: actor.groups,
      now: now.toISOString(),
      tomorrow: midnight(now, timeZone, 1),
    })
  }),
)
