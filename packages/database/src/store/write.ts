import { BinaryArrays, type ColumnType } from './binary.ts'
import type { Writes } from './writes.ts'

type Columns = Record<string, ColumnType>

const processColumns: Columns = {
  org_id: 'uuid',
  id: 'uuid',
  version: 'bigint',
  head: 'bytea',
  template_id: 'uuid',
  template_version: 'bigint',
  name: 'text',
  name_key: 'text',
  status: 'text',
  archived: 'boolean',
  listed_as: 'text',
  launched_by: 'text',
  launched_at: 'timestamptz',
  finished_at: 'timestamptz',
  due_at: 'timestamptz',
  updated_at: 'timestamptz',
  tasks_done: 'bigint',
  tasks_total: 'bigint',
  problems: 'bigint',
  milestone: 'text',
  next_tasks: 'jsonb',
}
const snapshotColumns: Columns = { org_id: 'uuid', process_id: 'uuid', version: 'bigint', state: 'text' }
const eventColumns: Columns = {
  org_id: 'uuid',
  process_id: 'uuid',
  seq: 'bigint',
  type: 'text',
  at: 'timestamptz',
  actor: 'text',
  payload: 'jsonb',
  payload_hash: 'bytea',
  hash: 'bytea',
}
const taskColumns: Columns = {
  org_id: 'uuid',
  process_id: 'uuid',
  task_id: 'text',
  position: 'bigint',
  milestone: 'text',
  type: 'text',
  title: 'text',
  status: 'text',
  optional: 'boolean',
  skipped: 'text',
  outcome: 'text',
  due_at: 'timestamptz',
  opened_at: 'timestamptz',
  completed_at: 'timestamptz',
  completed_by: 'text',
  problem: 'boolean',
  comments: 'bigint',
  fields_done: 'bigint',
  fields_total: 'bigint',
  assignees: 'jsonb',
}
const assignmentColumns: Columns = {
  org_id: 'uuid',
  assignee_id: 'uuid',
  bucket: 'smallint',
  sort_at: 'timestamptz',
  process_id: 'uuid',
  task_id: 'text',
}
const placeColumns: Columns = {
  org_id: 'uuid',
  listed_as: 'text',
  due_at: 'timestamptz',
  process_id: 'uuid',
  template_id: 'uuid',
  milestone: 'text',
}
const activityColumns: Columns = { org_id: 'uuid', listed_as: 'text', updated_at: 'timestamptz', process_id: 'uuid' }
const movedAssignmentColumns: Columns = {
  ...assignmentColumns,
  from_assignee: 'uuid',
  from_bucket: 'smallint',
  from_sort_at: 'timestamptz',
}
const movedPlaceColumns: Columns = { ...placeColumns, from_listed_as: 'text', from_due_at: 'timestamptz' }
const movedActivityColumns: Columns = { ...activityColumns, from_listed_as: 'text', from_updated_at: 'timestamptz' }
const wordColumns: Columns = { org_id: 'uuid', word: 'text', process_id: 'uuid' }
const watcherColumns: Columns = { org_id: 'uuid', person_id: 'uuid', process_id: 'uuid' }
// An array of arrays would be flattened by unnest, so these two travel as the text of an array.
const changeColumns: Columns = { org_id: 'uuid', subject_id: 'uuid', version: 'bigint', tasks: 'text', people: 'text' }
const countColumns: Columns = { org_id: 'uuid', template_id: 'uuid', listed_as: 'text', n: 'bigint' }
const fileColumns: Columns = { org_id: 'uuid', id: 'uuid', process_id: 'uuid' }
const answerColumns: Columns = {
  org_id: 'uuid',
  actor_id: 'text',
  key: 'text',
  request_hash: 'text',
  response: 'jsonb',
}

/** One table of a statement: its columns with their types, and how its rows are read. */
type Part = { columns: [string, ColumnType][]; rows: (writes: Writes) => Record<string, unknown>[] }

const parts: Part[] = []
/** Rows from one array for each column; the arrays become parameters in the order of the calls. */
function rowsOf(columns: Columns, rows: (writes: Writes) => Record<string, unknown>[]): string {
  const first = parameters() + 1
  const types = Object.entries(columns)
  parts.push({ columns: types, rows })
  const arrays = types.map(([, type], index) => `$${first + index}::${type}[]`)
  return `unnest(${arrays.join(', ')}) as r(${types.map(([name]) => name).join(', ')})`
}
/** How many parameters the parts have so far. */
function parameters(): number {
  return parts.reduce((count, part) => count + part.columns.length, 0)
}
const names = (columns: Columns, prefix = '') =>
  Object.keys(columns)
    .map((name) => prefix + name)
    .join(', ')
const matches = (table: string, columns: string[]) =>
  columns.map((name) => `${table}.${name} = r.${name}`).join(' and ')
const sets = (columns: Columns, keys: string[], from: string) =>
  Object.keys(columns)
    .filter((name) => !keys.includes(name))
    .map((name) => `${name} = ${from}.${name}`)
    .join(', ')

const taskKeys = ['org_id', 'process_id', 'task_id']
/** What launching fixes stays out of updates. */
const fixed = ['template_id', 'template_version', 'launched_by', 'launched_at']
const changedColumns: Columns = {
  ...Object.fromEntries(Object.entries(processColumns).filter(([name]) => !fixed.includes(name))),
  base: 'bigint',
}

/** The one statement of a batch. `$n` are arrays, one for each column; then the jobs, the notice, the count. */
const statement = `
with
launched as (
  insert into process (${names(processColumns)})
  select ${names(processColumns, 'r.')} from ${rowsOf(processColumns, (writes) => writes.launched)} returning 1
),
changed as (
  update process p set ${sets(changedColumns, ['org_id', 'id', 'base'], 'r')}
  from ${rowsOf(changedColumns, (writes) => writes.changed)}
  where ${matches('p', ['org_id', 'id'])} and p.version = r.base returning 1
),
snapshots as (
  insert into process_snapshot (${names(snapshotColumns)})
  select r.org_id, r.process_id, r.version, r.state::json
  from ${rowsOf(snapshotColumns, (writes) => writes.snapshots)}
  on conflict (org_id, process_id) do update set version = excluded.version, state = excluded.state
),
recorded as (
  insert into event (${names(eventColumns)})
  select ${names(eventColumns, 'r.')} from ${rowsOf(eventColumns, (writes) => writes.events)}
),
tasks_come as (
  insert into task (${names(taskColumns)})
  select ${names(taskColumns, 'r.')} from ${rowsOf(taskColumns, (writes) => writes.tasksCome)}
),
tasks_changed as (
  update task t set ${sets(taskColumns, taskKeys, 'r')}
  from ${rowsOf(taskColumns, (writes) => writes.tasksChanged)} where ${matches('t', taskKeys)}
),
assignments_gone as (
  delete from assignment a using ${rowsOf(assignmentColumns, (writes) => writes.assignmentsGone)}
  where ${matches('a', Object.keys(assignmentColumns))}
),
assignments_come as (
  insert into assignment (${names(assignmentColumns)})
  select ${names(assignmentColumns, 'r.')} from ${rowsOf(assignmentColumns, (writes) => writes.assignmentsCome)}
),
assignments_moved as (
  update assignment a set assignee_id = r.assignee_id, bucket = r.bucket, sort_at = r.sort_at
  from ${rowsOf(movedAssignmentColumns, (writes) => writes.assignmentsMoved)}
  where ${matches('a', ['org_id', 'process_id', 'task_id'])}
    and a.assignee_id = r.from_assignee and a.bucket = r.from_bucket and a.sort_at = r.from_sort_at
),
places_come as (
  insert into process_place (${names(placeColumns)})
  select ${names(placeColumns, 'r.')} from ${rowsOf(placeColumns, (writes) => writes.placesCome)}
),
places_moved as (
  update process_place p set listed_as = r.listed_as, due_at = r.due_at, milestone = r.milestone
  from ${rowsOf(movedPlaceColumns, (writes) => writes.placesMoved)}
  where ${matches('p', ['org_id', 'process_id'])} and p.listed_as = r.from_listed_as and p.due_at = r.from_due_at
),
activity_come as (
  insert into process_activity (${names(activityColumns)})
  select ${names(activityColumns, 'r.')} from ${rowsOf(activityColumns, (writes) => writes.activityCome)}
),
activity_moved as (
  update process_activity a set listed_as = r.listed_as, updated_at = r.updated_at
  from ${rowsOf(movedActivityColumns, (writes) => writes.activityMoved)}
  where ${matches('a', ['org_id', 'process_id'])} and a.listed_as = r.from_listed_as and a.updated_at = r.from_updated_at
),
words_gone as (
  delete from process_word w using ${rowsOf(wordColumns, (writes) => writes.wordsGone)}
  where ${matches('w', Object.keys(wordColumns))}
),
words_come as (
  insert into process_word (${names(wordColumns)})
  select ${names(wordColumns, 'r.')} from ${rowsOf(wordColumns, (writes) => writes.wordsCome)}
),
watchers_gone as (
  delete from watcher w using ${rowsOf(watcherColumns, (writes) => writes.watchersGone)}
  where ${matches('w', Object.keys(watcherColumns))}
),
watchers_come as (
  insert into watcher (${names(watcherColumns)})
  select ${names(watcherColumns, 'r.')} from ${rowsOf(watcherColumns, (writes) => writes.watchersCome)}
),
changes as (
  insert into change (org_id, kind, subject_id, version, tasks, people)
  select r.org_id, 'process', r.subject_id, r.version, r.tasks::text[], r.people::uuid[]
  from ${rowsOf(changeColumns, (writes) => writes.changes)}
),
counts as (
  insert into process_count_delta (${names(countColumns)})
  select ${names(countColumns, 'r.')} from ${rowsOf(countColumns, (writes) => writes.counts)}
),
answers as (
  insert into idempotency (${names(answerColumns)})
  select ${names(answerColumns, 'r.')} from ${rowsOf(answerColumns, (writes) => writes.answers)}
),
files as (
  update file f set process_id = r.process_id
  from ${rowsOf(fileColumns, (writes) => writes.files)}
  where ${matches('f', ['org_id', 'id'])} and f.process_id is null
)
-- Divides by zero, and so rolls everything back, should a process not have the version that was locked.
select 1 / ((select count(*) from launched) + (select count(*) from changed) = $${parameters() + 3})::int as whole,
  queue_jobs($${parameters() + 1}::jsonb),
  case when $${parameters() + 2} <> '[]' then pg_notify('baton_change', $${parameters() + 2}) end`

/** Announced once for each batch; the payload is a JSON array of the organizations it touched. */
export const changeChannel = 'baton_change'

/** Bytes of the arrays of the batch before. */
let sizeBefore = 4096

/** The statement that writes a batch, with its parameters. It fails when it would write anything but all of it. */
export function writeStatement(writes: Writes): { name: string; text: string; values: unknown[] } {
  const values: unknown[] = []
  const arrays = new BinaryArrays(sizeBefore)
  for (const { columns, rows } of parts) {
    const list = rows(writes)
    for (const [name, type] of columns) values.push(arrays.write(list, name, type))
  }
  sizeBefore = Math.max(4096, arrays.size)
  const organizations = [...new Set([...writes.launched, ...writes.changed].map(({ org_id }) => org_id))]
  values.push(
    JSON.stringify(writes.jobs),
    JSON.stringify(organizations),
    writes.launched.length + writes.changed.length,
  )
  return { name: 'write batch', text: statement, values }
}
