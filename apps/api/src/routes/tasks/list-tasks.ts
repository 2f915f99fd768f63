import { tasks } from '@baton/contract'
import { anyone, tasksAssignedTo, tasksWatchedBy, type TaskPlace } from '@baton/database'
import { cursorOf, pageOf, placeIn } from '../../cursor.ts'
import { endpoint } from '../../endpoint.ts'
import { presentTaskRow } from './present.ts'

const doneForDays = 30

export const listTasks = endpoint(tasks.listTasks, (ctx, { actor, query }) => {
  const { scope = 'mine', bucket: list = 'open', limit = 50 } = query
  const name = `tasks ${scope} ${list}`
  const place = placeIn(name, 3, query.cursor)
  const after: TaskPlace | undefined = place && { at: place[0]!, processId: place[1]!, taskId: place[2]! }
  return ctx.db.read(actor.orgId, async (reader) => {
    const page = { list, after, limit: limit + 1 }
    const assignees = { mine: [actor.id], groups: actor.groups, unassigned: [anyone] }
    const rows =
      scope === 'watching'
        ? await tasksWatchedBy(reader, actor.orgId, actor.id, {
            ...page,
            doneSince: new Date(ctx.clock.now().getTime() - doneForDays * 86_400_000).toISOString(),
          })
        : await tasksAssignedTo(reader, actor.orgId, assignees[scope], page)
    const { items, next } = pageOf(rows, limit, (last) => cursorOf(name, [last.at, last.processId, last.taskId]))
    const headOf = await ctx.versionHeads.of(reader, actor.orgId, items)
    return { items: items.map((row) => presentTaskRow(row, headOf(row))), next }
  })
})
