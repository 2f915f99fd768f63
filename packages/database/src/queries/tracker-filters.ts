import { sql, type RawBuilder } from 'kysely'
import type { Reader } from '../database.ts'
import { bucket, type ListedAs, noDeadline } from '../tables.ts'
import type { TrackerQuery } from './tracker.ts'

/** One filter of the tracker, or one word of its text. */
export type Filter = {
  name: keyof TrackerQuery
  /** A condition on the row of a process. */
  holds: RawBuilder<unknown>
  /** The ids of the processes it leaves (and maybe some that are listed elsewhere), read from one index. */
  ids?: RawBuilder<unknown>
  /** The same condition for when it leaves many. */
  holdsForMany?: RawBuilder<unknown>
}

/** More processes than these are not looked up one by one: a walk in the order of the page meets enough of them. */
const few = 2000
/** More than these are not kept in a hash to look into while walking. */
const many = 10_000

/** How the page is to be found as far as one place of listing goes. */
export type Way = {
  listedAs: ListedAs
  /** The ids to look up, when some filter leaves few. Absent: walk. */
  ids?: RawBuilder<unknown>
  /** What is left to be looked at in each row. */
  rest: Filter[]
}

/** How the page is to be found in each place of listing that can hold any of what is asked for. */
export async function waysTo(db: Reader, orgId: string, query: TrackerQuery, words: readonly string[]): Promise<Way[]> {
  const answered = indexAnswers(query)
  const places = query.listedAs.filter((listedAs) => mayHold(listedAs, query))
  const all = places.map((listedAs) => ({ listedAs, filters: filtersOf(orgId, query, listedAs, words) }))
  const isBeside = ({ name }: Filter) => !answered.includes(name)
  const counts = await countsOf(
    db,
    all.flatMap(({ filters }) => (filters.some(isBeside) ? filters.filter(({ ids }) => ids) : [])),
  )
  const fitting = (list: Filter[]) =>
    list.map((filter) =>
      filter.holdsForMany && counts.get(filter)! > many ? { ...filter, holds: filter.holdsForMany } : filter,
    )
  return all.map(({ listedAs, filters }) => {
    const least = filters.filter((filter) => counts.has(filter)).sort((a, b) => counts.get(a)! - counts.get(b)!)[0]
    return least && counts.get(least)! <= few
      ? { listedAs, ids: least.ids, rest: fitting(filters.filter((filter) => filter !== least)) }
      : { listedAs, rest: fitting(filters.filter(isBeside)) }
  })
}

/** Tasks are open, and deadlines stand, in active processes only; an archived one may be active too. */
const mayHold = (listedAs: ListedAs, { assignee, due }: TrackerQuery): boolean =>
  (assignee === undefined || listedAs === 'active') &&
  (due === undefined || due === 'none' || listedAs === 'active' || listedAs === 'archived')

/** How many processes each filter leaves; counting ends where more make no difference. */
async function countsOf(db: Reader, filters: readonly Filter[]): Promise<Map<Filter, number>> {
  if (filters.length === 0) return new Map()
  const counted = filters.map(({ ids, holdsForMany }, index) => {
    const limit = (holdsForMany ? many : few) + 1
    return sql`(select count(*) from (${ids!} limit ${limit}) as counted) as ${sql.ref(`n${index}`)}`
  })
  const { rows } = await sql<Record<string, number>>`select ${sql.join(counted)}`.execute(db)
  return new Map(filters.map((filter, index) => [filter, rows[0]![`n${index}`]!]))
}

/** Filters that the index of a walk in this order answers by itself. */
function indexAnswers({ sort, templateId, launchedBy, problems }: TrackerQuery): (keyof TrackerQuery)[] {
  if (sort === 'due') return ['templateId', 'milestone', 'due']
  if (sort === 'updated') return []
  if (templateId !== undefined) return ['templateId']
  if (sort === 'name') return []
  return launchedBy !== undefined ? ['launchedBy'] : problems ? ['problems'] : []
}

/** The conditions for these filters, on the table that the walk goes through. */
export function alongTheIndex(query: TrackerQuery): RawBuilder<unknown>[] {
  if (query.sort === 'due') return whereInPlace(query)
  const answered = indexAnswers(query)
  const where: RawBuilder<unknown>[] = []
  if (answered.includes('templateId')) where.push(sql`process.template_id = ${query.templateId}::uuid`)
  if (answered.includes('launchedBy')) where.push(sql`process.launched_by = ${query.launchedBy}`)
  if (answered.includes('problems')) where.push(sql`process.problems > 0`)
  return where
}

/** What is asked for, filter by filter, of one place of listing. */
function filtersOf(orgId: string, query: TrackerQuery, listedAs: ListedAs, words: readonly string[]): Filter[] {
  const { templateId, milestone, due, launchedBy, assignee, problems } = query
  const inPlace = () => sql`select place.process_id from process_place as place
    where place.org_id = ${orgId} and place.listed_as = ${listedAs}
      and ${sql.join(whereInPlace(query), sql` and `)}`
  const filters: Filter[] = []
  // The three of them are answered by one stretch of an index, so they are counted as one.
  if (templateId !== undefined)
    filters.push({ name: 'templateId', holds: sql`process.template_id = ${templateId}::uuid`, ids: inPlace() })
  if (milestone !== undefined)
    filters.push({
      name: 'milestone',
      holds: milestone === null ? sql`process.milestone is null` : sql`process.milestone = ${milestone}`,
    })
  if (due !== undefined)
    filters.push({ name: 'due', holds: dueHolds(due), ...(templateId === undefined && { ids: inPlace() }) })
  if (launchedBy !== undefined)
    filters.push({
      name: 'launchedBy',
      holds: sql`process.launched_by = ${launchedBy}`,
      ids: sql`select process.id from process
        where process.org_id = ${orgId} and process.listed_as = ${listedAs} and process.launched_by = ${launchedBy}`,
    })
  if (problems !== undefined)
    filters.push({
      name: 'problems',
      holds: problems ? sql`process.problems > 0` : sql`process.problems = 0`,
      ...(problems && {
        ids: sql`select process.id from process
          where process.org_id = ${orgId} and process.listed_as = ${listedAs} and process.problems > 0`,
      }),
    })
  if (assignee !== undefined) filters.push(assigneeFilter(orgId, assignee))
  for (const word of words)
    filters.push({
      name: 'text',
      holds: sql`lower(process.name) ~ ${`(^|[^[:alnum:]])${word}`}`,
      // `collate "C"` of the column lets the index find the beginnings.
      ids: sql`select process_id from process_word
        where org_id = ${orgId} and word >= ${word} and word < ${`${word}\u{10ffff}`}`,
    })
  return filters
}

/** Conditions on `place` for the filters that it answers. */
function whereInPlace({ templateId, milestone, due }: TrackerQuery): RawBuilder<unknown>[] {
  const where: RawBuilder<unknown>[] = []
  if (templateId !== undefined) where.push(sql`place.template_id = ${templateId}::uuid`)
  if (milestone !== undefined) where.push(sql`place.milestone = ${milestone ?? ''}`)
  if (due === 'none') where.push(sql`place.due_at = ${noDeadline}`)
  else if (due) {
    where.push(sql`place.due_at < ${due.to}::timestamptz`)
    if (due.from !== undefined) where.push(sql`place.due_at >= ${due.from}::timestamptz`)
  }
  return where
}

function dueHolds(due: NonNullable<TrackerQuery['due']>): RawBuilder<unknown> {
  if (due === 'none') return sql`process.due_at is null`
  const before = sql`process.due_at < ${due.to}::timestamptz`
  return due.from === undefined ? before : sql`${before} and process.due_at >= ${due.from}::timestamptz`
}

function assigneeFilter(orgId: string, assignee: string): Filter {
  const mine = sql`a.org_id = ${orgId} and a.assignee_id = ${assignee}::uuid and a.bucket = ${bucket.open}`
  const ids = sql`select a.process_id from assignment a where ${mine}`
  return {
    name: 'assignee',
    ids,
    // Written so that it is not turned into a join, which would be made before the walk: read once and hashed.
    holds: sql`(process.id in (${ids})) is true`,
    // Subqueries that look up one row are left in this order; a join might begin with all that is mine. `coalesce`
    // counts as leaky, so behind row-level security no index would be entered by it.
    holdsForMany: sql`(
      select true from task t
      where t.org_id = ${orgId} and t.process_id = process.id and t.status = 'open' and (
        select true from assignment a
        where ${mine} and a.sort_at = case when t.due_at is null then 'infinity' else t.due_at end
          and a.process_id = t.process_id and a.task_id = t.task_id
      ) limit 1
    )`,
  }
}
