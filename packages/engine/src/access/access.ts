import { UserError } from '../errors.ts'
import { type Actor, actorRef } from '../people/actor.ts'
import type { TaskId } from '../people/ids.ts'
import type { ProcessCommandType } from '../process/commands.ts'
import type { Process, Task, TaskStatus } from '../process/state.ts'

/** What each action on a task needs it to be. A completed task takes only what reopens it, or talk about it. */
const allowedInTask = {
  saveDraft: ['open'],
  complete: ['open'],
  expire: ['open'],
  reopen: ['completed'],
  assign: ['waiting', 'open'],
  changeDeadline: ['waiting', 'open'],
  comment: ['waiting', 'open', 'completed', 'skipped'],
  reportProblem: ['waiting', 'open', 'completed'],
  resolveProblem: ['waiting', 'open', 'completed', 'skipped'],
  mailFailed: ['open', 'completed'],
} satisfies Partial<Record<ProcessCommandType, TaskStatus[]>>

/** Actions on one task. */
export type TaskAction = keyof typeof allowedInTask

/** Who may ask. `assignee`: an assignee, or any member where nobody is assigned. Administrators may do all but what Baton does itself. */
type Who = 'member' | 'assignee' | 'assignee or launcher' | 'launcher' | 'system'

/** What each command needs of the process and of who asks. */
const rules: Record<ProcessCommandType, { in: Process['status'][]; who: Who; archived?: true }> = {
  saveDraft: { in: ['active'], who: 'assignee' },
  complete: { in: ['active'], who: 'assignee' },
  expire: { in: ['active'], who: 'system' },
  reopen: { in: ['active', 'finished'], who: 'assignee or launcher' },
  assign: { in: ['active'], who: 'assignee or launcher' },
  changeDeadline: { in: ['active'], who: 'assignee or launcher' },
  addTask: { in: ['active', 'finished'], who: 'member' },
  amendKickoff: { in: ['active', 'finished'], who: 'launcher' },
  comment: { in: ['active', 'finished', 'cancelled'], who: 'member', archived: true },
  reportProblem: { in: ['active', 'finished'], who: 'member' },
  resolveProblem: { in: ['active', 'finished'], who: 'member' },
  mailFailed: { in: ['active', 'finished'], who: 'system' },
  watch: { in: ['active', 'finished', 'cancelled'], who: 'member' },
  unwatch: { in: ['active', 'finished', 'cancelled'], who: 'member' },
  rename: { in: ['active', 'finished', 'cancelled'], who: 'launcher' },
  archive: { in: ['active', 'finished', 'cancelled'], who: 'launcher' },
  unarchive: { in: ['active', 'finished', 'cancelled'], who: 'launcher', archived: true },
  cancel: { in: ['active'], who: 'launcher' },
}

/** Whether the state of a task allows the action, whoever asks. A problem blocks completion. */
export function taskCan(action: TaskAction, { status, problem }: Pick<Task, 'status' | 'problem'>): boolean {
  if (action === 'complete' && problem) return false
  return (allowedInTask[action] as TaskStatus[]).includes(status)
}

/** Whether the state of a process allows the action, whoever asks. An archived one accepts comments and unarchive. */
export function processCan(
  action: ProcessCommandType,
  { status, archivedAt }: Pick<Process, 'status' | 'archivedAt'>,
): boolean {
  const { in: allowed, archived } = rules[action]
  return allowed.includes(status) && (archivedAt === undefined || archived === true)
}

/** Whether the task was given to the actor, by name or through a group; given to nobody, it is every member's. */
export function isAssignee(actor: Actor, { assignees: { people, groups } }: Pick<Task, 'assignees'>): boolean {
  if (actor.kind === 'system') return false
  if (people.length === 0 && groups.length === 0) return true
  return people.includes(actor.id) || groups.some((group) => actor.groups.includes(group))
}

/**
 * Why an actor cannot do something, for a button that says its reason; undefined when nothing is in the way. What a
 * command carries (answers, texts, dates) is checked by `decide` only.
 * @param taskId for actions on a task
 */
export function whyNot(
  actor: Actor,
  action: ProcessCommandType,
  process: Process,
  taskId?: TaskId,
): UserError | undefined {
  const task = taskId === undefined ? undefined : process.tasks.find(({ id }) => id === taskId)
  if (taskId !== undefined && !task) return taskNotFound(taskId)
  return whoNot(actor, action, process, task) ?? whenNot(action, process, task)
}

/** Whether an actor can do something now; `whyNot` says why not. */
export const can = (actor: Actor, action: ProcessCommandType, process: Process, taskId?: TaskId): boolean =>
  whyNot(actor, action, process, taskId) === undefined

export const taskNotFound = (taskId: TaskId) => new UserError('task_not_found', `This process has no task “${taskId}”.`)

/** Why this actor, whatever the state of process and task. */
export function whoNot(actor: Actor, action: ProcessCommandType, process: Process, task?: Task): UserError | undefined {
  const { who } = rules[action]
  if (actor.kind === 'system') return undefined
  if (who === 'system') return new UserError('not_allowed', 'Only Baton itself does this.')
  if (who === 'member' || actor.role === 'administrator') return undefined
  const launched = process.launchedBy === actorRef(actor)
  if (who !== 'assignee' && launched) return undefined
  if (who !== 'launcher' && task) {
    if (isAssignee(actor, task)) return undefined
    const others = who === 'assignee' ? 'Its assignees' : 'Its assignees, who launched the process,'
    return new UserError('task_not_yours', `This task was given to others. ${others} and administrators can do this.`)
  }
  return new UserError('not_allowed', 'Only who launched the process and administrators can do this.')
}

/** Why now, whoever asks. */
export function whenNot(action: ProcessCommandType, process: Process, task?: Task): UserError | undefined {
  if (!processCan(action, process)) {
    const state = process.archivedAt === undefined ? process.status : 'archived'
    return new UserError('process_not_active', `The process is ${state}${wayOut[state]}.`)
  }
  if (!task || !isTaskAction(action)) return undefined
  if (action === 'complete' && task.status === 'open' && task.problem) {
    return new UserError(
      'task_has_problem',
      `A problem was reported: “${excerpt(task.problem.text)}” Resolve it first.`,
    )
  }
  if (taskCan(action, task)) return undefined
  if (action === 'reopen')
    return new UserError('task_not_open', `Only a completed task can be reopened; this one is ${task.status}.`)
  return new UserError('task_not_open', `The task is ${task.status}${whatNext[task.status]}.`)
}

const isTaskAction = (action: ProcessCommandType): action is TaskAction => Object.hasOwn(allowedInTask, action)

const wayOut = {
  active: '',
  finished: '; reopen a task to go on with it',
  cancelled: ', and stays so',
  archived: '; take it out of the archive first',
}

const whatNext: Record<TaskStatus, string> = {
  waiting: ' for the steps before it',
  open: '',
  completed: '; reopen it to change it',
  skipped: ': it is not needed as things stand',
}

const excerpt = (text: string) => (text.length > 120 ? `${text.slice(0, 119)}…` : text)
