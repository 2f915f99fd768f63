import { EventEmitter } from 'node:events'
import { openOwnerPool, type Password } from '@baton/database'
import { newId } from '@baton/runtime'
import {
  Logger,
  makeWorkerUtils,
  parseCronItems,
  run,
  runTaskListOnce,
  type Task,
  type TaskList,
  type WorkerEvents,
} from 'graphile-worker'
import pg from 'pg'
import type { Handler, WorkerContext } from './context.ts'
import { startHeartbeat } from './heartbeat.ts'
import { handlers } from './jobs/all-jobs.ts'
import { runSchedule, schedules } from './schedules.ts'

export type Worker = {
  /** Queues a job of any name for this moment; fulfilled when that is durable. */
  queue: (name: string, payload: object, runAt: Date) => Promise<void>
  /** Lets the jobs under way come to their end, at most 10 s, and ends the connections. */
  stop: () => Promise<void>
}

/** How a job ended, for metrics. */
export type JobDone = { name: string; milliseconds: number; failed: boolean }

/** Kinds of jobs that are not carried out here but handed on. */
export type HandedOn = {
  names: readonly string[]
  /** Fulfilled when somebody else has taken the job for good. */
  handOn: (name: string, payload: unknown, key: string) => Promise<void>
  /** Jobs under way at once; they only wait for an answer. */
  concurrency: number
}

type Options = {
  /** Connection string of the owner: the queue's tables are for it alone. */
  url: string
  password?: Password
  /** Jobs under way at once; 8 when absent. */
  concurrency?: number
  onJob?: (done: JobDone) => void
  /** Absent: everything is carried out here, what is done again and again included. */
  handedOn?: HandedOn
}

/** Starts to carry out jobs: at once when they are queued, timers to the second. */
export async function startWorker(
  context: WorkerContext,
  { url, password, concurrency = 8, onJob, handedOn }: Options,
): Promise<Worker> {
  const pool = openOwnerPool(url, concurrency + 4, password)
  pool.on('error', (error) => context.log.warn({ err: error }, 'a connection of the worker broke'))
  const logger = new Logger(() => (level, message, meta) => logLine(context, level, message, meta))
  const utils = await makeWorkerUtils({ pgPool: pool, logger })
  const locking = new Set<string>()
  const events: WorkerEvents = new EventEmitter()
  // Jobs are locked under the name of the pool, or of the worker where it works alone.
  events.on('pool:create', ({ workerPool }) => locking.add(workerPool.id))
  events.on('worker:create', ({ worker }) => locking.add(worker.workerId))

  const heartbeat = startHeartbeat({ pool, utils, log: context.log, id: newId(), workerIds: () => [...locking] })
  const common = {
    pgPool: pool,
    logger,
    events,
    // New jobs are announced; this is for those whose time comes.
    pollInterval: 1_000,
    noHandleSignals: true,
  }
  const elsewhere = new Set(handedOn?.names)
  const here = Object.entries(taskList(context, onJob)).filter(([name]) => !elsewhere.has(name))
  const cron = parseCronItems(
    schedules
      .filter(({ inCloud }) => !inCloud)
      .map(({ name, when }) => ({ task: name, match: when, identifier: name, options: { backfillPeriod: 0 } })),
  )
  const runners = [
    await run({
      ...common,
      concurrency,
      taskList: Object.fromEntries(here),
      parsedCronItems: handedOn ? [] : cron,
    }),
  ]
  // Apart from the others: what waits for a queue that is away must not keep timers from their moment.
  if (handedOn)
    runners.push(
      await run({
        ...common,
        concurrency: handedOn.concurrency,
        parsedCronItems: [],
        taskList: Object.fromEntries(
          handedOn.names.map((name): [string, Task] => [
            name,
            (payload, { job }) => handedOn.handOn(name, payload, job.key ?? `job:${job.id}`),
          ]),
        ),
      }),
    )
  // Its names must be known before it can have locked much.
  await heartbeat.beatOnce()

  return {
    async queue(name, payload, runAt) {
      await utils.addJob(name, payload, { runAt })
    },
    async stop() {
      await Promise.all(runners.map((runner) => runner.stop()))
      await heartbeat.stop()
      await utils.release()
      await pool.end()
    },
  }
}

/**
 * Carries out all jobs that are due, those that they queue included, and comes back when there is none left. For tests.
 * A job that fails is tried again later, so it is not waited for; its error is in `failures`.
 */
export async function runAllJobs(
  context: WorkerContext,
  url: string,
): Promise<{ done: string[]; failures: unknown[] }> {
  const pool = new pg.Pool({ connectionString: url, max: 2 })
  const done: string[] = []
  const failures: unknown[] = []
  const logger = new Logger(() => () => {})
  try {
    for (;;) {
      const before = done.length
      const client = await pool.connect()
      try {
        const tasks = taskList(
          context,
          ({ name }) => done.push(name),
          (error) => failures.push(error),
        )
        await runTaskListOnce({ pgPool: pool, logger }, tasks, client)
      } finally {
        client.release()
      }
      if (done.length === before) return { done, failures }
    }
  } finally {
    await pool.end()
  }
}

function taskList(
  context: WorkerContext,
  onJob?: (done: JobDone) => void,
  onError?: (error: unknown) => void,
): TaskList {
  const timed =
    (name: string, work: (payload: unknown, tried: { attempt: number; attempts: number }) => Promise<void>): Task =>
    async (payload, { job }) => {
      const started = performance.now()
      let failed = true
      try {
        await work(payload, { attempt: job.attempts, attempts: job.max_attempts })
        failed = false
      } catch (error) {
        onError?.(error)
        throw error
      } finally {
        onJob?.({ name, milliseconds: performance.now() - started, failed })
      }
    }
  return Object.fromEntries([
    ...Object.values<Handler>(handlers).map(({ name, run: handle }) => [
      name,
      timed(name, (payload, tried) => handle(context, payload, tried)),
    ]),
    ...schedules.map((schedule) => [schedule.name, timed(schedule.name, () => runSchedule(context, schedule))]),
  ])
}

function logLine({ log }: WorkerContext, level: string, message: string, meta: Record<string, unknown> = {}): void {
  const { failure, error } = meta as { failure?: unknown; error?: unknown }
  const details = failure || error ? { err: failure ?? error } : {}
  if (level === 'error') log.error(details, message)
  else if (level === 'warning') log.warn(details, message)
  else log.debug(details, message)
}
