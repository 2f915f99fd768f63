import { sql } from 'kysely'
import type { Writer } from './database.ts'

/**
 * A job for the worker. It carries ids, never copies of data, and is queued in the transaction of what it follows
 * from: rolled back together, or durable together.
 */
export type Job = {
  /** Which handler carries it out. */
  task: string
  payload: Record<string, unknown>
  /** Not before this instant; at once when absent. */
  runAt?: string
  /** Takes the place of a job with the same key that has not begun. */
  jobKey?: string
  /** 25 when absent. */
  maxAttempts?: number
  /** Smaller goes first; 0 when absent. */
  priority?: number
  /** Jobs of one queue run one after another. */
  queue?: string
}

/** Queues jobs in this transaction. */
export async function queueJobs(tx: Writer, jobs: Job[]): Promise<void> {
  if (jobs.length > 0) await sql`select queue_jobs(${JSON.stringify(jobs)}::jsonb)`.execute(tx)
}

/** Takes back jobs by their keys; those that have begun run to their end. */
export async function removeJobs(tx: Writer, jobKeys: string[]): Promise<void> {
  if (jobKeys.length > 0) await sql`select remove_jobs(${jobKeys}::text[])`.execute(tx)
}
