import path from 'node:path'
import { migrate } from '@baton/database'
import type { EmbeddedPostgres, Settings } from '@baton/runtime'
import { startEmbeddedPostgres, StartRefused } from '@baton/runtime'
import pg from 'pg'
import { makeDemo } from '../demo/make-demo.ts'
import type { SignIn } from './welcome.ts'

/** A database that can be reached, not yet migrated. */
export type PreparedDatabase = {
  /** Connects as the role that owns the schema. */
  url: string
  /** Our own server; absent when DATABASE_URL names another one. */
  server?: EmbeddedPostgres
  migrate(): Promise<void>
  /** Makes the demo organization unless there is one of somebody's own. Returns how to sign in to it, now or later. */
  demo(): Promise<SignIn | undefined>
}

const oldest = 15

/**
 * Starts our own PostgreSQL, or looks whether the one of DATABASE_URL can be used.
 * @throws StartRefused when it cannot
 */
export async function prepareDatabase(settings: Settings, say: (line: string) => void): Promise<PreparedDatabase> {
  let server: EmbeddedPostgres | undefined
  if (settings.DATABASE_URL) await refuseUnusable(settings.DATABASE_URL)
  else server = await startEmbeddedPostgres({ folder: path.join(settings.DATA_DIR, 'postgresql') })
  const url = server?.url ?? settings.DATABASE_URL!
  return {
    url,
    server,
    migrate: () => migrateOrExplain(url, say),
    demo: () => makeDemo({ databaseUrl: url }, say),
  }
}

async function migrateOrExplain(url: string, say: (line: string) => void): Promise<void> {
  try {
    const done = await migrate(url)
    if (done.length > 0) say(`Database: ${done.length} ${done.length === 1 ? 'change' : 'changes'} to its schema made.`)
  } catch (error) {
    throw explainConnection(error, url)
  }
}

async function refuseUnusable(url: string): Promise<void> {
  const [row] = await ask<{ version: string }>(url, `select current_setting('server_version_num') as version`)
  const major = Math.floor(Number(row?.version) / 10_000)
  if (major >= oldest) return
  throw new StartRefused(
    `The server of DATABASE_URL is PostgreSQL ${major}, but Baton needs ${oldest} or newer. ` +
      'Upgrade it, or leave DATABASE_URL unset: then Baton brings its own.',
  )
}

/** Asks one question as the owner. */
async function ask<Row>(url: string, question: string): Promise<Row[]> {
  const client = new pg.Client({
    connectionString: url,
    connectionTimeoutMillis: 10_000,
    application_name: 'baton start',
  })
  // A lost connection fails the question; as an event that nobody hears it would end the program.
  client.on('error', () => {})
  try {
    await client.connect()
    return (await client.query(question)).rows as Row[]
  } catch (error) {
    throw explainConnection(error, url)
  } finally {
    await client.end().catch(() => {})
  }
}

/** Says what is wrong with the server of an address, without repeating the password that stands in it. */
export function explainConnection(error: unknown, url: string): unknown {
  const { hostname, port, pathname, username } = new URL(url)
  const server = `${hostname}:${port || 5432}`
  const { code = '', message = '' } = error as { code?: string; message?: string }
  const explained: Record<string, string> = {
    ECONNREFUSED: `No PostgreSQL answers at ${server}. Start it, or correct DATABASE_URL.`,
    ENOTFOUND: `There is no server named ${hostname}. Correct DATABASE_URL.`,
    EAI_AGAIN: `The name ${hostname} could not be looked up. Check the network, or correct DATABASE_URL.`,
    ETIMEDOUT: `The server at ${server} does not answer. Check the network, or correct DATABASE_URL.`,
    '28P01': `The server at ${server} refuses the password of “${username}”. Correct DATABASE_URL.`,
    '28000': `The server at ${server} refuses “${username}”: ${message}. Correct DATABASE_URL or the server's pg_hba.conf.`,
    '3D000': `There is no database “${pathname.slice(1)}” at ${server}. Create it (createdb), or correct DATABASE_URL.`,
    '42501': `“${username}” may not change the schema: ${message}. Baton needs a role that owns its database and may create roles.`,
    '53300': `The server at ${server} has no connection left. Raise its max_connections or end some.`,
  }
  const known = explained[code] ?? (/timeout expired/.test(message) ? explained.ETIMEDOUT : undefined)
  return known ? new StartRefused(known) : error
}
