import {
  type Definition,
  fillText,
  type Process,
  type Step,
  type StepOutcome,
  type Task,
  type Visibility,
  visibilityOf,
} from '@baton/engine'
import { anyone, bucket, type ListedAs, type NextTask, noDeadline } from '../tables.ts'

/** What titles are written with: the organization's language and zone, and the names of its people. */
export type Wording = { locale: string; timeZone: string; personName(id: string): string | undefined }

export type TaskRow = {
  task_id: string
  position: number
  milestone: string | null
  type: string
  title: string
  status: string
  optional: boolean
  skipped: string | null
  outcome: string | null
  due_at: string | null
  opened_at: string | null
  completed_at: string | null
  completed_by: string | null
  problem: boolean
  comments: number
  fields_done: number
  fields_total: number
  assignees: string
}
export type AssignmentRow = { assignee_id: string; bucket: number; sort_at: string; task_id: string }
export type PlaceRow = { listed_as: ListedAs; due_at: string; template_id: string; milestone: string }

/** What lists show of a process, apart from its state. */
export type Listing = {
  name: string
  name_key: string
  status: Process['status']
  archived: boolean
  listed_as: ListedAs
  finished_at: string | null
  due_at: string | null
  tasks_done: number
  tasks_total: number
  problems: number
  milestone: string | null
  next_tasks: NextTask[]
}

/** Everything that the tables beside the state say of one process. */
export type Projection = {
  listing: Listing
  tasks: TaskRow[]
  assignments: AssignmentRow[]
  place: PlaceRow
  words: string[]
  watchers: string[]
}

/** What must be written to get from one projection to another. Never deletes and inserts the same row. */
export type Difference = {
  tasks: { come: TaskRow[]; changed: TaskRow[] }
  assignments: { gone: AssignmentRow[]; come: AssignmentRow[] }
  /** Absent when it stays. */
  place?: { gone?: PlaceRow; come: PlaceRow }
  words: { gone: string[]; come: string[] }
  watchers: { gone: string[]; come: string[] }
  /** Ids of tasks whose rows changed. */
  touchedTasks: string[]
  /** People and groups whose lists changed. */
  touchedPeople: string[]
}

/** Sorting by what happened last goes by the minute, so that a busy process need not move with each change. */
export const toTheMinute = (instant: string): string => `${instant.slice(0, 16)}:00.000Z`

/** Where lists show a process. */
export const listedAs = (process: Pick<Process, 'status' | 'archivedAt'>): ListedAs =>
  process.archivedAt ? 'archived' : process.status

/** The rows of one process. Pure; `tasks` in the order of the process. */
export function project(process: Process, definition: Definition, wording: Wording): Projection {
  const look = lookAt(process, definition, wording)
  const listing = listingOf(process, look)
  return {
    listing,
    tasks: process.tasks.map((task, position) => taskRow(task, position, look)),
    assignments: process.tasks.flatMap((task) => assignmentsOf(process, task)),
    place: placeOf(process, look),
    words: wordsOf(process.name),
    watchers: process.watchers,
  }
}

/**
 * What changes in the rows between two states. Tasks that the engine left untouched (the same object) are looked at
 * only where their texts or counts may have changed with the answers.
 */
export function difference(
  before: Process | undefined,
  after: Process,
  definition: Definition,
  wording: Wording,
): { listing: Listing; change: Difference } {
  const look = lookAt(after, definition, wording)
  const lookBefore = before && lookAt(before, definition, wording)
  const known = new Map(before?.tasks.map((task, position) => [task.id, { task, position }]))
  const shift = before !== undefined && (listedAs(before) === 'active') !== (listedAs(after) === 'active')

  const come: TaskRow[] = []
  const changed: TaskRow[] = []
  const assignmentsGone = new Map<string, AssignmentRow>()
  const assignmentsCome = new Map<string, AssignmentRow>()
  for (const [position, task] of after.tasks.entries()) {
    const old = known.get(task.id)
    if (!old) come.push(taskRow(task, position, look))
    else if (old.task !== task || old.position !== position || followedAnswers(task, lookBefore!, look)) {
      changed.push(taskRow(task, position, look))
    }
    if (old && old.task === task && !shift) continue
    for (const row of old ? assignmentsOf(before!, old.task) : []) assignmentsGone.set(assignmentKey(row), row)
    for (const row of assignmentsOf(after, task)) {
      if (!assignmentsGone.delete(assignmentKey(row))) assignmentsCome.set(assignmentKey(row), row)
    }
  }

  const listing = listingOf(after, look)
  const place = placeOf(after, look)
  const placeBefore = before && placeOf(before, lookBefore!)
  const words =
    before?.name === after.name ? { gone: [], come: [] } : exchanged(wordsOf(before?.name ?? ''), wordsOf(after.name))
  const assignments = { gone: [...assignmentsGone.values()], come: [...assignmentsCome.values()] }
  return {
    listing,
    change: {
      tasks: { come, changed },
      assignments,
      place: placeBefore && samePlace(placeBefore, place) ? undefined : { gone: placeBefore, come: place },
      words,
      watchers:
        before?.watchers === after.watchers
          ? { gone: [], come: [] }
          : exchanged(before?.watchers ?? [], after.watchers),
      touchedTasks: [...come, ...changed].map(({ task_id }) => task_id),
      touchedPeople: [...new Set([...assignments.gone, ...assignments.come].map(({ assignee_id }) => assignee_id))],
    },
  }
}

/** Whether the row of a task that is itself unchanged reads otherwise, because of answers elsewhere. */
function followedAnswers(task: Task, before: Look, after: Look): boolean {
  const { title, fields = [] } = after.step(task)
  if (title.includes('{{') && before.title(task) !== after.title(task)) return true
  const { rules } = after.definition.document
  return fields.some(
    ({ id }) =>
      before.answers[id] !== after.answers[id] ||
      (rules?.length && before.visibility().fields.has(id) !== after.visibility().fields.has(id)),
  )
}

type Look = {
  definition: Definition
  step(task: Task): Pick<Step, 'type' | 'title' | 'milestone' | 'optional' | 'fields'>
  title(task: Task): string
  visibility(): Visibility
  answers: Process['answers']
}

function lookAt(process: Process, definition: Definition, wording: Wording): Look {
  let visibility: Visibility | undefined
  const step: Look['step'] = (task) => task.oneOff ?? definition.steps.get(task.id) ?? { type: 'task', title: task.id }
  return {
    definition,
    step,
    title(task) {
      const { title } = step(task)
      if (!title.includes('{{')) return title
      return fillText(title, { definition, answers: process.answers, process, ...wording })
    },
    visibility: () =>
      (visibility ??= visibilityOf(definition, { answers: process.answers, outcomes: outcomesOf(process) })),
    answers: process.answers,
  }
}

function outcomesOf(process: Process): Map<string, StepOutcome> {
  const outcomes = new Map<string, StepOutcome>()
  for (const task of process.tasks) if (task.status === 'completed' && task.outcome) outcomes.set(task.id, task.outcome)
  return outcomes
}

function taskRow(task: Task, position: number, look: Look): TaskRow {
  const step = look.step(task)
  const fields = step.fields ?? []
  const visible =
    task.oneOff || fields.length === 0 ? fields : fields.filter(({ id }) => look.visibility().fields.has(id))
  return {
    task_id: task.id,
    position,
    milestone: task.oneOff ? null : (step.milestone ?? null),
    type: step.type,
    title: look.title(task),
    status: task.status,
    optional: Boolean(step.optional),
    skipped: task.skipped ?? null,
    outcome: task.outcome ?? null,
    due_at: task.dueAt ?? null,
    opened_at: task.openedAt ?? null,
    completed_at: task.completedAt ?? null,
    completed_by: task.completedBy ?? null,
    problem: task.problem !== undefined,
    comments: task.comments ?? 0,
    fields_done: visible.filter(({ id }) => look.answers[id] !== undefined || task.draft?.[id] !== undefined).length,
    fields_total: visible.length,
    assignees: JSON.stringify(task.assignees),
  }
}

/** Rows of a task in the lists of people: none unless the process is active and not archived, but for what is done. */
function assignmentsOf(process: Process, task: Task): AssignmentRow[] {
  if (task.status === 'completed') {
    const by = task.completedBy
    if (!by || by === 'system' || !task.completedAt) return []
    return [{ assignee_id: by, bucket: bucket.done, sort_at: task.completedAt, task_id: task.id }]
  }
  if (task.status === 'skipped' || listedAs(process) !== 'active') return []
  const { people, groups } = task.assignees
  const everyone = [...new Set([...people, ...groups])]
  const assignees = everyone.length === 0 ? [anyone] : everyone.filter((id) => !task.completedFor?.includes(id))
  const at = {
    bucket: task.status === 'open' ? bucket.open : bucket.waiting,
    sort_at: task.dueAt ?? noDeadline,
    task_id: task.id,
  }
  return assignees.map((assignee_id) => ({ assignee_id, ...at }))
}

function listingOf(process: Process, look: Look): Listing {
  let [done, total, problems] = [0, 0, 0]
  const next: NextTask[] = []
  for (const task of process.tasks) {
    if (task.status === 'skipped') continue
    total += 1
    if (task.status === 'completed') done += 1
    if (task.problem) problems += 1
    if (task.status === 'open' && process.status === 'active' && next.length < 5) next.push(nextTask(task, look))
  }
  const { due_at, milestone } = placeOf(process, look)
  return {
    name: process.name,
    name_key: process.name.toLowerCase().slice(0, 100),
    status: process.status,
    archived: process.archivedAt !== undefined,
    listed_as: listedAs(process),
    finished_at: process.finishedAt ?? null,
    due_at: due_at === noDeadline ? null : due_at,
    tasks_done: done,
    tasks_total: total,
    problems,
    milestone: milestone || null,
    next_tasks: next,
  }
}

const nextTask = (task: Task, look: Look): NextTask => ({
  id: task.id,
  title: look.title(task),
  ...(task.dueAt && { dueAt: task.dueAt }),
  people: task.assignees.people,
  groups: task.assignees.groups,
})

function placeOf(process: Process, look: Look): PlaceRow {
  let due: string | undefined
  let current: Task | undefined
  for (const task of process.tasks) {
    if (task.status === 'waiting') current ??= task
    if (task.status !== 'open') continue
    if (current?.status !== 'open') current = task
    if (process.status === 'active' && task.dueAt && (!due || task.dueAt < due)) due = task.dueAt
  }
  return {
    listed_as: listedAs(process),
    due_at: due ?? noDeadline,
    template_id: process.templateId,
    milestone: (current && !current.oneOff && look.step(current).milestone) || '',
  }
}

/** The words of a text that search goes by: lower case, each once, at most 20 of at most 40 characters. */
export function wordsOf(text: string): string[] {
  const words =
    text
      .normalize('NFKC')
      .toLowerCase()
      .match(/[\p{L}\p{N}]+/gu) ?? []
  return [...new Set(words.map((word) => word.slice(0, 40)))].slice(0, 20)
}

const assignmentKey = (row: AssignmentRow) => `${row.assignee_id} ${row.bucket} ${row.sort_at} ${row.task_id}`
const samePlace = (a: PlaceRow, b: PlaceRow) =>
  a.listed_as === b.listed_as && a.due_at === b.due_at && a.milestone === b.milestone

function exchanged(before: string[], after: string[]): { gone: string[]; come: string[] } {
  return {
    gone: before.filter((item) => !after.includes(item)),
    come: [...new Set(after)].filter((item) => !before.includes(item)),
  }
}
