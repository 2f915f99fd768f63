import { jobKinds, type JobKind, payloadOf, type JobName } from '@baton/commands'
import Type, { type Static } from 'typebox'
import { Value } from 'typebox/value'

/** A job on its way through a queue: ids, never copies of data. */
const Message = Type.Object({
  kind: Type.String(),
  payload: Type.Record(Type.String(), Type.Unknown()),
  /** The same for each copy of one job. */
  key: Type.String({ minLength: 1 }),
  /** How often it went back to the database because the world was not ready for it; none when absent. */
  round: Type.Optional(Type.Integer({ minimum: 0 })),
})
export type JobMessage = Static<typeof Message> & { kind: JobName }

/** This is no job, or none that this version knows: it will never work here. */
export class NotAJob extends Error {
  override readonly name = 'NotAJob'
}

/**
 * Reads what a queue brought.
 * @throws NotAJob
 */
export function readMessage(body: string): JobMessage {
  let message: unknown
  try {
    message = JSON.parse(body)
  } catch {
    throw new NotAJob('The body is no JSON.')
  }
  return checkedMessage(message)
}

/** @throws NotAJob */
export function checkedMessage(message: unknown): JobMessage {
  if (!Value.Check(Message, message)) throw new NotAJob('{ kind, payload, key } was wanted, found something else.')
  const kind = jobKinds.find(({ name }) => name === message.kind)
  if (!kind) throw new NotAJob(`There is no kind of job called “${message.kind.slice(0, 80)}”.`)
  try {
    payloadOf(kind as JobKind, message.payload)
  } catch (error) {
    throw new NotAJob((error as Error).message)
  }
  return message as JobMessage
}
