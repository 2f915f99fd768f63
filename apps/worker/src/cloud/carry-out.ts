import { cloud } from '@baton/runtime'
import type { Pool } from 'pg'
import type { Handler, WorkerContext } from '../context.ts'
import { handlers } from '../jobs/all-jobs.ts'
import { runSchedule, type Schedule, schedules } from '../schedules.ts'
import { checkedMessage, readMessage, type JobMessage, type NotAJob } from './message.ts'
import { oneAtATime, UnderWay } from './once.ts'

/**
 * What is answered to the queue's daemon. Only 200 takes the message away; any other number brings it again, until it
 * has come too often and ends in the dead letters.
 */
export type Outcome = { status: 200 | 400 | 404 | 409 | 500 | 503; because: string }

export type Limits = {
  /** Milliseconds after which a handler is answered for, though it goes on. */
  handler: number
  /** Tries before a job that the world was not ready for goes back to the database. */
  patience: number
}

export type CarryOut = {
  context: WorkerContext
  /** Connections of the owner; one is held by each piece of work under way. */
  pool: Pool
  /** Puts a job off: it is handed to its queue again after so many milliseconds. Fulfilled when that is durable. */
  putOff: (message: JobMessage, milliseconds: number) => Promise<void>
  limits?: Limits
  onJob?: (done: { name: string; status: number; milliseconds: number }) => void
}

const minute = 60_000

/** How long a job is put off each time; altogether about three days, as long as a job of the database is tried. */
const putOffFor = [2, 5, 15, 60, 180, 360, 360, 360, 720, 720, 1440].map((minutes) => minutes * minute)

const usual: Limits = { handler: cloud.job.handler * 1000, patience: cloud.daemon.patience }

/**
 * Carries out what a queue brought.
 * @param receives how often the queue has handed it out, this time included
 */
export async function carryOutMessage(given: CarryOut, body: string, receives: number): Promise<Outcome> {
  let message: JobMessage
  try {
    message = readMessage(body)
  } catch (error) {
    return { status: 400, because: (error as NotAJob).message }
  }
  const { kind, payload, round = 0 } = message
  const { patience } = given.limits ?? usual
  const tried = { attempt: round * patience + receives, attempts: (putOffFor.length + 1) * patience }
  const handler: Handler = handlers[kind]
  const outcome = await timed(given, kind, `job ${kind} ${JSON.stringify(payload)}`, () =>
    handler.run(given.context, payload, tried),
  )
  const later = putOffFor[round]
  if (outcome.status !== 503 || receives < patience || later === undefined) return outcome
  try {
    await given.putOff(checkedMessage({ ...message, round: round + 1 }), later)
    return { status: 200, because: `put off for ${later / minute} minutes: ${outcome.because}` }
  } catch {
    return outcome
  }
}

/** Does what is done again and again. Once it is under way somewhere, that counts as done. */
export async function carryOutSchedule(given: CarryOut, name: string): Promise<Outcome> {
  const schedule: Schedule | undefined = schedules.find((one) => one.name === name)
  if (!schedule) return { status: 404, because: `There is no schedule called “${name.slice(0, 80)}”.` }
  const outcome = await timed(given, name, `schedule ${name}`, () => runSchedule(given.context, schedule))
  return outcome.status === 409 ? { ...outcome, status: 200 } : outcome
}

async function timed(given: CarryOut, name: string, work: string, run: () => Promise<void>): Promise<Outcome> {
  const started = performance.now()
  const limit = (given.limits ?? usual).handler
  let timer: NodeJS.Timeout | undefined
  const tooLong = new Promise<Outcome>((resolve) => {
    timer = setTimeout(() => resolve({ status: 503, because: `it took longer than ${limit} ms` }), limit)
  })
  const done = oneAtATime(given.pool, work, run).then(
    (): Outcome => ({ status: 200, because: 'done' }),
    (error: unknown) => outcomeOf(given, name, error),
  )
  const outcome = await Promise.race([done, tooLong])
  clearTimeout(timer)
  given.onJob?.({ name, status: outcome.status, milliseconds: performance.now() - started })
  return outcome
}

function outcomeOf({ context: { log } }: CarryOut, name: string, error: unknown): Outcome {
  const because = error instanceof Error ? error.message : String(error)
  if (error instanceof UnderWay) return { status: 409, because }
  if ((error as Error)?.name === 'OperationalError') {
    log.warn({ err: error, job: name }, 'the world was not ready for a job')
    return { status: 503, because }
  }
  log.error({ err: error, job: name }, 'a job failed')
  return { status: 500, because }
}
