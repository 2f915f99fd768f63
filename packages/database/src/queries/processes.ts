import type { Process } from '@baton/engine'
import { sql, type RawBuilder } from 'kysely'
import type { Reader } from '../database.ts'
import { wordsOf } from '../store/rows.ts'
import { bucket, type ListedAs, type NextTask, noDeadline } from '../tables.ts'

/** The newest state of a process; undefined when there is none. */
export async function processState(db: Reader, orgId: string, id: string): Promise<Process | undefined> {
  const row = await db
    .selectFrom('process')
    .where('org_id', '=', orgId)
    .where('id', '=', id)
    .select('state')
    .executeTakeFirst()
  return row?.state
}

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

export type TrackerSort = 'launched' | 'name' | 'due' | 'updated'

/** Which processes, in what order, and from where on. */
export type TrackerQuery = {
  /** Where they are listed; at least one. */
  listedAs: readonly ListedAs[]
  templateId?: string
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
 * Processes of the tracker, paged by key: one walk along an index for each place they are listed in, put together.
 */
export async function trackerPage(db: Reader, orgId: string, query: TrackerQuery): Promise<TrackerRow[]> {
  const direction = query.descending ? sql`desc` : sql`asc`
  const named = query.text === undefined ? undefined : await howToFind(db, orgId, wordsOf(query.text))
  if (named?.words.length === 0) return []
  const branches = query.listedAs.map((listedAs) => sql`(${branch(orgId, listedAs, query, named, direction)})`)
  const { rows } = await sql<TrackerRow & { place: string }>`
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

/** Ids of processes with a word that begins with this one. `collate "C"` lets the index find them. */
const processesWithWord = (orgId: string, word: string) =>
  sql`select process_id from process_word where org_id = ${orgId} and word >= ${word} and word < ${`${word}\u{10ffff}`}`

/** How names are searched: `rarest` by the index of words, the others by the names themselves. */
type Named = { words: string[]; rarest: string | undefined }

/** More processes than these are not looked up by their word: a walk in the order of the page meets them sooner. */
const mostByWord = 2000

async function howToFind(db: Reader, orgId: string, words: string[]): Promise<Named> {
  const counts = await Promise.all(
    words.map(async (word) => {
      const { rows } = await sql<{ n: number }>`
        select count(*) as n from (${processesWithWord(orgId, word)} limit ${mostByWord + 1}) as found
      `.execute(db)
      return { word, n: rows[0]!.n }
    }),
  )
  const rarest = counts.filter(({ n }) => n <= mostByWord).sort((a, b) => a.n - b.n)[0]?.word
  return { words, rarest }
}

/** The page as far as one place of listing goes. */
function branch(
  orgId: string,
  listedAs: ListedAs,
  query: TrackerQuery,
  named: Named | undefined,
  direction: RawBuilder<unknown>,
): RawBuilder<unknown> {
  // What moves stands in tables of its own: the walk begins there, and a filter by deadline is a stretch of one.
  const walks =
    query.sort === 'due' || query.due !== undefined ? 'place' : query.sort === 'updated' ? 'activity' : 'process'
  const table = {
    place: sql`process_place as place`,
    activity: sql`process_activity as activity`,
    process: sql`process`,
  }[walks]
  const of = (column: string) => sql.ref(`${walks}.${column}`)
  const id = walks === 'process' ? of('id') : of('process_id')
  const sorted = {
    launched: { column: sql.ref('process.launched_at'), type: sql`timestamptz` },
    name: { column: sql.ref('process.name_key'), type: sql`text` },
    due: { column: sql.ref('place.due_at'), type: sql`timestamptz` },
    updated: { column: sql.ref(`${walks === 'activity' ? 'activity' : 'process'}.updated_at`), type: sql`timestamptz` },
  }[query.sort]

  const where = [sql`${of('org_id')} = ${orgId}`, sql`${of('listed_as')} = ${listedAs}`]
  if (query.templateId !== undefined)
    where.push(sql`${sql.ref(`${walks === 'activity' ? 'process' : walks}.template_id`)} = ${query.templateId}::uuid`)
  if (query.due === 'none') where.push(sql`place.due_at = ${noDeadline}`)
  else if (query.due) {
    where.push(sql`place.due_at < ${query.due.to}::timestamptz`)
    if (query.due.from !== undefined) where.push(sql`place.due_at >= ${query.due.from}::timestamptz`)
  }
  if (query.launchedBy !== undefined) where.push(sql`process.launched_by = ${query.launchedBy}`)
  if (query.problems !== undefined) where.push(query.problems ? sql`process.problems > 0` : sql`process.problems = 0`)
  if (query.assignee !== undefined)
    where.push(sql`${id} in (
      select a.process_id from assignment a
      where a.org_id = ${orgId} and a.assignee_id = ${query.assignee}::uuid and a.bucket = ${bucket.open}
    )`)
  if (named?.rarest !== undefined) where.push(sql`${id} in (${processesWithWord(orgId, named.rarest)})`)
  for (const word of named?.words ?? [])
    if (word !== named?.rarest) where.push(sql`lower(process.name) ~ ${`(^|[^[:alnum:]])${word}`}`)
  if (query.after) {
    const than = query.descending ? sql`<` : sql`>`
    where.push(sql`(${sorted.column}, ${id}) ${than} (${query.after.value}::${sorted.type}, ${query.after.id}::uuid)`)
  }
  const needsProcess =
    walks !== 'process' &&
    (query.launchedBy !== undefined ||
      query.problems !== undefined ||
      query.text !== undefined ||
      (walks === 'activity' && query.templateId !== undefined) ||
      (walks === 'place' && query.sort !== 'due'))
  const join = needsProcess ? sql`join process on process.org_id = ${of('org_id')} and process.id = ${id}` : sql``
  return sql`select ${sorted.column} as place, ${id} as id from ${table} ${join} where ${sql.join(where, sql` and `)}
    order by ${sorted.column} ${direction}, ${id} ${direction} limit ${query.limit}`
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
