import type { ColumnType } from './binary.ts'

/** Columns of rows that are written, with their types; the order is that of the arrays. */
export type Columns = Record<string, ColumnType>

export const processColumns: Columns = {
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
export const snapshotColumns: Columns = { org_id: 'uuid', process_id: 'uuid', version: 'bigint', state: 'text' }
export const eventColumns: Columns = {
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
export const taskColumns: Columns = {
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
export const assignmentColumns: Columns = {
  org_id: 'uuid',
  assignee_id: 'uuid',
  bucket: 'smallint',
  sort_at: 'timestamptz',
  process_id: 'uuid',
  task_id: 'text',
}
export const placeColumns: Columns = {
  org_id: 'uuid',
  listed_as: 'text',
  due_at: 'timestamptz',
  process_id: 'uuid',
  template_id: 'uuid',
  milestone: 'text',
}
export const activityColumns: Columns = {
  org_id: 'uuid',
  listed_as: 'text',
  updated_at: 'timestamptz',
  process_id: 'uuid',
}
export const movedAssignmentColumns: Columns = {
  ...assignmentColumns,
  from_assignee: 'uuid',
  from_bucket: 'smallint',
  from_sort_at: 'timestamptz',
}
export const movedPlaceColumns: Columns = { ...placeColumns, from_listed_as: 'text', from_due_at: 'timestamptz' }
export const movedActivityColumns: Columns = {
  ...activityColumns,
  from_listed_as: 'text',
  from_updated_at: 'timestamptz',
}
export const wordColumns: Columns = { org_id: 'uuid', word: 'text', process_id: 'uuid' }
export const watcherColumns: Columns = { org_id: 'uuid', person_id: 'uuid', process_id: 'uuid' }
// An array of arrays would be flattened by unnest, so these two travel as the text of an array.
export const changeColumns: Columns = {
  org_id: 'uuid',
  subject_id: 'uuid',
  version: 'bigint',
  tasks: 'text',
  people: 'text',
}
export const countColumns: Columns = { org_id: 'uuid', template_id: 'uuid', listed_as: 'text', n: 'bigint' }
export const fileColumns: Columns = { org_id: 'uuid', id: 'uuid', process_id: 'uuid' }
export const answerColumns: Columns = {
  org_id: 'uuid',
  actor_id: 'text',
  key: 'text',
  request_hash: 'text',
  response: 'jsonb',
}

/** What launching fixes stays out of updates. */
const fixed = ['template_id', 'template_version', 'launched_by', 'launched_at']
export const changedColumns: Columns = {
  ...Object.fromEntries(Object.entries(processColumns).filter(([name]) => !fixed.includes(name))),
  base: 'bigint',
}
