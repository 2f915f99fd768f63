import type { Job } from '@baton/database'
import { Id, Instant } from '@baton/engine'
import Type, { type Static, type TObject } from 'typebox'
import { Value } from 'typebox/value'

/** A job as the queue takes it, in the transaction of the events it follows from. */
export type QueuedJob = Job & { task: JobName }

/** A kind of job: its name, what it carries (ids, never copies of data), and how often it is tried. */
export type JobKind<N extends string = string, S extends TObject = TObject> = {
  name: N
  payload: S
  attempts: number
}

const job = <const N extends string, S extends TObject>(
  name: N,
  { payload, attempts }: { payload: S; attempts: number },
): JobKind<N, S> => ({ name, payload, attempts })

const task = { orgId: Id, processId: Id, taskId: Type.String() }
/** Sequence number of the event it follows from: makes its mails known, so that a second run writes none. */
const seq = Type.Integer({ minimum: 1 })
const people = Type.Array(Id)

/** 25 tries of the queue's exponential wait span about three days. */
const untilItWorks = 25

/** Tells new assignees that it is their turn. */
export const notifyAssigned = job('notify-assigned', {
  payload: Type.Object({ ...task, seq, people, groups: Type.Array(Id) }),
  attempts: untilItWorks,
})
/** Tells those whom a comment mentions. */
export const notifyMentioned = job('notify-mentioned', {
  payload: Type.Object({ orgId: Id, processId: Id, seq }),
  attempts: untilItWorks,
})
/** Tells launcher, assignees and watchers of a problem. */
export const notifyProblem = job('notify-problem', { payload: Type.Object({ ...task, seq }), attempts: untilItWorks })
/** Reminds the assignees of an open task, before or at its deadline. */
export const remind = job('remind', {
  payload: Type.Object({ ...task, kind: Type.Enum(['due_soon', 'overdue']), dueAt: Instant }),
  attempts: untilItWorks,
})
/** Completes an expiring task at its deadline. */
export const expireTask = job('expire-task', {
  payload: Type.Object({ ...task, dueAt: Instant }),
  attempts: untilItWorks,
})
/** Writes the mail of an e-mail step into the outbox. */
export const writeStepMail = job('write-step-mail', { payload: Type.Object({ ...task, seq }), attempts: untilItWorks })
/** Sends one mail of the outbox. */
export const sendMail = job('send-mail', { payload: Type.Object({ orgId: Id, mailId: Id }), attempts: untilItWorks })

/** Every job there is; the worker must know how to carry out each. */
export const jobKinds = [
  notifyAssigned,
  notifyMentioned,
  notifyProblem,
  remind,
  expireTask,
  writeStepMail,
  sendMail,
] as const

export type JobName = (typeof jobKinds)[number]['name']

/** Makes a job of a kind, its payload checked by the compiler. */
export const queued = <N extends JobName, S extends TObject>(
  kind: JobKind<N, S>,
  payload: Static<S>,
  when: Pick<Job, 'runAt' | 'jobKey'> = {},
): QueuedJob => ({ task: kind.name, payload, maxAttempts: kind.attempts, ...when })

/**
 * The payload of a job that comes from the queue.
 * @throws Error when it is not of the kind, as after a change of the kind; the job then waits for its last try
 */
export function payloadOf<S extends TObject>(kind: JobKind<string, S>, payload: unknown): Static<S> {
  if (!Value.Check(kind.payload, payload)) throw new Error(`The payload of a ${kind.name} job is not of its kind.`)
  return payload
}
