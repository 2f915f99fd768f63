import { sql } from 'kysely'
import type { Reader } from '../database.ts'
import type { ListedAs } from '../tables.ts'

/** True when there is such a process. */
export async function processExists(db: Reader, orgId: string, id: string): Promise<boolean> {
  const row = await db
    .selectFrom('process')
    .where('org_id', '=', orgId)
    .where('id', '=', id)
    .select('id')
    .executeTakeFirst()
  return row !== undefined
}

/** How many processes there are of each template, by where they are listed. */
export async function processCounts(
  db: Reader,
  orgId: string,
): Promise<{ templateId: string; listedAs: ListedAs; n: number }[]> {
  const { rows } = await sql<{ templateId: string; listedAs: ListedAs; n: number }>`
    select template_id as "templateId", listed_as as "listedAs", sum(n)::bigint as n from (
      select template_id, listed_as, n from process_count where org_id = ${orgId}
      union all
      select template_id, listed_as, n from process_count_delta where org_id = ${orgId}
    ) as counted
    group by template_id, listed_as having sum(n) > 0
  `.execute(db)
  return rows
}

/** Counting the processes of a milestone ends here: a larger number tells nobody more. */
export const mostAtMilestone = 1000

/**
 * How many active processes of a template stand at each milestone, at most `mostAtMilestone` and one more; null for
 * those that stand at none. Milestones without any are absent.
 */
export async function milestoneCounts(
  db: Reader,
  orgId: string,
  templateId: string,
): Promise<{ milestone: string | null; n: number }[]> {
  const here = sql`p.org_id = ${orgId} and p.listed_as = 'active' and p.template_id = ${templateId}::uuid`
  // Steps from one milestone to the next in the index, instead of reading all that stand at each.
  const { rows } = await sql<{ milestone: string | null; n: number }>`
    with recursive reached (milestone) as (
      (select p.milestone from process_place p where ${here} order by p.milestone limit 1)
      union all
      select (select p.milestone from process_place p where ${here} and p.milestone > reached.milestone
        order by p.milestone limit 1)
      from reached where reached.milestone is not null
    )
    select nullif(reached.milestone, '') as milestone, counted.n from reached cross join lateral (
      select count(*) as n from (
        select from process_place p where ${here} and p.milestone = reached.milestone limit ${mostAtMilestone + 1}
      ) as up_to_the_most
    ) as counted
    where reached.milestone is not null
  `.execute(db)
  return rows
}
