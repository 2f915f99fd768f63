import { UserError } from '../../errors.ts'
import { evolve } from '../evolve.ts'
import type { ProcessEvent } from '../events.ts'
import { type Asked, longestText, requireWhen, requireWho, taskOf, textOf } from './asked.ts'
import { expireOverdue } from './complete.ts'
import { reopened } from './tasks.ts'

export function comment(asked: Asked<'comment'>): ProcessEvent[] {
  const { process, command, about } = asked
  const { commentId, taskId, mentions = [] } = command
  const task = taskId === undefined ? undefined : taskOf(process, taskId)
  requireWho(asked, task)
  requireWhen(asked, task)
  const text = textOf(command.text, '/text')
  return [
    { type: 'CommentAdded', commentId, ...(task && { taskId }), text, mentions: [...new Set(mentions)], ...about },
  ]
}

/** A problem with what was done opens it again, so that someone looks. */
export function reportProblem(asked: Asked<'reportProblem'>): ProcessEvent[] {
  const { process, command, about } = asked
  const task = taskOf(process, command.taskId)
  requireWho(asked, task)
  requireWhen(asked, task)
  const text = textOf(command.text, '/text')
  if (task.problem?.text === text) return []
  if (task.problem)
    throw new UserError('task_has_problem', 'A problem was reported already. Comment on it, or resolve it first.')
  const reported: ProcessEvent = { type: 'ProblemReported', taskId: task.id, text, ...about }
  return task.status === 'completed' ? [...reopened(asked, task), reported] : [reported]
}

/** An expiring task whose time ran out meanwhile expires now: its timer has rung already. */
export function resolveProblem(asked: Asked<'resolveProblem'>): ProcessEvent[] {
  const { definition, process, command, context, about } = asked
  const task = taskOf(process, command.taskId)
  requireWho(asked, task)
  requireWhen(asked, task)
  if (!task.problem)
    throw new UserError('task_has_no_problem', 'No problem is reported here; it may just have been resolved.')
  const text = textOf(command.text, '/text', { mayBeEmpty: true })
  const resolved: ProcessEvent = { type: 'ProblemResolved', taskId: task.id, text, ...about }
  return [resolved, ...expireOverdue(definition, evolve(process, resolved, process.id), context.now)]
}

/** Reported once: the worker may try again to tell. */
export function mailFailed(asked: Asked<'mailFailed'>): ProcessEvent[] {
  const { process, command, about } = asked
  const task = taskOf(process, command.taskId)
  requireWho(asked, task)
  requireWhen(asked, task)
  if (task.problem) return []
  // Whatever a mail server says: this must not be lost because it is long or says nothing.
  const text = command.text.trim().slice(0, longestText) || 'The mail was refused.'
  const reported: ProcessEvent = { type: 'ProblemReported', taskId: task.id, text, ...about }
  return task.status === 'completed' ? [...reopened(asked, task), reported] : [reported]
}
