import Type, { type Static } from 'typebox'
import { closed, Id } from './common.ts'
import { route } from './route.ts'

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

/**
 * Only changes from the opening on, unless resumed: fetch what is shown after `open`. It ends when the session does.
 * Not for the client's `call`: browsers open it as an EventSource at `/api/v1/live`.
 */
export const openLive = route({
  method: 'GET',
  path: livePath,
  summary: 'The live stream of changes',
  tag: 'Live',
  access: 'member',
  media: 'text/event-stream',
})
