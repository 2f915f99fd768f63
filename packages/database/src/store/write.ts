import { BinaryArrays, type ColumnType } from './binary.ts'
import * as of from './columns.ts'
import type { Writes } from './writes.ts'

type Row = Record<string, unknown>

/** Writes the rows of one kind. Its SQL reads them as `r`. */
type Clause = { columns: of.Columns; rows: (writes: Writes) => readonly Row[]; sql: (r: string) => string }

const names = (columns: of.Columns, prefix = '') =>
  Object.keys(columns)
    .map((name) => prefix + name)
    .join(', ')
const matches = (table: string, columns: string[]) =>
  columns.map((name) => `${table}.${name} = r.${name}`).join(' and ')
const sets = (columns: of.Columns, keys: string[]) =>
  Object.keys(columns)
    .filter((name) => !keys.includes(name))
    .map((name) => `${name} = r.${name}`)
    .join(', ')

const insert = (table: string, columns: of.Columns, rows: Clause['rows']): Clause => ({
  columns,
  rows,
  sql: (r) => `insert into ${table} (${names(columns)}) select ${names(columns, 'r.')} from ${r}`,
})
/** Deletes the rows that are the same in all columns. */
const remove = (table: string, columns: of.Columns, rows: Clause['rows']): Clause => ({
  columns,
  rows,
  sql: (r) => `delete from ${table} t using ${r} where ${matches('t', Object.keys(columns))}`,
})

const taskKeys = ['org_id', 'process_id', 'task_id']

/** What batches of completions write. */
const usual = {
  changed: {
    columns: of.changedColumns,
    rows: (writes) => writes.changed,
    sql: (r) => `update process p set ${sets(of.changedColumns, ['org_id', 'id', 'base'])} from ${r}
      where ${matches('p', ['org_id', 'id'])} and p.version = r.base returning 1`,
  },
  recorded: insert('event', of.eventColumns, (writes) => writes.events),
  tasks_changed: {
    columns: of.taskColumns,
    rows: (writes) => writes.tasksChanged,
    sql: (r) => `update task t set ${sets(of.taskColumns, taskKeys)} from ${r} where ${matches('t', taskKeys)}`,
  },
  assignments_gone: remove('assignment', of.assignmentColumns, (writes) => writes.assignmentsGone),
  assignments_come: insert('assignment', of.assignmentColumns, (writes) => writes.assignmentsCome),
  assignments_moved: {
    columns: of.movedAssignmentColumns,
    rows: (writes) => writes.assignmentsMoved,
    sql: (r) => `update assignment a set assignee_id = r.assignee_id, bucket = r.bucket, sort_at = r.sort_at from ${r}
      where ${matches('a', taskKeys)}
        and a.assignee_id = r.from_assignee and a.bucket = r.from_bucket and a.sort_at = r.from_sort_at`,
  },
  places_moved: {
    columns: of.movedPlaceColumns,
    rows: (writes) => writes.placesMoved,
    sql: (
      r,
    ) => `update process_place p set listed_as = r.listed_as, due_at = r.due_at, milestone = r.milestone from ${r}
      where ${matches('p', ['org_id', 'process_id'])}
        and p.listed_as = r.from_listed_as and p.due_at = r.from_due_at`,
  },
  activity_moved: {
    columns: of.movedActivityColumns,
    rows: (writes) => writes.activityMoved,
    sql: (r) => `update process_activity a set listed_as = r.listed_as, updated_at = r.updated_at from ${r}
      where ${matches('a', ['org_id', 'process_id'])}
        and a.listed_as = r.from_listed_as and a.updated_at = r.from_updated_at`,
  },
  counts: insert('process_count_delta', of.countColumns, (writes) => writes.counts),
  changes: {
    columns: of.changeColumns,
    rows: (writes) => writes.changes,
    sql: (r) => `insert into change (org_id, kind, subject_id, version, tasks, people)
      select r.org_id, 'process', r.subject_id, r.version, r.tasks::text[], r.people::uuid[] from ${r}`,
  },
  answers: insert('idempotency', of.answerColumns, (writes) => writes.answers),
} satisfies Record<string, Clause>

/** What launches write besides, and a few others. */
const seldom = {
  launched: {
    ...insert('process', of.processColumns, (writes) => writes.launched),
    sql: (r) =>
      `insert into process (${names(of.processColumns)}) select ${names(of.processColumns, 'r.')} from ${r} returning 1`,
  },
  snapshots: {
    columns: of.snapshotColumns,
    rows: (writes) => writes.snapshots,
    sql: (r) => `insert into process_snapshot (${names(of.snapshotColumns)})
      select r.org_id, r.process_id, r.version, r.state::json from ${r}
      on conflict (org_id, process_id) do update set version = excluded.version, state = excluded.state`,
  },
  tasks_come: insert('task', of.taskColumns, (writes) => writes.tasksCome),
  places_come: insert('process_place', of.placeColumns, (writes) => writes.placesCome),
  activity_come: insert('process_activity', of.activityColumns, (writes) => writes.activityCome),
  words_gone: remove('process_word', of.wordColumns, (writes) => writes.wordsGone),
  words_come: insert('process_word', of.wordColumns, (writes) => writes.wordsCome),
  watchers_gone: remove('watcher', of.watcherColumns, (writes) => writes.watchersGone),
  watchers_come: insert('watcher', of.watcherColumns, (writes) => writes.watchersCome),
  files: {
    columns: of.fileColumns,
    rows: (writes) => writes.files,
    sql: (r) => `update file f set process_id = r.process_id from ${r}
      where ${matches('f', ['org_id', 'id'])} and f.process_id is null`,
  },
} satisfies Record<string, Clause>

/** Parameters of a query, in the order of their numbers. */
type Values = unknown[]
type Query = { name: string; text: string; values: Values }

/**
 * One statement of clauses: each column is an array of its own.
 * @param select what it selects besides; `parameter(n)` is the nth of what is given with the rows
 */
function statementOf(
  name: string,
  clauses: Record<string, Clause>,
  select: (parameter: (n: number) => string) => string,
): (writes: Writes, arrays: BinaryArrays, more: Values) => Query {
  const columns: [Clause, string, ColumnType][] = []
  const written = Object.entries(clauses).map(([clauseName, clause]) => {
    const first = columns.length + 1
    const types = Object.entries(clause.columns)
    columns.push(...types.map(([column, type]): [Clause, string, ColumnType] => [clause, column, type]))
    const read = types.map(([, type], index) => `$${first + index}::${type}[]`)
    return `${clauseName} as (${clause.sql(`unnest(${read.join(', ')}) as r(${names(clause.columns)})`)})`
  })
  const text = `with ${written.join(',\n')}\nselect ${select((n) => `$${columns.length + n}`)}`
  return (writes, arrays, more) => {
    const values = columns.map(([clause, column, type]): unknown => arrays.write(clause.rows(writes), column, type))
    return { name, text, values: [...values, ...more] }
  }
}

/** Divides by zero, and so rolls everything back, should not each process have been written. */
const all = (clause: keyof typeof usual | keyof typeof seldom, parameter: string) =>
  `1 / ((select count(*) from ${clause}) = ${parameter})::int as whole`

const writeUsual = statementOf(
  'write what is usual',
  usual,
  (parameter) => `${all('changed', parameter(1))}, queue_jobs(${parameter(2)}::jsonb),
  case when ${parameter(3)} <> '[]' then pg_notify('baton_change', ${parameter(3)}) end`,
)
const writeSeldom = statementOf('write what is seldom', seldom, (parameter) => all('launched', parameter(1)))

/** Announced once for each batch; the payload is a JSON array of the organizations it touched. */
export const changeChannel = 'baton_change'

/** Bytes of the arrays of the batch before. */
let sizeBefore = 4096

/**
 * The statements that write a batch, in order. They fail when they would write anything but all of it. What is seldom
 * has one of its own, since a statement looks at every clause, filled or empty, for every batch.
 */
export function writeStatements(writes: Writes): Query[] {
  const arrays = new BinaryArrays(sizeBefore)
  const queries: Query[] = []
  if (Object.values(seldom).some(({ rows }) => rows(writes).length > 0))
    queries.push(writeSeldom(writes, arrays, [writes.launched.length]))
  const organizations = [...new Set([...writes.launched, ...writes.changed].map(({ org_id }) => org_id))]
  const more = [writes.changed.length, JSON.stringify(writes.jobs), JSON.stringify(organizations)]
  queries.push(writeUsual(writes, arrays, more))
  sizeBefore = Math.max(4096, arrays.size)
  return queries
}
