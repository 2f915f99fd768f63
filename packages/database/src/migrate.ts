import { fileURLToPath } from 'node:url'
import { Logger, runMigrations } from 'graphile-worker'
import pg from 'pg'

const migrationsFolder = fileURLToPath(new URL('../migrations', import.meta.url))
const silent = new Logger(() => () => {})

/**
 * Brings the schema up to date: the queue's own tables first, then ours, all pending files in one transaction. Safe to
 * run again and from several nodes at once: the others wait and then find nothing to do.
 * @param ownerUrl connection string of the role that owns the schema; it must be allowed to create roles
 * @returns the names of the migrations that were carried out, in order; empty when the schema was up to date
 */
export async function migrate(ownerUrl: string): Promise<string[]> {
  const client = new pg.Client({ connectionString: ownerUrl, application_name: 'baton migrate' })
  // A lost connection fails the query that needs it; told again as an event that nobody hears, it would end the program.
  client.on('error', () => {})
  await client.connect()
  try {
    // Held until the connection ends. The queue's migrations take no lock of their own.
    await client.query(`select pg_advisory_lock(hashtextextended('baton migrate', 0))`)
    await runMigrations({ connectionString: ownerUrl, logger: silent })
    // Only who migrates loads it: every program reads this package, few migrate.
    const { runner } = await import('node-pg-migrate')
    const done = await runner({
      dbClient: client,
      dir: migrationsFolder,
      direction: 'up',
      singleTransaction: true,
      migrationsTable: 'migration',
      advisoryLockMode: 'wait',
      log: () => {},
    })
    return done.map((migration) => migration.name)
  } finally {
    await client.end().catch(() => {})
  }
}
