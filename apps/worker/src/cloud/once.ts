import { createHash } from 'node:crypto'
import { OperationalError } from '@baton/integrations'
import type { Pool } from 'pg'

/** Refused: another delivery of the same work is under way, here or on another worker. */
export class UnderWay extends Error {
  override readonly name = 'UnderWay'
}

/**
 * Does a piece of work unless it is being done already, on whatever machine. Queues deliver at least once, and handlers
 * look again before they act; together, one after another, a second delivery finds nothing left to do. The lock is the
 * connection's, so that of a machine that dies is free at once.
 * @throws UnderWay; OperationalError when the database cannot be asked
 */
export async function oneAtATime<T>(pool: Pool, name: string, work: () => Promise<T>): Promise<T> {
  const key = createHash('sha256').update(name).digest().readBigInt64BE().toString()
  const client = await pool.connect().catch(unreachable)
  let broken: Error | undefined
  try {
    const { rows } = await client
      .query<{ mine: boolean }>('select pg_try_advisory_lock($1::bigint) as mine', [key])
      .catch((error: Error) => unreachable((broken = error)))
    if (!rows[0]?.mine) throw new UnderWay('The same work is under way already.')
    try {
      return await work()
    } finally {
      // A connection that cannot give its lock back is closed, which gives it back too.
      await client.query('select pg_advisory_unlock($1::bigint)', [key]).catch((error: Error) => (broken = error))
    }
  } finally {
    client.release(broken)
  }
}

function unreachable(cause: unknown): never {
  throw new OperationalError('The database could not be asked whether the work is under way already.', { cause })
}
