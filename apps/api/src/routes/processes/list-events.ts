import { processes, type EventView } from '@baton/contract'
import { eventsOf, processExists } from '@baton/database'
import { UserError } from '@baton/engine'
import { cursorOf, pageOf, placeIn } from '../../cursor.ts'
import { endpoint } from '../../endpoint.ts'

export const listEvents = endpoint(processes.listEvents, (ctx, { actor: { orgId }, params: { processId }, query }) => {
  const { limit = 50, task, comments } = query
  const list = `events ${processId}`
  const place = placeIn(list, 1, query.cursor)
  return ctx.db.read(orgId, async (reader) => {
    const [exists, rows] = await Promise.all([
      processExists(reader, orgId, processId),
      eventsOf(reader, orgId, processId, { task, comments, before: place && Number(place[0]), limit: limit + 1 }),
    ])
    if (!exists) throw new UserError('process_not_found', 'There is no process with this id in your organization.')
    const { items, next } = pageOf(rows, limit, ({ seq }) => cursorOf(list, [seq]))
    return {
      items: items.map(({ seq, type, at, actor, payload }): EventView => ({
        seq,
        type,
        at,
        by: actor ?? 'system',
        payload,
      })),
      next,
    }
  })
})
