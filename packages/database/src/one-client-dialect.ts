import {
  type CompiledQuery,
  type DatabaseConnection,
  type Dialect,
  type Driver,
  Kysely,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
} from 'kysely'
import type pg from 'pg'
import type { Tables } from './tables.ts'

const made = new WeakMap<pg.ClientBase, Kysely<Tables>>()

/**
 * Kysely over one connection that somebody else has taken and in whose transaction everything runs. Beginning and
 * ending transactions is theirs. The same connection gives the same object.
 */
export function queriesOn(client: pg.ClientBase): Kysely<Tables> {
  let kysely = made.get(client)
  if (!kysely) made.set(client, (kysely = new Kysely<Tables>({ dialect: dialectOf(client) })))
  return kysely
}

function dialectOf(client: pg.ClientBase): Dialect {
  return {
    createAdapter: () => new PostgresAdapter(),
    createDriver: () => driverOf(client),
    createIntrospector: (db) => new PostgresIntrospector(db),
    createQueryCompiler: () => new PostgresQueryCompiler(),
  }
}

function driverOf(client: pg.ClientBase): Driver {
  const refuse = () => Promise.reject(new Error('A transaction is open already: use the one you were given.'))
  const connection: DatabaseConnection = {
    async executeQuery<R>({ sql, parameters }: CompiledQuery) {
      const { rows, rowCount } = await client.query({ name: nameOf(sql), text: sql, values: parameters as unknown[] })
      return { rows: rows as R[], numAffectedRows: BigInt(rowCount ?? 0) }
    },
    // eslint-disable-next-line require-yield
    async *streamQuery() {
      throw new Error('Reading row by row is not supported here: page by key.')
    },
  }
  return {
    init: () => Promise.resolve(),
    acquireConnection: () => Promise.resolve(connection),
    beginTransaction: refuse,
    commitTransaction: refuse,
    rollbackTransaction: refuse,
    releaseConnection: () => Promise.resolve(),
    destroy: () => Promise.resolve(),
  }
}

const names = new Map<string, string>()
/** More texts than this come from filters in ever new combinations; those are planned each time. */
const mostNames = 500

/** A name for a statement, so that each connection parses and plans it once. */
function nameOf(sql: string): string | undefined {
  const known = names.get(sql)
  if (known || names.size >= mostNames) return known
  const name = `q${names.size + 1}`
  names.set(sql, name)
  return name
}
