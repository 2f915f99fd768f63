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
/** A row that stands elsewhere now; `from_…` is where it stood. */
export type MovedAssignmentRow = AssignmentRow & { from_assignee: string; from_bucket: number; from_sort_at: string }
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

/** Sorting by what happened last goes by the minute, so that a busy process need not move with each change. */
export const toTheMinute = (instant: string): string => `${instant.slice(0, 16)}:00.000Z`

/** Where lists show a process. */
export const listedAs = (process: Pick<Process, 'status' | 'archivedAt'>): ListedAs =>
  process.archivedAt ? 'archived' : process.status

/** One state, with what its texts and counts are read from. */
export type Look = {
  definition: Definition
  step(task: Task): Pick<Step, 'type' | 'title' | 'milestone' | 'optional' | 'fields'>
  title(task: Task): string
  visibility(): Visibility
  answers: Process['answers']
  process: Process
}

export function lookAt(process: Process, definition: Definition, wording: Wording): Look {
  let known: Visibility | undefined
  const visibility = () =>
    (known ??= visibilityOf(definition, { answers: process.answers, outcomes: outcomesOf(process) }))
  const scope = { definition, answers: process.answers, process, visible: visibility, ...wording }
  const titles = new Map<string, string>()
  const step: Look['step'] = (task) => task.oneOff ?? definition.steps.get(task.id) ?? { type: 'task', title: task.id }
  return {
    definition,
    step,
    title(task) {
      const { title } = step(task)
      if (!title.includes('{{')) return title
      let filled = titles.get(title)
      if (filled === undefined) titles.set(title, (filled = fillText(title, scope)))
      return filled
    },
    visibility,
    answers: process.answers,
    process,
  }
}

function outcomesOf(process: Process): Map<string, StepOutcome> {
  const outcomes = new Map<string, StepOutcome>()
  for (const task of process.tasks) if (task.status === 'completed' && task.outcome) outcomes.set(task.id, task.outcome)
  return outcomes
}

export function taskRow(task: Task, position: number, look: Look): TaskRow {
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
export function assignmentsOf(process: Process, task: Task): AssignmentRow[] {
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

export function listingOf(process: Process, look: Look): Listing {
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

export function placeOf(process: Process, look: Look): PlaceRow {
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
