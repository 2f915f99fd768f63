import { OperationalError } from '@baton/engine'
import type pg from 'pg'

/** The end of a transaction whose connection was lost. */
export type End = 'committed' | 'aborted' | 'unknown'

/** What the driver says of a connection that broke or never came about; it gives these no code. */
const driverSays =
  /^(Connection terminated|timeout expired|timeout exceeded when|Query read timeout|Client (has encountered a connection error|was closed))/

/** True when the connection broke, so that the server's answer never came. */
export function lostConnection(error: unknown): boolean {
  const code = codeOf(error)
  if (code === undefined) return error instanceof Error && driverSays.test(error.message)
  // Class 08: connection exceptions. 57P0x: the server is starting or shutting down, or an administrator ended the
  // connection. 28P01: nobody was let in, as while a password is being changed. E…: the operating system's.
  return code.startsWith('08') || code.startsWith('57P') || code === '28P01' || /^E[A-Z]+$/.test(code)
}

/** Tells the caller that it was the way to the database that failed. @param what of the change is known */
export function unreachableDatabase(what: string, cause: unknown): OperationalError {
  const error = new OperationalError(`The database could not be reached. ${what}`)
  error.cause = cause
  return error
}

/** True when the same batch may well succeed when it is tried again. */
export function isBrief(error: unknown): boolean {
  const code = codeOf(error)
  // 40001 serialization failure, 40P01 deadlock, 55P03 lock not available, 53300 too many connections,
  // 25P0x the transaction was ended for idling.
  const brief = ['40001', '40P01', '55P03', '53300', '25P03', '25P04']
  return lostConnection(error) || (code !== undefined && brief.includes(code))
}

/** The name of the unique constraint that was violated: another node was first. */
export function violated(error: unknown): string | undefined {
  return codeOf(error) === '23505' ? (error as { constraint?: string }).constraint : undefined
}

/**
 * Finds out how a transaction ended, by its number, on another connection. Waits while it is still in progress.
 * @returns `unknown` when the database could not be asked until then
 */
export async function endOf(pool: pg.Pool, transaction: string, until: number): Promise<End> {
  for (;;) {
    try {
      const { rows } = await pool.query<{ end: string | null }>('select pg_xact_status($1::xid8) as end', [transaction])
      const end = rows[0]?.end
      if (end === 'committed' || end === 'aborted') return end
      // Null: so long ago that the server has forgotten.
      if (end === null) return 'unknown'
    } catch (error) {
      if (!lostConnection(error)) throw error
    }
    if (performance.now() > until) return 'unknown'
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}

function codeOf(error: unknown): string | undefined {
  const code = (error as { code?: unknown })?.code
  return typeof code === 'string' ? code : undefined
}
