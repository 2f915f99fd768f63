import Type, { type Static } from 'typebox'
import { closed, Id } from './common.ts'

/**
 * `GET /live`: server-sent events. Each `change` has an `id` to resume from by `Last-Event-ID`, and this data. A
 * `reset` says that changes were missed, so everything shown is to be fetched again. A comment line keeps it open.
 */
export const LiveChange = Type.Object(
  {
    kind: Type.Enum(['process', 'template', 'people', 'mail']),
    id: Id,
    version: Type.Integer(),
    /** Tasks of the process that changed. */
    tasks: Type.Optional(Type.Array(Type.String())),
    /** My own lists (My tasks, counts) changed by it. */
    mine: Type.Optional(Type.Boolean()),
  },
  closed,
)
export type LiveChange = Static<typeof LiveChange>
export const livePath = '/live'
