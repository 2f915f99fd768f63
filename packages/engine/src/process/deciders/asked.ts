import { taskNotFound, whenNot, whoNot } from '../../access/access.ts'
import { UserError } from '../../errors.ts'
import type { Actor, ActorRef } from '../../people/actor.ts'
import type { Instant, TaskId } from '../../people/ids.ts'
import type { Definition } from '../../template/definition.ts'
import type { CommandOf, DecideContext, ProcessCommandType } from '../commands.ts'
import type { Process, Task } from '../state.ts'

/** A command with all that deciding it may look at. */
export type Asked<T extends ProcessCommandType> = {
  definition: Definition
  process: Process
  command: CommandOf<T>
  context: DecideContext
  /** What every event says: who asked, and when. */
  about: { by: ActorRef; at: Instant }
}

/** Any command, as far as access looks at it. */
type AnyAsked = { process: Process; command: { by: Actor; type: ProcessCommandType } }

/** @throws UserError task_not_found */
export function taskOf({ tasks }: Process, taskId: TaskId): Task {
  const task = tasks.find(({ id }) => id === taskId)
  if (!task) throw taskNotFound(taskId)
  return task
}

/** @throws UserError when this is not for the actor to ask */
export function requireWho({ command, process }: AnyAsked, task?: Task): void {
  const refusal = whoNot(command.by, command.type, process, task)
  if (refusal) throw refusal
}

/** @throws UserError when this is not the time to ask it */
export function requireWhen({ command, process }: AnyAsked, task?: Task): void {
  const refusal = whenNot(command.type, process, task)
  if (refusal) throw refusal
}

/** Characters of a comment or problem. */
export const longestText = 10_000

/**
 * A text without the space around it.
 * @throws UserError invalid_request when it is too long, or empty and `may` does not say that it may be
 */
export function textOf(
  text: string | undefined,
  path: string,
  { longest = longestText, mayBeEmpty = false } = {},
): string {
  const trimmed = (text ?? '').trim()
  if (trimmed === '' && !mayBeEmpty) throw invalid(path, 'required', 'Wanted a text; found none.')
  if (trimmed.length > longest) {
    throw invalid(path, 'too_long', `Wanted at most ${longest} characters; found ${trimmed.length}.`)
  }
  return trimmed
}

/** One fault of what was asked, at its place in the command. */
export const invalid = (path: string, code: string, message: string) =>
  new UserError('invalid_request', message, [{ path, code, message }])
