import type { Answers } from '../form/answers.ts'
import { Defect, unreachable } from '../errors.ts'
import type { ProcessId, TaskId } from '../people/ids.ts'
import type { ProcessEvent } from './events.ts'
import type { Assignees, OneOff, Process, Task } from './state.ts'

/**
 * Applies one recorded event. Never refuses: what has happened has happened. Shares with `process` all that the event
 * does not touch, and leaves no key undefined, so that the state is the same after a way through JSON.
 * @param process undefined before the first event, which is ProcessLaunched
 * @throws Defect when the first event is another: the record is damaged
 */
export function evolve(process: Process | undefined, event: ProcessEvent, id: ProcessId): Process {
  if (event.type === 'ProcessLaunched') return launched(event, id)
  if (!process) throw new Defect(`The events of process ${id} begin with ${event.type}, not with ProcessLaunched.`)
  const next = applied(process, event)
  next.version = process.version + 1
  return next
}

/** The state after all events, in order; undefined when there are none. */
export function fold(id: ProcessId, events: Iterable<ProcessEvent>): Process | undefined {
  let process: Process | undefined
  for (const event of events) process = evolve(process, event, id)
  return process
}

/** A new object always, the version still that before the event. */
function applied(process: Process, event: Exclude<ProcessEvent, { type: 'ProcessLaunched' }>): Process {
  const { at, by } = event
  switch (event.type) {
    case 'TaskOpened': {
      const { assignees, dueAt } = event
      return withTask(process, event.taskId, () => ({
        status: 'open',
        skipped: undefined,
        openedAt: at,
        assignees,
        dueAt,
      }))
    }
    case 'TaskPutBack':
      return withTask(process, event.taskId, () => ({ status: 'waiting', skipped: undefined, openedAt: undefined }))
    case 'TaskSkipped':
      return withTask(process, event.taskId, ({ dueAt, dueByHand }) => ({
        status: 'skipped',
        skipped: event.because,
        dueAt: dueByHand ? dueAt : undefined,
      }))
    case 'DraftSaved':
      return withTask(process, event.taskId, () => ({ draft: event.answers }))
    case 'TaskPartCompleted': {
      const next = withTask(process, event.taskId, () => ({ completedFor: event.completedFor, draft: undefined }))
      return withAnswers(next, event)
    }
    case 'TaskCompleted': {
      const next = withTask(process, event.taskId, ({ draft }) => ({
        status: 'completed',
        outcome: event.outcome,
        completedAt: at,
        completedBy: by,
        reason: event.reason,
        // What was typed before time ran out is there again when the task is reopened.
        draft: event.outcome === 'expired' ? draft : undefined,
      }))
      return withAnswers(next, event)
    }
    case 'TaskReopened':
      return withTask(process, event.taskId, ({ reopened = 0 }) => ({
        status: 'open',
        outcome: undefined,
        completedAt: undefined,
        completedBy: undefined,
        completedFor: undefined,
        reason: undefined,
        reopened: reopened + 1,
      }))
    case 'TaskAssigned':
      return withTask(process, event.taskId, ({ completedFor, assignedByHand }) => {
        const left = completedFor?.filter((part) => isPart(event.assignees, part))
        return {
          assignees: event.assignees,
          assignedByHand: event.byField ? assignedByHand : true,
          completedFor: left?.length ? left : undefined,
        }
      })
    case 'DeadlineChanged':
      return withTask(process, event.taskId, () => ({ dueAt: event.dueAt, dueByHand: event.byHand ? true : undefined }))
    case 'TaskAdded':
      return { ...process, tasks: inserted(process.tasks, addedTask(event)) }
    case 'KickoffAmended':
      return withAnswers({ ...process }, event)
    case 'CommentAdded':
      if (event.taskId === undefined) return { ...process, comments: (process.comments ?? 0) + 1 }
      return withTask(process, event.taskId, ({ comments = 0 }) => ({ comments: comments + 1 }))
    case 'ProblemReported':
      return withTask(process, event.taskId, () => ({ problem: { text: event.text, by, at } }))
    case 'ProblemResolved':
      return withTask(process, event.taskId, () => ({ problem: undefined }))
    case 'WatcherAdded':
      return { ...process, watchers: [...process.watchers, event.personId] }
    case 'WatcherRemoved':
      return { ...process, watchers: process.watchers.filter((id) => id !== event.personId) }
    case 'ProcessRenamed':
      return { ...process, name: event.name }
    case 'ProcessArchived':
      return { ...process, archivedAt: at }
    case 'ProcessUnarchived':
      return changed(process, { archivedAt: undefined })
    case 'ProcessCancelled':
      return { ...process, status: 'cancelled' }
    case 'ProcessFinished':
      return { ...process, status: 'finished', finishedAt: at }
    case 'ProcessResumed':
      return changed(process, { status: 'active', finishedAt: undefined })
    default:
      return unreachable(event)
  }
}

function launched(event: Extract<ProcessEvent, { type: 'ProcessLaunched' }>, id: ProcessId): Process {
  return {
    id,
    version: 1,
    templateId: event.templateId,
    templateVersion: event.templateVersion,
    name: event.name,
    status: 'active',
    launchedBy: event.by,
    launchedAt: event.at,
    answers: event.answers,
    tasks: event.tasks.map((task): Task => ({ ...task, status: 'waiting' })),
    watchers: [],
  }
}

function addedTask({ taskId, task, assignees, dueAt, at }: Extract<ProcessEvent, { type: 'TaskAdded' }>): Task {
  const added: Task = { id: taskId, status: 'open', assignees, openedAt: at, oneOff: task }
  return dueAt === undefined ? added : { ...added, dueAt, dueByHand: true }
}

/** Behind the task it was added after, and behind those added there before it; else at the end. */
function inserted(tasks: Task[], task: Task): Task[] {
  const { after } = task.oneOff as OneOff
  let place = after === undefined ? -1 : tasks.findIndex(({ id }) => id === after)
  if (place < 0) return [...tasks, task]
  do place++
  while (tasks[place]?.oneOff?.after === after && place < tasks.length)
  return tasks.toSpliced(place, 0, task)
}

const isPart = ({ people, groups }: Assignees, part: string) => people.includes(part) || groups.includes(part)

/** A copy with some keys changed; those changed to undefined are left out. */
function changed<T extends object>(from: T, changes: Partial<T>): T {
  const copy: Partial<T> = { ...from }
  let leaves = false
  for (const key in changes) {
    if (changes[key] !== undefined) copy[key] = changes[key]
    else if (copy[key] !== undefined) leaves = true
  }
  if (!leaves) return copy as T
  // Built anew: `delete` would make the object slow for all that is to come.
  const rest: Partial<T> = {}
  for (const key in copy) if (!(key in changes) || changes[key] !== undefined) rest[key] = copy[key]
  return rest as T
}

function withTask(process: Process, taskId: TaskId, change: (task: Task) => Partial<Task>): Process {
  const place = process.tasks.findIndex(({ id }) => id === taskId)
  const task = process.tasks[place]
  if (!task) return { ...process }
  return { ...process, tasks: process.tasks.with(place, changed(task, change(task))) }
}

/** Changes `process`, which must be a copy. */
function withAnswers(process: Process, { answers, cleared }: { answers: Answers; cleared?: string[] }): Process {
  if (cleared?.length || Object.keys(answers).length > 0) {
    const next = { ...process.answers, ...answers }
    for (const field of cleared ?? []) delete next[field]
    process.answers = next
  }
  return process
}
