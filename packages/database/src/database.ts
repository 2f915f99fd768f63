import type { Kysely } from 'kysely'
import { openPool, openTo, type Password } from './connection.ts'
import { queriesOn } from './one-client-dialect.ts'
import { lostConnection, unreachableDatabase } from './store/failures.ts'
import type { Tables } from './tables.ts'

/** A transaction, seen so that one can only read. */
export type Reader = Pick<Kysely<Tables>, 'selectFrom' | 'selectNoFrom' | 'with' | 'withRecursive' | 'getExecutor'>
/** A transaction that may write. */
export type Writer = Omit<Kysely<Tables>, 'transaction' | 'startTransaction' | 'connection' | 'destroy'>

export type DatabaseOptions = {
  /** Connection string of a role that may switch to `baton_app`. */
  url: string
  /** Where the address holds none that lasts. */
  password?: Password
  /** Connections kept for reads and small writes. 8 when absent. */
  connections?: number
  /** Milliseconds after which a query is given up; 30,000 when absent. */
  statementTimeout?: number
}

/** The database as the application sees it: always through one organization's eyes. */
export type Database = {
  readonly url: string
  /**
   * Reads within one organization, one snapshot a query. Costs a single round trip for a single query: what opens
   * the transaction travels with the first one and nobody waits for its end.
   */
  read<T>(orgId: string, query: (reader: Reader) => Promise<T>): Promise<T>
  /** Writes within one organization, all or nothing. Resolves when it is durable. */
  write<T>(orgId: string, change: (tx: Writer) => Promise<T>): Promise<T>
  /**
   * For what belongs to no organization: accounts, sign-in attempts, `memberships_of`, `organization_ids`. Tables of
   * organizations answer with an error.
   */
  outside<T>(change: (tx: Writer) => Promise<T>): Promise<T>
  /** Connections of the pool: all, idle, and callers that wait for one. */
  load(): { total: number; idle: number; waiting: number }
  /** Ends all connections once their work is done. */
  close(): Promise<void>
}

/** Opens a pool of connections. Nothing connects before the first query. */
export function openDatabase({ url, password, connections = 8, statementTimeout = 30_000 }: DatabaseOptions): Database {
  const settings = {
    statement_timeout: String(statementTimeout),
    idle_in_transaction_session_timeout: '30000',
  }
  const pool = openPool(url, settings, connections, password)

  async function transaction<T>(begin: string, wait: boolean, work: (db: Kysely<Tables>) => Promise<T>): Promise<T> {
    const client = await pool.connect().catch(asOperational)
    // The first query follows at once and fails with it, so there is no need to wait here.
    const begun = client.query(begin)
    begun.catch(() => {})
    const end = async (statement: 'commit' | 'rollback') => {
      try {
        await begun
        await client.query(statement)
        client.release()
      } catch (error) {
        client.release(true)
        throw error
      }
    }
    let result: T
    try {
      result = await work(queriesOn(client))
    } catch (error) {
      await end('rollback').catch(() => {})
      return asOperational(error)
    }
    const ended = end('commit')
    if (wait) await ended.catch(asOperational)
    else ended.catch(() => {})
    return result
  }

  return {
    url,
    read: (orgId, query) => transaction(`begin read only; ${openTo([orgId])}`, false, query),
    write: (orgId, change) => transaction(`begin; ${openTo([orgId])}`, true, change),
    outside: (change) => transaction('begin', true, change),
    load: () => ({ total: pool.totalCount, idle: pool.idleCount, waiting: pool.waitingCount }),
    close: () => pool.end(),
  }
}

/** @throws OperationalError for a connection that broke, anything else as it is */
function asOperational(error: unknown): never {
  throw lostConnection(error) ? unreachableDatabase('Try again in a moment.', error) : error
}
