import type { Assignees, StepOutcome, TaskStatus } from '@baton/engine'
import { sql } from 'kysely'
import type { Reader } from '../database.ts'
import { bucket } from '../tables.ts'

export type TaskBucket = keyof typeof bucket
/** Where a list of tasks goes on: deadline (or `infinity`), for `done` the time of completion; process and task. */
export type TaskPlace = { at: string; processId: string; taskId: string }

export type ListedTask = {
  processId: string
  taskId: string
  title: string
  type: 'task' | 'approval' | 'expiring' | 'email'
  status: TaskStatus
  outcome: StepOutcome | null
  processName: string
  templateId: string
  templateVersion: number
  dueAt: string | null
  openedAt: string | null
  completedAt: string | null
  fieldsDone: number
  fieldsTotal: number
  problem: boolean
  comments: number
  assignees: Assignees
  processVersion: number
  /** Sort value, for the next page. */
  at: string
}

const columns = sql`
  found.process_id as "processId", found.task_id as "taskId", task.title, task.type, task.status, task.outcome,
  process.name as "processName", process.template_id as "templateId", process.template_version as "templateVersion",
  task.due_at as "dueAt", task.opened_at as "openedAt", task.completed_at as "completedAt",
  task.fields_done as "fieldsDone", task.fields_total as "fieldsTotal", task.problem, task.comments, task.assignees,
  process.version as "processVersion", found.sort_at::text as at`

const rest = sql`
  join task on task.org_id = found.org_id and task.process_id = found.process_id and task.task_id = found.task_id
  join process on process.org_id = found.org_id and process.id = found.process_id`

/**
 * Tasks of these assignees (people, groups, or the nil UUID for everyone's), each task once: soonest due first, done
 * ones newest first. `limit` is 1–101. Paged by key.
 */
export async function tasksAssignedTo(
  db: Reader,
  orgId: string,
  assignees: readonly string[],
  { list, after, limit }: { list: TaskBucket; after?: TaskPlace; limit: number },
): Promise<ListedTask[]> {
  if (assignees.length === 0) return []
  const newestFirst = list === 'done'
  const direction = newestFirst ? sql`desc` : sql`asc`
  const order = sql`sort_at ${direction}, process_id ${direction}, task_id ${direction}`
  const beyond = after
    ? sql`and (a.sort_at, a.process_id, a.task_id) ${newestFirst ? sql`<` : sql`>`} (${after.at}::timestamptz, ${after.processId}::uuid, ${after.taskId})`
    : sql``
  const { rows } = await sql<ListedTask>`
    select ${columns} from (
      select distinct ${orgId}::uuid as org_id, sort_at, process_id, task_id
      from unnest(${assignees}::uuid[]) as mine (id), lateral (
        select a.sort_at, a.process_id, a.task_id from assignment a
        where a.org_id = ${orgId} and a.assignee_id = mine.id and a.bucket = ${bucket[list]} ${beyond}
        order by ${order} limit ${limit}
      ) as each_list
      order by ${order} limit ${limit}
    ) as found ${rest}
    order by found.sort_at ${direction}, found.process_id ${direction}, found.task_id ${direction}
  `.execute(db)
  return rows
}

/** Tasks of the processes that a person watches, in the same order. */
export async function tasksWatchedBy(
  db: Reader,
  orgId: string,
  personId: string,
  { list, after, limit, doneSince }: { list: TaskBucket; after?: TaskPlace; limit: number; doneSince: string },
): Promise<ListedTask[]> {
  const newestFirst = list === 'done'
  const direction = newestFirst ? sql`desc` : sql`asc`
  const at = newestFirst ? sql`t.completed_at` : sql`coalesce(t.due_at, 'infinity')`
  const which =
    list === 'done'
      ? sql`t.status = 'completed' and t.completed_at > ${doneSince}::timestamptz`
      : sql`t.status = ${list} and p.listed_as = 'active'`
  const beyond = after
    ? sql`and (${at}, t.process_id, t.task_id) ${newestFirst ? sql`<` : sql`>`} (${after.at}::timestamptz, ${after.processId}::uuid, ${after.taskId})`
    : sql``
  const { rows } = await sql<ListedTask>`
    select ${columns} from (
      select t.org_id, t.process_id, t.task_id, ${at} as sort_at
      from watcher w
      join process p on p.org_id = w.org_id and p.id = w.process_id
      join task t on t.org_id = w.org_id and t.process_id = w.process_id
      where w.org_id = ${orgId} and w.person_id = ${personId} and ${which} ${beyond}
      order by sort_at ${direction}, t.process_id ${direction}, t.task_id ${direction} limit ${limit}
    ) as found ${rest}
    order by found.sort_at ${direction}, found.process_id ${direction}, found.task_id ${direction}
  `.execute(db)
  return rows
}

/** Counting ends here: a larger number tells nobody more. */
const mostCounted = 1000

export type TaskCounts = { open: number; overdue: number; today: number; waiting: number; groups: number }

/** How much is on a person's plate. `now` and `tomorrow` (the next midnight in the person's zone) part the open tasks. */
export async function taskCounts(
  db: Reader,
  orgId: string,
  { personId, groups, now, tomorrow }: { personId: string; groups: readonly string[]; now: string; tomorrow: string },
): Promise<TaskCounts> {
  const mine = (list: TaskBucket) =>
    sql`a.org_id = ${orgId} and a.assignee_id = ${personId}::uuid and a.bucket = ${bucket[list]}`
  const count = (what: ReturnType<typeof sql>) =>
    sql<number>`(select count(*) from (select from assignment a where ${what} limit ${mostCounted}) as counted)`
  const { rows } = await sql<TaskCounts>`
    select
      ${count(mine('open'))} as open,
      ${count(sql`${mine('open')} and a.sort_at < ${now}::timestamptz`)} as overdue,
      ${count(sql`${mine('open')} and a.sort_at >= ${now}::timestamptz and a.sort_at < ${tomorrow}::timestamptz`)} as today,
      ${count(mine('waiting'))} as waiting,
      (select count(*) from (
        select distinct a.process_id, a.task_id from assignment a
        where a.org_id = ${orgId} and a.assignee_id = any (${groups}::uuid[]) and a.bucket = ${bucket.open} limit ${mostCounted}
      ) as counted) as groups
  `.execute(db)
  return rows[0]!
}
