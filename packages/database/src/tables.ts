import type { Assignees, Instant, Process, StepOutcome, TaskStatus, TemplateDocument } from '@baton/engine'
import type { ColumnType, Generated } from 'kysely'

/** A `jsonb` column: read as a value, written as JSON text (an array would be taken for one of PostgreSQL's). */
export type Json<T> = ColumnType<T, string, string>
/** Made by the database when absent. Instants are read as the engine writes them; `infinity` stays that word. */
type At = ColumnType<Instant, Instant | undefined, Instant>

export type MemberStatus = 'active' | 'deactivated'
/** Where lists show a process: `archived` whatever its status, or else its status. */
export type ListedAs = 'active' | 'finished' | 'cancelled' | 'archived'
/** Part of a person's list that an assignment belongs to. */
export const bucket = { open: 0, waiting: 1, done: 2 } as const
/** Stands for everyone where an assignee is named: tasks that anyone can take. */
export const anyone = '00000000-0000-0000-0000-000000000000'
/** Sorts after every deadline. */
export const noDeadline = 'infinity'

/** One of the open tasks that a list names with a process. */
export type NextTask = { id: string; title: string; dueAt?: Instant; people: string[]; groups: string[] }
export type MailState = 'queued' | 'sending' | 'sent' | 'failed' | 'held'

/** The tables of the schema, for Kysely. What the columns mean stands in the migrations. */
export type Tables = {
  account: { id: string; email: string; password_hash: string | null; created_at: At }
  login_attempt: { key: string; count: number; window_started_at: Instant }
  organization: {
    org_id: string
    name: string
    slug: string
    time_zone: string
    locale: string
    settings: ColumnType<Record<string, unknown>, string | undefined, string>
    created_at: At
  }
  member: {
    org_id: string
    id: string
    account_id: string
    name: string
    email: string
    role: 'administrator' | 'member'
    locale: string | null
    time_zone: string | null
    job_title: Generated<string | null>
    status: Generated<MemberStatus>
    preferences: ColumnType<Record<string, unknown>, string | undefined, string>
    created_at: At
  }
  people_group: { org_id: string; id: string; name: string; created_at: At }
  group_member: { org_id: string; group_id: string; member_id: string }
  session: {
    org_id: string
    token_hash: Buffer
    member_id: string
    created_at: At
    last_seen_at: At
    expires_at: Instant
    user_agent: string | null
  }
  access_token: {
    org_id: string
    token_hash: Buffer
    id: string
    member_id: string
    name: string
    scopes: Generated<string[]>
    created_at: At
    last_used_at: Instant | null
    expires_at: Instant | null
  }
  idempotency: {
    org_id: string
    actor_id: string
    key: string
    request_hash: string
    response: Json<unknown>
    created_at: At
  }
  template: {
    org_id: string
    id: string
    title: string
    emoji: string | null
    tags: Generated<string[]>
    owner_id: string
    draft: Json<TemplateDocument>
    draft_revision: Generated<number>
    published_revision: number | null
    published_version: number | null
    archived_at: Instant | null
    created_at: At
    updated_at: At
    updated_by: string
  }
  template_version: {
    org_id: string
    template_id: string
    version: number
    document: Json<TemplateDocument>
    published_by: string
    published_at: At
    note: string | null
  }
  process: {
    org_id: string
    id: string
    version: number
    head: Buffer
    template_id: string
    template_version: number
    name: string
    name_key: string
    status: Process['status']
    archived: boolean
    listed_as: ListedAs
    launched_by: string
    launched_at: Instant
    finished_at: Instant | null
    due_at: Instant | null
    updated_at: Instant
    tasks_done: number
    tasks_total: number
    problems: number
    milestone: string | null
    next_tasks: Json<NextTask[]>
  }
  process_snapshot: { org_id: string; process_id: string; version: number; state: Json<Process> }
  process_place: {
    org_id: string
    listed_as: ListedAs
    due_at: Instant
    process_id: string
    template_id: string
    milestone: string
  }
  process_activity: { org_id: string; listed_as: ListedAs; updated_at: Instant; process_id: string }
  process_word: { org_id: string; word: string; process_id: string }
  event: {
    org_id: string
    process_id: string
    seq: number
    type: string
    at: Instant
    actor: string | null
    payload: Json<Record<string, unknown> | null>
    payload_hash: Buffer
    hash: Buffer
  }
  task: {
    org_id: string
    process_id: string
    task_id: string
    position: number
    milestone: string | null
    type: string
    title: string
    status: TaskStatus
    optional: boolean
    skipped: string | null
    outcome: StepOutcome | null
    due_at: Instant | null
    opened_at: Instant | null
    completed_at: Instant | null
    completed_by: string | null
    problem: boolean
    comments: number
    fields_done: number
    fields_total: number
    assignees: Json<Assignees>
  }
  assignment: {
    org_id: string
    assignee_id: string
    bucket: number
    sort_at: Instant
    process_id: string
    task_id: string
  }
  watcher: { org_id: string; person_id: string; process_id: string }
  change: {
    org_id: string
    xid: Generated<string>
    position: Generated<number>
    at: At
    kind: ChangeKind
    subject_id: string
    version: number | null
    tasks: Generated<string[]>
    people: Generated<string[]>
  }
  process_count: { org_id: string; template_id: string; listed_as: ListedAs; n: number }
  process_count_delta: { org_id: string; id: Generated<number>; template_id: string; listed_as: ListedAs; n: number }
  file: {
    org_id: string
    id: string
    name: string
    size: number
    type: string
    sha256: Buffer
    uploaded_by: string
    process_id: string | null
    created_at: At
  }
  mail: {
    org_id: string
    id: string
    message_key: string
    message_id: string
    to_address: string
    cc_address: string | null
    to_person: string | null
    subject: string
    html: string
    text: string
    kind: string
    process_id: string | null
    task_id: string | null
    state: Generated<MailState>
    attempts: Generated<number>
    last_error: string | null
    created_at: At
    sent_at: Instant | null
  }
}

/** What a change notice is about. */
export type ChangeKind = 'process' | 'template' | 'people' | 'organization' | 'mail'
