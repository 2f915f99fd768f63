import { sql } from 'kysely'
import type { WorkerContext } from './context.ts'

/** What is done again and again for every organization. `when` is a crontab line in UTC. */
export type Schedule = {
  name: string
  when: string
  run: (context: WorkerContext, orgId: string) => Promise<void>
}

/** Moves what commands added to the counters into their sums, so that reading them stays cheap. */
const foldCounts: Schedule = {
  name: 'fold-process-counts',
  when: '* * * * *',
  run: (context, orgId) =>
    context.db.write(orgId, async (tx) => {
      await sql`select fold_process_counts(${orgId}::uuid)`.execute(tx)
    }),
}

/** Takes away what is past its time: done rows of people's lists, the live stream's past, answered requests, sessions. */
const prune: Schedule = {
  name: 'prune',
  when: '17 * * * *',
  run: (context, orgId) =>
    context.db.write(orgId, async (tx) => {
      await sql`delete from assignment where org_id = ${orgId} and bucket = 2 and sort_at < now() - interval '30 days'`.execute(
        tx,
      )
      await sql`delete from change where org_id = ${orgId} and at < now() - interval '48 hours'`.execute(tx)
      await sql`delete from idempotency where org_id = ${orgId} and created_at < now() - interval '24 hours'`.execute(
        tx,
      )
      await sql`delete from session where org_id = ${orgId} and expires_at < now()`.execute(tx)
    }),
}

export const schedules = [foldCounts, prune] as const

/** Runs a schedule for every organization, one after another; one that fails does not keep the others from theirs. */
export async function runSchedule(context: WorkerContext, schedule: Schedule): Promise<void> {
  const { rows } = await context.db.outside((tx) => sql<{ id: string }>`select organization_ids() as id`.execute(tx))
  let failed = 0
  for (const { id } of rows) {
    try {
      await schedule.run(context, id)
    } catch (error) {
      failed += 1
      context.log.error({ err: error, orgId: id, schedule: schedule.name }, 'a schedule failed for an organization')
    }
  }
  if (failed > 0) throw new Error(`${schedule.name} failed for ${failed} of ${rows.length} organizations.`)
}
