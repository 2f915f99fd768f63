import { unreachable } from '../errors.ts'
import { actorRef } from '../people/actor.ts'
import type { Definition } from '../template/definition.ts'
import type { CommandOf, DecideContext, ProcessCommand, ProcessCommandType } from './commands.ts'
import type { Asked } from './deciders/asked.ts'
import { complete, expire, saveDraft } from './deciders/complete.ts'
import { comment, mailFailed, reportProblem, resolveProblem } from './deciders/talk.ts'
import { addTask, assign, changeDeadline, reopen } from './deciders/tasks.ts'
import { amendKickoff, archive, cancel, rename, unarchive, unwatch, watch } from './deciders/whole.ts'
import type { ProcessEvent } from './events.ts'
import { evolve } from './evolve.ts'
import { settle } from './settle.ts'
import type { Process } from './state.ts'

/**
 * Decides what follows when a change of a process is asked for, access included. Pure: the same arguments give the
 * same events, and none of them is changed.
 * @param definition the template version of the process
 * @returns the events to record, in order; none where things are already as asked, so a double click does no harm
 * @throws UserError with nothing to record: `task_not_found`, `task_not_yours`, `not_allowed`, `process_not_active`,
 *   `task_not_open`, `task_has_problem`, `task_has_no_problem`, `already_exists`; with findings `invalid_answers` (at
 *   `/answers/…`) and `invalid_request` (at the place in the command)
 */
export function decide(
  definition: Definition,
  process: Process,
  command: ProcessCommand,
  context: DecideContext,
): ProcessEvent[] {
  const by = actorRef(command.by)
  const decided = decideAlone(definition, process, command, context, { by, at: context.now })
  if (decided.length === 0 || changesNothingElse.has(command.type)) return decided
  const after = decided.reduce((state, event) => evolve(state, event, process.id), process)
  return [...decided, ...settle(definition, after, context, by)]
}

/** Commands whose events touch nothing that other tasks or the end of the process depend on. */
const changesNothingElse: ReadonlySet<ProcessCommandType> = new Set<ProcessCommandType>([
  'saveDraft',
  'changeDeadline',
  'comment',
  'watch',
  'unwatch',
  'rename',
  'archive',
  'cancel',
])

function decideAlone(
  definition: Definition,
  process: Process,
  command: ProcessCommand,
  context: DecideContext,
  about: Asked<ProcessCommandType>['about'],
): ProcessEvent[] {
  const asked = <T extends ProcessCommandType>(command: CommandOf<T>): Asked<T> => ({
    definition,
    process,
    command,
    context,
    about,
  })
  switch (command.type) {
    case 'saveDraft':
      return saveDraft(asked(command))
    case 'complete':
      return complete(asked(command))
    case 'expire':
      return expire(asked(command))
    case 'reopen':
      return reopen(asked(command))
    case 'assign':
      return assign(asked(command))
    case 'changeDeadline':
      return changeDeadline(asked(command))
    case 'addTask':
      return addTask(asked(command))
    case 'amendKickoff':
      return amendKickoff(asked(command))
    case 'comment':
      return comment(asked(command))
    case 'reportProblem':
      return reportProblem(asked(command))
    case 'resolveProblem':
      return resolveProblem(asked(command))
    case 'mailFailed':
      return mailFailed(asked(command))
    case 'watch':
      return watch(asked(command))
    case 'unwatch':
      return unwatch(asked(command))
    case 'rename':
      return rename(asked(command))
    case 'archive':
      return archive(asked(command))
    case 'unarchive':
      return unarchive(asked(command))
    case 'cancel':
      return cancel(asked(command))
    default:
      return unreachable(command)
  }
}
