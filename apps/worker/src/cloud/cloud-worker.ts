import { missingMigrations, openOwnerPool, type Password } from '@baton/database'
import type { QueueDoor } from '@baton/integrations'
import { cloud, jobFamilies, queueSetting, type JobFamily, type Settings } from '@baton/runtime'
import { collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'
import type { WorkerContext } from '../context.ts'
import { startWorker } from '../worker.ts'
import { carryOutMessage, carryOutSchedule, type CarryOut, type Limits } from './carry-out.ts'
import { familyOf } from './families.ts'
import { startJobServer } from './job-server.ts'
import { checkedMessage, type JobMessage } from './message.ts'
import { createRelay } from './relay.ts'

/** The job that hands on another one whose time has come again. */
const handOnAgain = 'hand-on-again'

export type CloudWorkerOptions = {
  /** Connection string of the owner. */
  url: string
  password?: Password
  queues: ReadonlyMap<JobFamily, string>
  door: QueueDoor
  host: string
  port: number
  version: string
  limits?: Limits
  /** Measures the whole program; off where several share one, as in tests. True when absent. */
  ofNode?: boolean
}

export type CloudWorker = {
  port: number
  /** Takes no more jobs, lets those under way come to their end, at most 10 s, and ends the connections. */
  stop(): Promise<void>
}

/** The queues that settings name. */
export const queuesOf = (settings: Settings): Map<JobFamily, string> =>
  new Map(
    jobFamilies.flatMap((family) => {
      const queue = settings[queueSetting(family)]
      return queue ? [[family, queue] as const] : []
    }),
  )

/**
 * The worker of the cloud. Jobs of the families that have a queue are handed to it, and come back over HTTP to whichever
 * worker its daemon asks; the others, timers among them, are carried out where they are found.
 */
export async function startCloudWorker(context: WorkerContext, options: CloudWorkerOptions): Promise<CloudWorker> {
  const { url, password, queues, door } = options
  const measures = createMeasures(options.ofNode ?? true)
  const relay = createRelay({ door, log: context.log })
  measures.watch(() => relay.waiting)
  const queueOf = (kind: JobMessage['kind']) => {
    const family = familyOf[kind]
    return family && queues.get(family)
  }
  const handOn = (message: JobMessage) => {
    const queue = queueOf(message.kind)
    // It had one when it was put off; whoever took the queue away must give it back.
    return queue ? relay.handOn(queue, message) : Promise.reject(new Error(`There is no queue for ${message.kind}.`))
  }

  const worker = await startWorker(context, {
    url,
    password,
    onJob: ({ name, milliseconds, failed }) => measures.job(name, failed ? 'failed' : 'here', milliseconds),
    handedOn: {
      names: [...Object.keys(familyOf).filter((kind) => queueOf(kind as JobMessage['kind'])), handOnAgain],
      // As many as the worker has connections.
      concurrency: 12,
      handOn: (name, payload, key) =>
        handOn(checkedMessage(name === handOnAgain ? payload : { kind: name, payload, key })),
    },
  })
  const pool = openOwnerPool(url, cloud.daemon.connections + 2, password)
  const given: CarryOut = {
    context,
    pool,
    limits: options.limits,
    putOff: (message, milliseconds) => worker.queue(handOnAgain, message, new Date(Date.now() + milliseconds)),
    onJob: ({ name, status, milliseconds }) => measures.job(name, String(status), milliseconds),
  }
  const server = await startJobServer({
    host: options.host,
    port: options.port,
    log: context.log,
    registry: measures.registry,
    version: options.version,
    message: (body, receives) => carryOutMessage(given, body, receives),
    schedule: (name) => carryOutSchedule(given, name),
    async notReady() {
      try {
        const missing = await missingMigrations(context.db)
        return missing.length > 0 ? `the database lacks ${missing.join(', ')}` : undefined
      } catch (error) {
        context.log.warn({ err: error }, 'not ready')
        return 'the database does not answer'
      }
    },
  }).catch(async (error: unknown) => {
    await Promise.all([worker.stop(), relay.stop()])
    await pool.end()
    throw error
  })

  return {
    port: server.port,
    async stop() {
      // Together: the worker waits for the jobs that the relay then refuses.
      await Promise.all([server.close(), worker.stop(), relay.stop()])
      await pool.end()
      door.close()
      measures.registry.clear()
    },
  }
}

function createMeasures(ofNode: boolean) {
  const registry = new Registry()
  if (ofNode) collectDefaultMetrics({ register: registry })
  const jobs = new Histogram({
    name: 'baton_job_seconds',
    help: 'Time of a job, by its kind and what was answered for it.',
    labelNames: ['kind', 'outcome'],
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10, 30, 100],
    registers: [registry],
  })
  return {
    registry,
    job: (kind: string, outcome: string, milliseconds: number) => jobs.observe({ kind, outcome }, milliseconds / 1000),
    watch: (waiting: () => number) =>
      new Gauge({
        name: 'baton_jobs_waiting_for_queue',
        help: 'Jobs that are to be handed to a queue that has not taken them yet.',
        registers: [registry],
        collect() {
          this.set(waiting())
        },
      }),
  }
}
