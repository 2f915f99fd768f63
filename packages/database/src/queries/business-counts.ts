import { sql } from 'kysely'
import type { Reader } from '../database.ts'

/** What an organization did in a span of time, and how it stands now. */
export type BusinessCounts = {
  /** Processes launched in the span. */
  launched: number
  /** Tasks completed in the span, and not reopened since. */
  completed: number
  /** Processes finished in the span. */
  finished: number
  /** Processes under way now. */
  open: number
  /** Open tasks past their deadline, in the 5,000 processes that have waited longest. */
  overdue: number
  /** Mails sent in the span. */
  mailSent: number
  /** Mails written in the day before the span's end that were given up. */
  mailFailed: number
}

/** Processes whose overdue tasks are counted; an organization with more is in trouble whatever the number. */
const mostOverdue = 5_000

/**
 * Counts for one organization. Reads what has happened since the beginning of the span and what is overdue, never all
 * processes; ask soon after the span has ended.
 * @param span from and to, as ISO instants; `to` itself is not in it
 */
export async function businessCounts(
  db: Reader,
  orgId: string,
  { from, to }: { from: string; to: string },
): Promise<BusinessCounts> {
  const { rows } = await sql<BusinessCounts>`
    with active_since as materialized (
      select process_id from process_activity
      where org_id = ${orgId} and listed_as in ('active', 'finished', 'cancelled', 'archived')
        and updated_at >= date_trunc('minute', ${from}::timestamptz)
    ), happened as (
      select count(*) filter (where p.launched_at >= ${from} and p.launched_at < ${to}) as launched,
        count(*) filter (where p.status = 'finished' and p.finished_at >= ${from} and p.finished_at < ${to}) as finished,
        coalesce(sum(t.completed), 0) as completed
      from active_since a
      cross join lateral (
        select launched_at, finished_at, status from process where org_id = ${orgId} and id = a.process_id
      ) p
      cross join lateral (
        select count(*) as completed from task
        where org_id = ${orgId} and process_id = a.process_id and status = 'completed'
          and completed_at >= ${from} and completed_at < ${to}
      ) t
    ), late as materialized (
      select process_id from process_place
      where org_id = ${orgId} and listed_as = 'active' and due_at < ${to}
      order by due_at limit ${mostOverdue}
    )
    select happened.launched::float8 as launched, happened.completed::float8 as completed,
      happened.finished::float8 as finished,
      (coalesce((select sum(n) from process_count where org_id = ${orgId} and listed_as = 'active'), 0)
        + coalesce((select sum(n) from process_count_delta where org_id = ${orgId} and listed_as = 'active'), 0)
      )::float8 as open,
      (select coalesce(sum(t.n), 0)::float8 from late
        cross join lateral (
          select count(*) as n from task
          where org_id = ${orgId} and process_id = late.process_id and status = 'open' and due_at < ${to}
        ) t) as overdue,
      (select count(*)::float8 from mail
        where org_id = ${orgId} and sent_at >= ${from} and sent_at < ${to}) as "mailSent",
      (select count(*)::float8 from mail
        where org_id = ${orgId} and state = 'failed' and created_at >= ${to}::timestamptz - interval '1 day')
        as "mailFailed"
    from happened`.execute(db)
  return rows[0]!
}
