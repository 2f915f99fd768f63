import Type from 'typebox'
import { closed, Id } from './common.ts'
import { route } from './route.ts'

/** Of the caller's organization: walks every hash chain and compares the fold of the events with the stored state. */
export const verify = route({
  method: 'POST',
  path: '/operations/verification',
  summary: 'Verify the event log',
  tag: 'Operations',
  access: 'administrator',
  response: Type.Object(
    {
      processes: Type.Integer(),
      events: Type.Integer(),
      /** The first fault of each process; without `processId` of a number that counts the whole organization. */
      faults: Type.Array(Type.Object({ processId: Type.Optional(Id), what: Type.String() }, closed)),
    },
    closed,
  ),
})
