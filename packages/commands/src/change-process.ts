import type { Changed, ChangeOptions, Wording } from '@baton/database'
import { type Actor, decide, type DecideContext, type ProcessCommand } from '@baton/engine'
import { requireFiles } from './answered-files.ts'
import type { CommandContext } from './context.ts'
import { requireKnown } from './known-people.ts'

/** A command without who gives it. */
type Unsigned<C> = C extends unknown ? Omit<C, 'by'> : never
export type ProcessChange = Unsigned<ProcessCommand>

/** What the engine is told of the world. */
export const contextOf = (clock: CommandContext['clock'], organization: Wording): DecideContext => ({
  now: clock.now().toISOString(),
  ...organization,
})

/**
 * Changes a process by any command of the engine: save a draft, complete, reopen, assign, comment, …
 * Who may do what is the engine's to decide, on the newest state.
 * @throws UserError of the engine, process_not_found, member_not_found, group_not_found, file_not_found; then nothing
 *   is recorded
 */
export async function changeProcess<R = undefined>(
  { processes, db, clock }: Pick<CommandContext, 'processes' | 'db' | 'clock'>,
  {
    actor,
    processId,
    command,
    ...options
  }: { actor: Actor; processId: string; command: ProcessChange } & ChangeOptions<R>,
): Promise<Changed<R>> {
  const { orgId } = actor
  if ('answers' in command) await requireFiles(db, actor, processId, command.answers)
  const named = namedIn(command)
  if (named) await db.read(orgId, (reader) => requireKnown(reader, orgId, named))
  const signed: ProcessCommand = { ...command, by: actor }
  return processes.change(
    orgId,
    processId,
    (process, definition, organization) => decide(definition, process, signed, contextOf(clock, organization)),
    options,
  )
}

/** People and groups that a command newly brings in. */
function namedIn(command: ProcessChange): { people: readonly string[]; groups?: readonly string[] } | undefined {
  switch (command.type) {
    case 'assign':
    case 'addTask':
      return command.assignees
    case 'watch':
      return { people: [command.personId] }
    case 'comment':
      return command.mentions?.length ? { people: command.mentions } : undefined
    default:
      return undefined
  }
}
