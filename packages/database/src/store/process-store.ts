import { type Definition, OperationalError, type Process, type ProcessEvent, UserError } from '@baton/engine'
import type pg from 'pg'
import { openPool, type Password } from '../connection.ts'
import {
  Attempt,
  type Command,
  type Idempotency,
  type JobsFor,
  type Launched,
  type Means,
  type Outcome,
  type Surroundings,
} from './batch.ts'
import { endOf, isBrief, lostConnection, unreachableDatabase, violated } from './failures.ts'
import { Knowledge } from './knowledge.ts'
import { RecentStates } from './recent.ts'
import type { Wording } from './rows.ts'

export type { Idempotency, JobsFor }

export type StoreOptions = {
  /** Connection string of a role that may switch to `baton_app`. */
  url: string
  password?: Password
  jobsFor: JobsFor
  /** Batches under way at once; 2 when absent. */
  connections?: number
  /** Most commands in a batch; 64 when absent, so that one batch is decided while another is written. */
  batchSize?: number
  /** Events after which the state of a process is written down again; 32 when absent. */
  snapshotEvery?: number
  /** Commands that may wait; more are turned away with an OperationalError. 10,000 when absent. */
  mostWaiting?: number
  /** Milliseconds after which a command gives up while the database cannot be reached; 10,000 when absent. */
  patience?: number
  /** Told of each finished batch, for metrics. */
  onBatch?: (batch: { commands: number; milliseconds: number; failed: boolean }) => void
}

export type ChangeOptions<R> = {
  idempotency?: Idempotency
  /** What a repeated request gets back; must be JSON. Its result is `response`. */
  respond?: (process: Process, events: ProcessEvent[]) => R
}

export type Changed<R> = {
  /** After the change. With `replayed` it is the current one; absent when it was launched by the first request. */
  process: Process
  /** Empty when there was nothing to change, or with `replayed`. */
  events: ProcessEvent[]
  response: R
  /** True when this request was answered before. */
  replayed: boolean
}

export type Decide = (process: Process, definition: Definition, organization: Wording) => ProcessEvent[]

export type Launch<R> = ChangeOptions<R> & {
  processId: string
  templateId: string
  /** Or what finds it, given the template as it is in the transaction of the launch; it throws to refuse. */
  templateVersion: Launched['version']
  decide: (definition: Definition, organization: Wording, templateVersion: number) => ProcessEvent[]
}

/**
 * The only way to change processes. Commands that arrive while others are being written share a transaction (group
 * commit); nobody waits when there is nothing to wait for. A command is a pure function from the newest state to
 * events: it may run again when its batch has to be repeated. A promise resolves when the events are durable.
 */
export type ProcessStore = {
  /**
   * Changes one process.
   * @throws UserError process_not_found, idempotency_mismatch, or what `decide` throws; nothing is recorded then
   * @throws OperationalError when the database could not be reached; retry with the same idempotency key
   */
  change<R = undefined>(
    orgId: string,
    processId: string,
    decide: Decide,
    options?: ChangeOptions<R>,
  ): Promise<Changed<R>>
  /** Makes a new process; `decide` gives its first events. Refusals as with `change`, and template_not_found. */
  launch<R = undefined>(orgId: string, launch: Launch<R>): Promise<Changed<R>>
  /** Forgets what it remembers of an organization's settings and people, because they have just changed. */
  forget(orgId: string): void
  /** Commands waiting for a batch. */
  readonly waiting: number
  /** Finishes what has been asked for, then ends the connections. Later commands are turned away. */
  close(): Promise<void>
}

/**
 * Every statement of a batch looks rows up by their whole key. One plan is made for each and kept, perhaps while the
 * tables are still empty, so the ways that would read an organization from end to end are closed to it.
 */
const alwaysByKey = {
  plan_cache_mode: 'force_generic_plan',
  enable_hashjoin: 'off',
  enable_mergejoin: 'off',
  enable_seqscan: 'off',
  enable_bitmapscan: 'off',
  // A loop over a table kept in memory looks cheap while the table is empty.
  enable_material: 'off',
}

const again = 'Try again with the same Idempotency-Key.'

type Waiting = {
  command: Command
  resolve: (outcome: Outcome) => void
  since: number
  /** Must be alone in its batch, since a batch with it failed. */
  alone: boolean
}

export function openProcessStore(options: StoreOptions): ProcessStore {
  return new GroupCommit(options)
}

class GroupCommit implements ProcessStore {
  readonly #options: Required<Omit<StoreOptions, 'onBatch' | 'password'>> & Pick<StoreOptions, 'onBatch'>
  readonly #knowledge = new Knowledge()
  readonly #means: Means
  readonly #pool: pg.Pool
  #queue: Waiting[] = []
  #running = 0
  /** Processes of the batches under way here: further commands on them wait rather than hold up a whole batch. */
  readonly #busy = new Set<string>()
  #closing = false
  #scheduled = false
  #idle: (() => void)[] = []

  constructor(options: StoreOptions) {
    this.#options = {
      connections: 2,
      batchSize: 64,
      snapshotEvery: 32,
      mostWaiting: 10_000,
      patience: 10_000,
      ...options,
    }
    const { jobsFor, snapshotEvery } = this.#options
    this.#means = { knowledge: this.#knowledge, jobsFor, recent: new RecentStates(), snapshotEvery }
    const settings = { statement_timeout: '30000', idle_in_transaction_session_timeout: '30000', ...alwaysByKey }
    // One more than there are batches, to ask how a lost transaction ended.
    this.#pool = openPool(options.url, settings, this.#options.connections + 1, options.password)
  }

  get waiting(): number {
    return this.#queue.length
  }

  async change<R>(
    orgId: string,
    processId: string,
    decide: Decide,
    options: ChangeOptions<R> = {},
  ): Promise<Changed<R>> {
    return this.#submit<R>({
      orgId,
      processId,
      ...options,
      decide: (process, { definition, organization }) => decide(process!, definition, organization),
    })
  }

  async launch<R>(orgId: string, launch: Launch<R>): Promise<Changed<R>> {
    const { processId, templateId, templateVersion, decide, ...options } = launch
    return this.#submit<R>({
      orgId,
      processId,
      ...options,
      launch: { templateId, version: templateVersion },
      decide: (_, { definition, organization, version }: Surroundings) => decide(definition, organization, version),
    })
  }

  forget(orgId: string): void {
    this.#knowledge.forget(orgId)
  }

  async close(): Promise<void> {
    this.#closing = true
    if (this.#queue.length > 0 || this.#running > 0) await new Promise<void>((resolve) => this.#idle.push(resolve))
    await this.#pool.end()
  }

  async #submit<R>(command: Command): Promise<Changed<R>> {
    if (this.#closing) throw new OperationalError('Baton is stopping and takes no more changes. Try again in a moment.')
    if (this.#queue.length >= this.#options.mostWaiting) {
      throw new OperationalError(`${this.#queue.length} changes are waiting already. Try again in a moment.`)
    }
    const outcome = await new Promise<Outcome>((resolve) => {
      this.#queue.push({ command, resolve, since: performance.now(), alone: false })
      this.#schedule()
    })
    if ('refused' in outcome) throw outcome.refused
    return outcome.done as Changed<R>
  }

  /** Starts batches once everything that arrived in this turn of the event loop has been queued. */
  #schedule(): void {
    if (this.#scheduled || this.#running >= this.#options.connections) return
    this.#scheduled = true
    setImmediate(() => {
      this.#scheduled = false
      while (this.#running < this.#options.connections) {
        const batch = this.#take()
        if (batch.length === 0) break
        void this.#runBatch(batch)
      }
    })
  }

  #take(): Waiting[] {
    const batch: Waiting[] = []
    const left: Waiting[] = []
    for (const waiting of this.#queue) {
      const alone = batch.length > 0 && (waiting.alone || batch[0]!.alone)
      if (alone || batch.length >= this.#options.batchSize || this.#busy.has(waiting.command.processId))
        left.push(waiting)
      else batch.push(waiting)
    }
    this.#queue = left
    return batch
  }

  async #runBatch(batch: Waiting[]): Promise<void> {
    const started = performance.now()
    const processes = batch.map(({ command }) => command.processId)
    this.#running += 1
    for (const id of processes) this.#busy.add(id)
    let failed = false
    try {
      const outcomes = await this.#untilKnown(batch)
      for (const [index, waiting] of batch.entries()) waiting.resolve(outcomes[index]!)
    } catch (error) {
      failed = true
      if (batch.length === 1 || error instanceof OperationalError)
        for (const one of batch) one.resolve({ refused: error })
      else {
        // One of them is at fault, and the others must not suffer for it: each gets a batch of its own.
        for (const one of batch) one.alone = true
        this.#queue.unshift(...batch)
      }
    }
    for (const id of processes) this.#busy.delete(id)
    this.#running -= 1
    this.#options.onBatch?.({ commands: batch.length, milliseconds: performance.now() - started, failed })
    this.#schedule()
    if (this.#queue.length === 0 && this.#running === 0) for (const resolve of this.#idle.splice(0)) resolve()
  }

  /** Tries until the batch is committed or has certainly failed. Never answers for what may not be durable. */
  async #untilKnown(batch: Waiting[]): Promise<Outcome[]> {
    const commands = batch.map(({ command }) => command)
    const until = Math.min(...batch.map(({ since }) => since)) + this.#options.patience
    for (let tries = 1; ; tries += 1) {
      let attempt: Attempt | undefined
      try {
        const client = await this.#pool.connect()
        attempt = new Attempt(client, this.#means)
        const outcomes = await this.#finish(client, attempt.run(commands))
        return outcomes
      } catch (error) {
        if (attempt?.committing && lostConnection(error)) {
          const end = await endOf(this.#pool, attempt.transaction!, until)
          if (end === 'committed') return attempt.outcomes
          if (end === 'unknown')
            throw unreachableDatabase(`It is not known whether the change was recorded. ${again}`, error)
        }
        // Another node used the same key or id first: what it recorded is seen by the next try, once.
        if (violated(error) && tries > 1) throw explained(error)
        if (!isBrief(error) && !violated(error)) throw error
        if (performance.now() > until) throw unreachableDatabase(`Nothing was recorded. ${again}`, error)
        await new Promise((resolve) => setTimeout(resolve, Math.min(500, 5 * 2 ** tries) * (0.5 + Math.random() / 2)))
      }
    }
  }

  async #finish<T>(client: pg.PoolClient, work: Promise<T>): Promise<T> {
    try {
      const result = await work
      client.release()
      return result
    } catch (error) {
      // A connection in an unknown condition is not used again; the server rolls back what it had begun.
      client.release(true)
      throw error
    }
  }
}

function explained(error: unknown): unknown {
  if (violated(error) !== 'process_pkey') return error
  return new UserError('already_exists', 'There is a process with this id already.')
}
