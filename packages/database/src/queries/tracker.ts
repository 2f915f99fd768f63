import type { Process } from '@baton/engine'
import { sql, type RawBuilder } from 'kysely'
import type { Reader } from '../database.ts'
import { wordsOf } from '../store/rows.ts'
import type { ListedAs, NextTask } from '../tables.ts'
import { alongTheIndex, type Way, waysTo } from './tracker-filters.ts'

export type TrackerSort = 'launched' | 'name' | 'due' | 'updated'

/** Which processes, in what order, and from where on. */
export type TrackerQuery = {
  /** Where they are listed; at least one. */
  listedAs: readonly ListedAs[]
  templateId?: string
  /** That the process has reached, of the template, which must be given too; null: none. */
  milestone?: string | null
  launchedBy?: string
  /** Has an open task of this person or group. */
  assignee?: string
  /** Deadline at or after `from` and before `to`; `none`: no deadline. */
  due?: { from?: string; to: string } | 'none'
  problems?: boolean
  /** Words of the name, or beginnings of them. */
  text?: string
  sort: TrackerSort
  descending: boolean
  /** Value of the sort and id of the last process of the page before. */
  after?: TrackerPlace
  /** 1–101. */
  limit: number
}
export type TrackerPlace = { value: string; id: string }

export type TrackerRow = {
  id: string
  name: string
  templateId: string
  templateVersion: number
  status: Process['status']
  archived: boolean
  launchedBy: string
  launchedAt: string
  finishedAt: string | null
  dueAt: string | null
  done: number
  total: number
  problems: number
  milestone: string | null
  next: NextTask[]
  updatedAt: string
  /** Where the next page goes on. */
  place: string
}

/**
 * Processes of the tracker, paged by key. What a filter leaves is looked up and sorted when that is little; else the
 * page is found by walking along an index in the order of the page, once for each place of listing. So a page costs
 * about the same whatever is asked for, at any depth.
 */
export async function trackerPage(db: Reader, orgId: string, query: TrackerQuery): Promise<TrackerRow[]> {
  const words = query.text === undefined ? [] : wordsOf(query.text)
  if (query.text !== undefined && words.length === 0) return []
  const ways = await waysTo(db, orgId, query, words)
  if (ways.length === 0) return []
  const direction = query.descending ? sql`desc` : sql`asc`
  const branches = ways.map((way) => sql`(${(way.ids ? gathered : walk)(orgId, query, way, direction)})`)
  // What leaves many is best walked, but a planner that expects it to leave few would rather sort all of it.
  if (ways.some(({ ids }) => !ids)) await sql`select set_config('enable_sort', 'off', true)`.execute(db)
  const { rows } = await sql<TrackerRow>`
    select process.id, process.name, process.template_id as "templateId", process.template_version as "templateVersion",
      process.status, process.archived, process.launched_by as "launchedBy", process.launched_at as "launchedAt",
      process.finished_at as "finishedAt", process.due_at as "dueAt", process.tasks_done as done,
      process.tasks_total as total, process.problems, process.milestone, process.next_tasks as next,
      process.updated_at as "updatedAt", found.place::text as place
    from (
      select place, id from (${sql.join(branches, sql` union all `)}) as branch
      order by place ${direction}, id ${direction} limit ${query.limit}
    ) as found
    join process on process.org_id = ${orgId} and process.id = found.id
    order by found.place ${direction}, found.id ${direction}
  `.execute(db)
  return rows
}

/** Processes whose names hold all these words or beginnings of words: active ones first, the newest first. At most 8. */
export async function processesNamed(db: Reader, orgId: string, text: string): Promise<TrackerRow[]> {
  const most = 8
  const page = (listedAs: ListedAs[]) =>
    trackerPage(db, orgId, { listedAs, text, sort: 'launched', descending: true, limit: most })
  const active = await page(['active'])
  return active.length === most ? active : [...active, ...(await page(['finished', 'cancelled']))].slice(0, most)
}

/** The page out of what one filter leaves. */
function gathered(
  orgId: string,
  query: TrackerQuery,
  { listedAs, ids, rest }: Way,
  direction: RawBuilder<unknown>,
): RawBuilder<unknown> {
  // The values that a walk goes by, so that a page may go on where one that was walked ended; none the bare column of
  // an index, so that no index is walked here.
  const { value, type } = {
    launched: { value: sql`process.launched_at + interval '0'`, type: sql`timestamptz` },
    name: { value: sql`process.name_key || ''`, type: sql`text` },
    due: { value: sql`coalesce(process.due_at, 'infinity')`, type: sql`timestamptz` },
    updated: { value: sql`date_trunc('minute', process.updated_at)`, type: sql`timestamptz` },
  }[query.sort]
  const where = [
    sql`process.org_id = ${orgId}`,
    sql`process.id = any (array(${ids}))`,
    sql`process.listed_as = ${listedAs}`,
    ...rest.map(({ holds }) => holds),
    ...beyond(query, value, sql`process.id`, type),
  ]
  return sql`select ${value} as place, process.id from process where ${sql.join(where, sql` and `)}
    order by place ${direction}, process.id ${direction} limit ${query.limit}`
}

/** The page as far as one place of listing goes, along the index that has the order of the page. */
function walk(
  orgId: string,
  query: TrackerQuery,
  { listedAs, rest }: Way,
  direction: RawBuilder<unknown>,
): RawBuilder<unknown> {
  const { table, value, id, type } = {
    launched: { table: 'process', value: sql`process.launched_at`, id: sql`process.id`, type: sql`timestamptz` },
    name: { table: 'process', value: sql`process.name_key`, id: sql`process.id`, type: sql`text` },
    due: { table: 'process_place', value: sql`place.due_at`, id: sql`place.process_id`, type: sql`timestamptz` },
    updated: {
      table: 'process_activity',
      value: sql`activity.updated_at`,
      id: sql`activity.process_id`,
      type: sql`timestamptz`,
    },
  }[query.sort]
  const walked = { process: sql`process`, process_place: sql`place`, process_activity: sql`activity` }[table]!
  const where = [
    sql`${walked}.org_id = ${orgId}`,
    sql`${walked}.listed_as = ${listedAs}`,
    ...alongTheIndex(query),
    ...beyond(query, value, id, type),
  ]
  let look = sql``
  if (table === 'process') where.push(...rest.map(({ holds }) => holds))
  // Each row is looked up on its own, so that the walk ends with the page whatever the planner expects.
  else if (rest.length > 0)
    look = sql`cross join lateral (
      select from process where process.org_id = ${orgId} and process.id = ${id}
        and ${sql.join(
          rest.map(({ holds }) => holds),
          sql` and `,
        )}
      offset 0
    ) as looked_up`
  return sql`select ${value} as place, ${id} as id from ${sql.table(table)} as ${walked} ${look}
    where ${sql.join(where, sql` and `)} order by ${value} ${direction}, ${id} ${direction} limit ${query.limit}`
}

/** What comes after the page before. */
function beyond(
  { after, descending }: TrackerQuery,
  value: RawBuilder<unknown>,
  id: RawBuilder<unknown>,
  type: RawBuilder<unknown>,
): RawBuilder<unknown>[] {
  if (!after) return []
  return [sql`(${value}, ${id}) ${descending ? sql`<` : sql`>`} (${after.value}::${type}, ${after.id}::uuid)`]
}
