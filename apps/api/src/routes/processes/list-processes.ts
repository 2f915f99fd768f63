import { processes, type QueryOf } from '@baton/contract'
import { UserError } from '@baton/engine'
import { timeZoneOf, trackerPage, type ListedAs, type TrackerQuery, type TrackerSort } from '@baton/database'
import { cursorOf, pageOf, placeIn } from '../../cursor.ts'
import { midnight, weekEnd } from '../../days.ts'
import { endpoint } from '../../endpoint.ts'
import { presentSummary } from './present.ts'

const everywhere: readonly ListedAs[] = ['active', 'finished', 'cancelled']

export const listProcesses = endpoint(processes.listProcesses, (ctx, { actor, query }) => {
  const { limit = 50, sort = '-launched' } = query
  refuseMilestoneAlone(query)
  const place = placeIn(`processes ${sort}`, 2, query.cursor)
  return ctx.db.read(actor.orgId, async (reader) => {
    const timeZone = query.due ? await timeZoneOf(reader, actor.orgId, actor.id) : 'UTC'
    const rows = await trackerPage(reader, actor.orgId, {
      listedAs: query.status ? [query.status] : everywhere,
      templateId: query.template,
      milestone: query.milestone === '-' ? null : query.milestone,
      launchedBy: query.launchedBy,
      assignee: query.assignee,
      due: query.due && dueWithin(query.due, ctx.clock.now(), timeZone),
      problems: query.problems,
      text: query.text,
      sort: sort.replace('-', '') as TrackerSort,
      descending: sort.startsWith('-'),
      after: place && { value: place[0]!, id: place[1]! },
      limit: limit + 1,
    })
    const { items, next } = pageOf(rows, limit, (last) => cursorOf(`processes ${sort}`, [last.place, last.id]))
    const headOf = await ctx.versionHeads.of(reader, actor.orgId, items)
    return { items: items.map((row) => presentSummary(row, headOf(row))), next }
  })
})

/** Milestones are named within a template, so one says nothing by itself. */
function refuseMilestoneAlone({ milestone, template }: QueryOf<typeof processes.listProcesses>): void {
  if (milestone === undefined || template !== undefined) return
  throw new UserError(
    'invalid_request',
    'A milestone was asked for without its template. Say which template it is of, with `template`.',
    [{ path: '/milestone', code: 'without_template', message: 'Say which template the milestone is of.' }],
  )
}

type Due = NonNullable<QueryOf<typeof processes.listProcesses>['due']>

/** `today` and `week` begin now: what is over is `overdue`. */
function dueWithin(due: Due, now: Date, timeZone: string): TrackerQuery['due'] {
  const from = now.toISOString()
  switch (due) {
    case 'none':
      return 'none'
    case 'overdue':
      return { to: from }
    case 'today':
      return { from, to: midnight(now, timeZone, 1) }
    case 'week':
      return { from, to: weekEnd(now, timeZone) }
  }
}
