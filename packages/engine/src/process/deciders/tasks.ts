import { UserError, type Finding } from '../../errors.ts'
import { isInstant } from '../../form/dates.ts'
import { own } from '../../own.ts'
import { findingsOf } from '../../template/check/findings.ts'
import type { Definition } from '../../template/definition.ts'
import { oncePer, sameAssignees } from '../assignees.ts'
import { stepOrOneOff } from '../describe.ts'
import type { ProcessEvent } from '../events.ts'
import type { OneOff, Process, Task } from '../state.ts'
import { type Asked, invalid, requireWhen, requireWho, taskOf, textOf } from './asked.ts'
import { isOverdue } from './complete.ts'

/** Answers stay as they are; what follows for the steps behind it is settled after. */
export function reopen(asked: Asked<'reopen'>): ProcessEvent[] {
  const { process, command } = asked
  const task = taskOf(process, command.taskId)
  requireWho(asked, task)
  requireWhen(asked)
  if (task.status === 'open') return []
  requireWhen(asked, task)
  const reason = textOf(command.reason, '/reason', { mayBeEmpty: true })
  return reopened(asked, task, reason)
}

/** A task whose time ran out has no deadline from then on: it would expire again before anyone had seen it. */
export function reopened(
  { definition, context, about }: Pick<Asked<'reopen'>, 'definition' | 'context' | 'about'>,
  task: Task,
  reason = '',
): ProcessEvent[] {
  const event: ProcessEvent = { type: 'TaskReopened', taskId: task.id, ...(reason && { reason }), ...about }
  if (!isOverdue(task, context.now) || stepOrOneOff(definition, task).type !== 'expiring') return [event]
  return [event, { type: 'DeadlineChanged', taskId: task.id, byHand: true, ...about }]
}

export function assign(asked: Asked<'assign'>): ProcessEvent[] {
  const { process, command, about } = asked
  const task = taskOf(process, command.taskId)
  requireWho(asked, task)
  requireWhen(asked, task)
  const assignees = oncePer(command.assignees)
  if (sameAssignees(assignees, task.assignees)) return []
  return [{ type: 'TaskAssigned', taskId: task.id, assignees, ...about }]
}

export function changeDeadline(asked: Asked<'changeDeadline'>): ProcessEvent[] {
  const { process, command, about } = asked
  const task = taskOf(process, command.taskId)
  requireWho(asked, task)
  requireWhen(asked, task)
  const dueAt = command.dueAt ?? undefined
  requireInstant(dueAt, '/dueAt')
  if (task.dueByHand && task.dueAt === dueAt) return []
  return [{ type: 'DeadlineChanged', taskId: task.id, ...(dueAt !== undefined && { dueAt }), byHand: true, ...about }]
}

/** A one-off task opens at once and stays open until it is completed: no rule and no dependency speaks of it. */
export function addTask(asked: Asked<'addTask'>): ProcessEvent[] {
  const { definition, process, command, about } = asked
  requireWho(asked)
  requireWhen(asked)
  const { taskId, dueAt } = command
  if (definition.steps.has(taskId) || process.tasks.some(({ id }) => id === taskId)) {
    throw new UserError('already_exists', `The process has a task “${taskId}” already.`)
  }
  if (command.task.after !== undefined) taskOf(process, command.task.after)
  requireInstant(dueAt, '/dueAt')
  const task = { ...command.task, title: textOf(command.task.title, '/task/title', { longest: 250 }) }
  requireWorkable(task)
  requireFreshFields(definition, process, task)
  const assignees = oncePer(command.assignees)
  return [{ type: 'TaskAdded', taskId, task, assignees, ...(dueAt !== undefined && { dueAt }), ...about }]
}

function requireInstant(dueAt: string | undefined, path: string): void {
  if (dueAt === undefined || isInstant(dueAt)) return
  throw invalid(path, 'not_an_instant', `Wanted an instant like 2026-11-22T19:00:00.000Z; found “${dueAt}”.`)
}

/** What would keep a template with such a step from being published keeps the task out too. */
function requireWorkable({ type, title, instructions, fields }: OneOff): void {
  const found = findingsOf({ title, steps: [{ id: 'task', type, title, instructions, fields }] })
  const findings = found
    .filter(({ path }) => path.startsWith('/steps/0'))
    .map((one) => ({ ...one, path: one.path.replace('/steps/0', '/task') }))
  if (findings.length > 0) throw new UserError('invalid_request', findings[0]!.message, findings)
}

/** Answers of all fields of a process lie side by side, so no two fields may share an id. */
function requireFreshFields(definition: Definition, { tasks, answers }: Process, { fields = [] }: OneOff): void {
  const taken = new Set(tasks.flatMap(({ oneOff }) => oneOff?.fields ?? []).map(({ id }) => id))
  const findings: Finding[] = []
  for (const [place, { id }] of fields.entries()) {
    if (taken.has(id) || definition.fields.has(id) || own(answers, id) !== undefined) {
      const message = `Wanted an id that no other field of the process has; found “${id}”.`
      findings.push({ path: `/task/fields/${place}/id`, code: 'duplicate_id', message, values: { id } })
    }
    taken.add(id)
  }
  if (findings.length > 0) throw new UserError('invalid_request', findings[0]!.message, findings)
}
