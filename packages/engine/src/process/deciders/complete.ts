import type { Instant } from '../../people/ids.ts'
import type { Definition } from '../../template/definition.ts'
import type { StepType } from '../../template/document.ts'
import type { StepOutcome } from '../../template/rules.ts'
import { partsFor, partsOf } from '../assignees.ts'
import { stepOrOneOff } from '../describe.ts'
import type { ProcessEvent } from '../events.ts'
import { startingAnswers, takeDraft, takeForm } from '../form.ts'
import { outcomeOf } from '../settle.ts'
import type { Process, Task } from '../state.ts'
import { type Asked, invalid, requireWhen, requireWho, taskOf, textOf } from './asked.ts'

export function saveDraft(asked: Asked<'saveDraft'>): ProcessEvent[] {
  const { definition, process, command, about } = asked
  const task = taskOf(process, command.taskId)
  requireWho(asked, task)
  requireWhen(asked, task)
  const { fields } = stepOrOneOff(definition, task)
  const answers = takeDraft(fields, startingAnswers(fields, process, task), command.answers)
  return answers ? [{ type: 'DraftSaved', taskId: task.id, answers, ...about }] : []
}

/** A second click finds the task completed with the same outcome, and nothing more happens. */
export function complete(asked: Asked<'complete'>): ProcessEvent[] {
  const { definition, process, command, context, about } = asked
  const task = taskOf(process, command.taskId)
  const { type, fields, step } = stepOrOneOff(definition, task)
  requireWho(asked, task)
  const outcome = wantedOutcome(type, command.outcome)
  if (task.status === 'completed' && task.outcome === outcome) return []
  requireWhen(asked, task)
  const reason = textOf(command.reason, '/reason', { mayBeEmpty: outcome !== 'rejected' })
  const starting = startingAnswers(fields, process, task)
  const taken = takeForm(definition, process, fields, starting, command.answers ?? {}, context)
  // One rejection decides for everyone.
  if (step?.assign?.completion === 'all' && outcome !== 'rejected') {
    const part = partCompleted(asked, task)
    const nothingNew =
      part?.length === task.completedFor?.length && !taken.cleared && Object.keys(taken.answers).length === 0
    if (part && nothingNew) return []
    if (part) return [{ type: 'TaskPartCompleted', taskId: task.id, completedFor: part, ...taken, ...about }]
  }
  return [{ type: 'TaskCompleted', taskId: task.id, outcome, ...taken, ...(reason && { reason }), ...about }]
}

/** Who has completed it after this command; undefined when that is everyone. */
function partCompleted({ command }: Asked<'complete'>, { assignees, completedFor = [] }: Task): string[] | undefined {
  const all = partsOf(assignees)
  const mine = command.by.kind === 'system' ? all : partsFor(command.by, assignees)
  const done = all.filter((part) => completedFor.includes(part) || mine.includes(part))
  return done.length < all.length ? done : undefined
}

function wantedOutcome(type: StepType, asked: StepOutcome | undefined): StepOutcome {
  if (type === 'approval') {
    if (asked === 'approved' || asked === 'rejected') return asked
    throw invalid('/outcome', 'wrong_outcome', `Wanted approved or rejected; found ${asked ?? 'no outcome'}.`)
  }
  const only = outcomeOf[type]
  if (asked === undefined || asked === only) return only
  throw invalid('/outcome', 'wrong_outcome', `Wanted ${only}; found ${asked}.`)
}

/** Too early, no longer open, held by a problem: nothing happens, so that a timer may ring more than once. */
export function expire(asked: Asked<'expire'>): ProcessEvent[] {
  const { process, command, definition, context } = asked
  const task = taskOf(process, command.taskId)
  requireWho(asked, task)
  if (process.status !== 'active' || process.archivedAt !== undefined) return []
  return isOver(definition, task, context.now) ? [expired(task, context.now)] : []
}

/** The expiring tasks whose time ran out while a problem or the archive held them. */
export function expireOverdue(definition: Definition, { status, tasks }: Process, now: Instant): ProcessEvent[] {
  if (status !== 'active') return []
  return tasks.filter((task) => isOver(definition, task, now)).map((task) => expired(task, now))
}

const isOver = (definition: Definition, task: Task, now: Instant): boolean =>
  isOverdue(task, now) && task.status === 'open' && !task.problem && stepOrOneOff(definition, task).type === 'expiring'

export const isOverdue = ({ dueAt }: Task, now: Instant): boolean => dueAt !== undefined && dueAt <= now

const expired = ({ id }: Task, at: string): ProcessEvent => ({
  type: 'TaskCompleted',
  taskId: id,
  outcome: 'expired',
  answers: {},
  at,
  by: 'system',
})
