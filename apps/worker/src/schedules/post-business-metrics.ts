import { type BusinessCounts, businessCounts } from '@baton/database'
import type { WorkerContext } from '../context.ts'
import { organizationsOf } from './organizations.ts'

const minute = 60_000

/** The metric of each count. Dashboards and alarms of the cloud know these names. */
const metricOf = {
  launched: 'ProcessesLaunched',
  completed: 'TasksCompleted',
  finished: 'ProcessesFinished',
  open: 'ProcessesOpen',
  overdue: 'TasksOverdue',
  mailSent: 'MailSent',
  mailFailed: 'MailFailedToday',
} satisfies Record<keyof BusinessCounts, string>

/**
 * Tells those who run Baton what its organizations did in a minute, all of them together. The minute ended a minute
 * ago, so that what began in it is committed.
 *
 * Safe to run twice: the same minute gets the same numbers again, and they are read by their average or maximum.
 */
export async function postBusinessMetrics(context: WorkerContext): Promise<void> {
  const { db, metrics, clock } = context
  if (!metrics) return
  const to = Math.floor(clock.now().getTime() / minute) * minute - minute
  const span = { from: new Date(to - minute).toISOString(), to: new Date(to).toISOString() }
  const total: BusinessCounts = {
    launched: 0,
    completed: 0,
    finished: 0,
    open: 0,
    overdue: 0,
    mailSent: 0,
    mailFailed: 0,
  }
  const names = Object.keys(metricOf) as (keyof BusinessCounts)[]
  // A sum that lacks an organization would look like a drop in use, so one failure posts nothing.
  for (const orgId of await organizationsOf(context)) {
    const counts = await db.read(orgId, (reader) => businessCounts(reader, orgId, span))
    for (const name of names) total[name] += counts[name]
  }
  const measures = names.map((name) => ({ name: metricOf[name], value: total[name] }))
  // Nobody need try this again: the next minute comes by itself, and an alarm tells when none does.
  await metrics.post(span.from, measures).catch((error: unknown) => {
    context.log.warn({ err: error }, 'the numbers of a minute were not taken')
  })
}
