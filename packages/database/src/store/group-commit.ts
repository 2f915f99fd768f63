import { OperationalError, UserError } from '@baton/engine'
import type pg from 'pg'
import { openPool } from '../connection.ts'
import type { Changed, ChangeOptions, Decide, Launch, ProcessStore, StoreOptions } from './process-store.ts'
import { Attempt, type Command, type Means, type Outcome, type Surroundings } from './batch.ts'
import { endOf, isBrief, lostConnection, unreachableDatabase, violated } from './failures.ts'
import { Knowledge } from './knowledge.ts'
import { FreshPlans } from './plans.ts'
import { RecentStates } from './recent.ts'

/**
 * Every statement of a batch looks rows up by their whole key. One plan is made for each and kept for a while, perhaps
 * while the tables are still empty, so most ways that would read an organization from end to end are closed to it.
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

/** Milliseconds after which a batch is taken to be held up, perhaps by a lock: several times what one takes. */
const heldUpAfter = 25

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
  /** When the newest batch was started, on the clock of `performance`. */
  #lastStart = 0
  #lookingAgain = false
  #idle: (() => void)[] = []

  constructor(options: StoreOptions) {
    this.#options = {
      connections: 2,
      batchSize: 64,
      worthwhile: 32,
      snapshotEvery: 32,
      mostWaiting: 10_000,
      patience: 10_000,
      ...options,
    }
    const { jobsFor, snapshotEvery } = this.#options
    this.#means = {
      knowledge: this.#knowledge,
      jobsFor,
      recent: new RecentStates(),
      snapshotEvery,
      plans: new FreshPlans(),
    }
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
      while (this.#running < this.#options.connections && this.#worthwhile()) {
        const batch = this.#take()
        if (batch.length === 0) break
        void this.#runBatch(batch)
      }
    })
  }

  /**
   * Whether to start a batch now. What it costs hardly depends on its size, so beside another only one that is worth
   * it starts; fewer commands wait for the end of the other, but not for one that is held up.
   */
  #worthwhile(): boolean {
    if (this.#running === 0 || this.#queue.length >= this.#options.worthwhile) return true
    const left = heldUpAfter - (performance.now() - this.#lastStart)
    if (left <= 0) return true
    if (this.#queue.length > 0 && !this.#lookingAgain) {
      this.#lookingAgain = true
      setTimeout(() => {
        this.#lookingAgain = false
        this.#schedule()
      }, left)
    }
    return false
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
    const started = (this.#lastStart = performance.now())
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
