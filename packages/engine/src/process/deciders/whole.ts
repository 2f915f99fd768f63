import { UserError } from '../../errors.ts'
import { actorRef } from '../../people/actor.ts'
import { evolve } from '../evolve.ts'
import type { ProcessEvent } from '../events.ts'
import { kickoffFields, ownAnswers, takeForm } from '../form.ts'
import { type Asked, requireWhen, requireWho, textOf } from './asked.ts'
import { expireOverdue } from './complete.ts'

export function amendKickoff(asked: Asked<'amendKickoff'>): ProcessEvent[] {
  const { definition, process, command, context, about } = asked
  requireWho(asked)
  requireWhen(asked)
  const fields = kickoffFields(definition)
  const taken = takeForm(definition, process, fields, ownAnswers(fields, process.answers), command.answers, context)
  if (!taken.cleared && Object.keys(taken.answers).length === 0) return []
  return [{ type: 'KickoffAmended', ...taken, ...about }]
}

export function watch(asked: Asked<'watch'>): ProcessEvent[] {
  requireOwnWatching(asked)
  const { process, command, about } = asked
  return process.watchers.includes(command.personId)
    ? []
    : [{ type: 'WatcherAdded', personId: command.personId, ...about }]
}

export function unwatch(asked: Asked<'unwatch'>): ProcessEvent[] {
  requireOwnWatching(asked)
  const { process, command, about } = asked
  return process.watchers.includes(command.personId)
    ? [{ type: 'WatcherRemoved', personId: command.personId, ...about }]
    : []
}

/** People watch for themselves; who launched the process and administrators also set others to it. */
function requireOwnWatching(asked: Asked<'watch'> | Asked<'unwatch'>): void {
  requireWho(asked)
  requireWhen(asked)
  const { command, process } = asked
  const { by, personId } = command
  if (by.kind === 'system' || by.role === 'administrator' || by.id === personId || process.launchedBy === actorRef(by))
    return
  throw new UserError(
    'not_allowed',
    'Only who launched the process and administrators choose for others what they watch.',
  )
}

export function rename(asked: Asked<'rename'>): ProcessEvent[] {
  requireWho(asked)
  requireWhen(asked)
  const { process, command, about } = asked
  const name = textOf(command.name, '/name', { longest: 250 })
  return name === process.name ? [] : [{ type: 'ProcessRenamed', name, ...about }]
}

export function archive(asked: Asked<'archive'>): ProcessEvent[] {
  requireWho(asked)
  if (asked.process.archivedAt !== undefined) return []
  requireWhen(asked)
  return [{ type: 'ProcessArchived', ...asked.about }]
}

/** Expiring tasks whose time ran out in the archive expire now: their timers have rung already. */
export function unarchive(asked: Asked<'unarchive'>): ProcessEvent[] {
  requireWho(asked)
  requireWhen(asked)
  const { definition, process, context, about } = asked
  if (process.archivedAt === undefined) return []
  const taken: ProcessEvent = { type: 'ProcessUnarchived', ...about }
  return [taken, ...expireOverdue(definition, evolve(process, taken, process.id), context.now)]
}

export function cancel(asked: Asked<'cancel'>): ProcessEvent[] {
  requireWho(asked)
  if (asked.process.status === 'cancelled') return []
  requireWhen(asked)
  const reason = textOf(asked.command.reason, '/reason', { mayBeEmpty: true })
  return [{ type: 'ProcessCancelled', ...(reason && { reason }), ...asked.about }]
}
