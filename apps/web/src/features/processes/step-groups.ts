import {
  type Definition,
  type Process,
  stepOrOneOff,
  type Task,
  type TaskDescription,
  type TaskId,
} from '@baton/engine'

export type StepLine = { task: Task; description: TaskDescription }
/** A stretch of steps. `title` is absent for those of no milestone. */
export type StepGroup = { id: string; title?: string; lines: StepLine[] }

/**
 * The tasks of a process by milestone, in the order people see them. A one-off task stands with the task it was added
 * after; steps of no milestone are gathered between those that have one.
 */
export function stepGroups(definition: Definition, process: Process): StepGroup[] {
  const titles = new Map(definition.document.milestones?.map(({ id, title }) => [id, title]))
  const groups: StepGroup[] = []
  for (const task of process.tasks) {
    const description = stepOrOneOff(definition, task)
    const before = groups.at(-1)
    const id = task.oneOff ? before?.id : (description.milestone ?? '')
    const known = groups.findLast((group) => group.id === id && (id !== '' || group === before))
    if (known) known.lines.push({ task, description })
    else groups.push({ id: id ?? '', title: titles.get(id ?? ''), lines: [{ task, description }] })
  }
  return groups
}

/** The tasks that a waiting one waits for: not yet done, looking through those that are skipped. */
export function waitsFor(definition: Definition, process: Process, taskId: TaskId): TaskId[] {
  return upstream(definition, process, taskId, ({ status }) => status === 'waiting' || status === 'open')
}

/** The rejected approval that stopped a task. */
export function stoppedBy(definition: Definition, process: Process, taskId: TaskId): TaskId | undefined {
  const stops = ({ status, outcome, id }: Task) =>
    status === 'completed' && outcome === 'rejected' && definition.steps.get(id)?.whenRejected !== 'continue'
  return upstream(definition, process, taskId, stops)[0]
}

/** The nearest tasks before this one that fit, each once; what is skipped is looked through. */
function upstream(definition: Definition, process: Process, taskId: TaskId, fits: (task: Task) => boolean): TaskId[] {
  const tasks = new Map(process.tasks.map((task) => [task.id, task]))
  const seen = new Set<TaskId>()
  const found: TaskId[] = []
  const look = (id: TaskId) => {
    for (const before of definition.steps.get(id)?.after ?? []) {
      const task = tasks.get(before)
      if (!task || seen.has(before)) continue
      seen.add(before)
      if (fits(task)) found.push(before)
      else if (task.status === 'skipped') look(before)
    }
  }
  look(taskId)
  return found
}

/** What holds a process up, what is latest first: a problem that was reported, or a deadline that has passed. */
export type Trouble = { task: Task; kind: 'problem' | 'late' }

export function troublesOf(process: Process, now: number): Trouble[] {
  if (process.status !== 'active' || process.archivedAt !== undefined) return []
  const late = ({ dueAt }: Task) => dueAt !== undefined && Date.parse(dueAt) < now
  return process.tasks
    .filter((task) => (task.status === 'open' && late(task)) || (task.problem && task.status !== 'skipped'))
    .map((task): Trouble => ({ task, kind: task.problem ? 'problem' : 'late' }))
    .toSorted((a, b) => (a.task.dueAt ?? '9').localeCompare(b.task.dueAt ?? '9'))
}

/** The soonest deadline of what is open. */
export function nextDue(process: Process): string | undefined {
  if (process.status !== 'active') return undefined
  return process.tasks.flatMap(({ status, dueAt }) => (status === 'open' && dueAt ? [dueAt] : [])).toSorted()[0]
}

/** Done, and all that is not skipped; as on the ring. */
export function progressOf({ tasks }: Pick<Process, 'tasks'>): { done: number; total: number } {
  const counted = tasks.filter(({ status }) => status !== 'skipped')
  return { done: counted.filter(({ status }) => status === 'completed').length, total: counted.length }
}
