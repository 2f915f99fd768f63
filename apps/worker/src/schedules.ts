import { sql } from 'kysely'
import type { WorkerContext } from './context.ts'
import { forEveryOrganization } from './schedules/organizations.ts'
import { postBusinessMetrics } from './schedules/post-business-metrics.ts'

/** What is done again and again. `when` is a crontab line in UTC. */
export type Schedule = {
  name: string
  when: string
  run: (context: WorkerContext) => Promise<void>
  /** Of use to the cloud alone; nothing elsewhere asks for it. */
  inCloud?: boolean
}

/** A schedule whose work is that of each organization. */
const forEach = (
  name: string,
  when: string,
  work: (context: WorkerContext, orgId: string) => Promise<void>,
): Schedule => ({ name, when, run: (context) => forEveryOrganization(context, name, work) })

/** Moves what commands added to the counters into their sums, so that reading them stays cheap. */
const foldCounts = forEach('fold-process-counts', '* * * * *', (context, orgId) =>
  context.db.write(orgId, async (tx) => {
    await sql`select fold_process_counts(${orgId}::uuid)`.execute(tx)
  }),
)

/** Takes away what is past its time: done rows of people's lists, the live stream's past, answered requests, sessions. */
const prune = forEach('prune', '17 * * * *', (context, orgId) =>
  context.db.write(orgId, async (tx) => {
    await sql`delete from assignment where org_id = ${orgId} and bucket = 2 and sort_at < now() - interval '30 days'`.execute(
      tx,
    )
    await sql`delete from change where org_id = ${orgId} and at < now() - interval '48 hours'`.execute(tx)
    await sql`delete from idempotency where org_id = ${orgId} and created_at < now() - interval '24 hours'`.execute(tx)
    await sql`delete from session where org_id = ${orgId} and expires_at < now()`.execute(tx)
  }),
)

const businessMetrics: Schedule = {
  name: 'post-business-metrics',
  when: '* * * * *',
  run: postBusinessMetrics,
  inCloud: true,
}

export const schedules: readonly Schedule[] = [foldCounts, prune, businessMetrics]

/** Runs a schedule once. */
export const runSchedule = (context: WorkerContext, schedule: Schedule): Promise<void> => schedule.run(context)
