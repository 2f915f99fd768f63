import type { Database, ProcessStore } from '@baton/database'

/** What commands work with. */
export type CommandContext = {
  db: Pick<Database, 'read' | 'write'>
  processes: ProcessStore
  clock: { now(): Date }
  /** Makes a UUID. */
  newId: () => string
}
