import type { Definition, Process, ProcessEvent } from '@baton/engine'
import type { Password } from '../connection.ts'
import type { Idempotency, JobsFor, Launched } from './batch.ts'
import type { Wording } from './rows.ts'

export type StoreOptions = {
  /** Connection string of a role that may switch to `baton_app`. */
  url: string
  password?: Password
  jobsFor: JobsFor
  /** Batches under way at once; 2 when absent. */
  connections?: number
  /** Most commands in a batch; 64 when absent, so that one batch is decided while another is written. */
  batchSize?: number
  /** Fewest commands for which a batch starts beside another; 32 when absent. See `#worthwhile`. */
  worthwhile?: number
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
