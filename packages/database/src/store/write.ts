import type { Writes } from './writes.ts'

const processColumns = {
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
const snapshotColumns = { org_id: 'uuid', process_id: 'uuid', version: 'bigint', state: 'text' }
const eventColumns = {
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
const taskColumns = {
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
const assignmentColumns = {
  org_id: 'uuid',
  assignee_id: 'uuid',
  bucket: 'smallint',
  sort_at: 'timestamptz',
  process_id: 'uuid',
  task_id: 'text',
}
const placeColumns = {
  org_id: 'uuid',
  listed_as: 'text',
  due_at: 'timestamptz',
  process_id: 'uuid',
  template_id: 'uuid',
  milestone: 'text',
}
const activityColumns = { org_id: 'uuid', listed_as: 'text', updated_at: 'timestamptz', process_id: 'uuid' }
const wordColumns = { org_id: 'uuid', word: 'text', process_id: 'uuid' }
const watcherColumns = { org_id: 'uuid', person_id: 'uuid', process_id: 'uuid' }
// An array of arrays would be flattened by unnest, so these two travel as text.
const changeColumns = { org_id: 'uuid', subject_id: 'uuid', version: 'bigint', tasks: 'text', people: 'text' }
const countColumns = { org_id: 'uuid', template_id: 'uuid', listed_as: 'text', n: 'bigint' }
const fileColumns = { org_id: 'uuid', id: 'uuid', process_id: 'uuid' }
const answerColumns = { org_id: 'uuid', actor_id: 'text', key: 'text', request_hash: 'text', response: 'jsonb' }

type Columns = Record<string, string>
/** One table of a statement: its columns with their types, and how its rows are read. */
type Part = { columns: Columns; rows: (writes: Writes) => Record<string, unknown>[] }

const parts: Part[] = []
/**
 * Rows from one array for each column; the arrays become parameters in the order of the calls. JSON travels as one
 * JSON array: as an array of PostgreSQL each quote in it would have to be escaped, and unescaped there.
 */
function rowsOf(columns: Columns, rows: (writes: Writes) => Record<string, unknown>[]): string {
  const first = parameters() + 1
  parts.push({ columns, rows })
  const types = Object.entries(columns).map(([name, type], index) => ({ name, type, parameter: `$${first + index}` }))
  const plain = types.filter(({ type }) => type !== 'jsonb')
  const json = types.filter(({ type }) => type === 'jsonb')
  const arrays = plain.map(({ type, parameter }) => `${parameter}::${type}[]`)
  const sources = [
    `unnest(${arrays.join(', ')})`,
    ...json.map(({ parameter }) => `jsonb_array_elements(${parameter}::jsonb)`),
  ]
  const order = [...plain, ...json].map(({ name }) => name)
  return `rows from (${sources.join(', ')}) as r(${order.join(', ')})`
}
/** How many parameters the parts have so far. */
function parameters(): number {
  return parts.reduce((count, part) => count + Object.keys(part.columns).length, 0)
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
const { template_id: _, template_version: _v, launched_by: _b, launched_at: _a, ...follows } = processColumns
const changedColumns = { ...follows, base: 'bigint' }

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
  on conflict do nothing
),
places_gone as (
  delete from process_place p using ${rowsOf(placeColumns, (writes) => writes.placesGone)}
  where ${matches('p', ['org_id', 'listed_as', 'due_at', 'process_id'])} returning 1
),
places_come as (
  -- Counting makes the deletion come first: only the milestone may differ, and that is not part of the key.
  insert into process_place (${names(placeColumns)})
  select ${names(placeColumns, 'r.')} from ${rowsOf(placeColumns, (writes) => writes.placesCome)}
  where (select count(*) from places_gone) >= 0
),
activity_gone as (
  delete from process_activity a using ${rowsOf(activityColumns, (writes) => writes.activityGone)}
  where ${matches('a', Object.keys(activityColumns))} returning 1
),
activity_come as (
  -- As above: two events in one millisecond have the same key.
  insert into process_activity (${names(activityColumns)})
  select ${names(activityColumns, 'r.')} from ${rowsOf(activityColumns, (writes) => writes.activityCome)}
  where (select count(*) from activity_gone) >= 0
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

/** The statement that writes a batch, with its parameters. It fails when it would write anything but all of it. */
export function writeStatement(writes: Writes): { name: string; text: string; values: unknown[] } {
  const values: unknown[] = []
  for (const { columns, rows } of parts) {
    const list = rows(writes)
    for (const [name, type] of Object.entries(columns)) {
      values.push(type === 'jsonb' ? jsonLiteral(list, name) : arrayLiteral(list, name, type))
    }
  }
  const organizations = [...new Set([...writes.launched, ...writes.changed].map(({ org_id }) => org_id))]
  values.push(
    JSON.stringify(writes.jobs),
    JSON.stringify(organizations),
    writes.launched.length + writes.changed.length,
  )
  return { name: 'write batch', text: statement, values }
}

/** One JSON array of a column that holds JSON text. */
function jsonLiteral(rows: Record<string, unknown>[], name: string): string {
  return `[${rows.map((row) => row[name] as string).join(',')}]`
}

/** PostgreSQL's text form of an array of one column. */
function arrayLiteral(rows: Record<string, unknown>[], name: string, type: string): string {
  if (rows.length === 0) return '{}'
  const write = type === 'text' ? textItem : plainItem
  let text = '{'
  for (const row of rows) text += (text.length > 1 ? ',' : '') + write(row[name])
  return `${text}}`
}

/** Numbers, truth values, UUIDs, instants and bytes hold nothing that needs an escape. */
function plainItem(value: unknown): string {
  if (value === null || value === undefined) return 'NULL'
  if (Buffer.isBuffer(value)) return `"\\\\x${value.toString('hex')}"`
  return String(value)
}

function textItem(value: unknown): string {
  if (value === null || value === undefined) return 'NULL'
  if (Array.isArray(value)) return quoted(`{${value.map((item) => quoted(String(item))).join(',')}}`)
  return quoted(String(value))
}

const mustEscape = /["\\]/
const special = /["\\]/g
const quoted = (text: string) => `"${mustEscape.test(text) ? text.replace(special, '\\$&') : text}"`
