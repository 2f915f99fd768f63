import pg from 'pg'

/** Where a password changes while programs run: asked for each new connection, in place of the one in the address. */
export type Password = () => Promise<string>

/** Connects as the application's role: it owns nothing and row-level security holds for it. */
export function connectionSettings(
  url: string,
  settings: Record<string, string> = {},
  password?: Password,
): pg.ClientConfig {
  const given = new URL(url)
  const options = [
    given.searchParams.get('options') ?? '',
    '-c role=baton_app',
    '-c jit=off',
    ...Object.entries(settings).map(([name, value]) => `-c ${name}=${value}`),
  ]
  given.searchParams.delete('options')
  return {
    ...addressOf(given, password),
    options: options.join(' ').trim(),
    application_name: 'baton',
    connectionTimeoutMillis: 10_000,
    keepAlive: true,
    types: { getTypeParser: typeParser },
  }
}

/**
 * A pool of connections as the application's role. A connection that breaks, idle or in use, is replaced; whoever uses
 * it hears of it from the query.
 */
export function openPool(url: string, settings: Record<string, string>, most: number, password?: Password): pg.Pool {
  const pool = new pg.Pool({ ...connectionSettings(url, settings, password), max: most, pipeline: true })
  pool.on('error', () => {})
  // Without a listener of its own, a connection that breaks while it is in use would end the whole program.
  pool.on('connect', (client) => void client.on('error', () => {}))
  return pool
}

/**
 * A pool of connections as the owner of the schema, for the queue's tables and migrations: nobody else may touch those.
 * @param most connections
 */
export function openOwnerPool(url: string, most: number, password?: Password): pg.Pool {
  const pool = new pg.Pool({ ...addressOf(new URL(url), password), max: most, application_name: 'baton worker' })
  pool.on('error', () => {})
  pool.on('connect', (client) => void client.on('error', () => {}))
  return pool
}

/** The driver takes the password of an address before any other, so with one of its own the address is taken apart. */
function addressOf(url: URL, password: Password | undefined): pg.ClientConfig {
  if (!password) return { connectionString: url.href }
  const bare = new URL(url)
  bare.password = ''
  const { user, host, port, database, ssl } = new pg.Client({ connectionString: bare.href })
  return { user, host, port, database, ssl, password }
}

type Parser = (value: string) => unknown
const parsers = new Map<number, Parser>([
  // bigint: counts, versions and sizes, all far below 2^53.
  [pg.types.builtins.INT8, Number],
  [pg.types.builtins.TIMESTAMPTZ, instantOf],
])

function typeParser(oid: number, format?: 'text' | 'binary'): Parser {
  return parsers.get(oid) ?? (pg.types.getTypeParser(oid, format) as Parser)
}

/** `2026-11-22 19:00:00.5+00` as the engine writes instants, `2026-11-22T19:00:00.500Z`; `infinity` stays. */
function instantOf(value: string): string {
  return value.endsWith('infinity') ? value : new Date(value).toISOString()
}

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/

/** The statement that lets the rows of these organizations, and no others, be seen until the transaction ends. */
export function openTo(orgIds: Iterable<string>): string {
  const ids = [...orgIds]
  const wrong = ids.find((id) => !uuid.test(id))
  if (wrong !== undefined) throw new TypeError(`An organization's id is a UUID in lower case, not “${wrong}”.`)
  return `set local baton.orgs = '{${ids.join(',')}}'`
}
