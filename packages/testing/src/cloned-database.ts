import { migrate, openDatabase, type Database } from '@baton/database'
import { newId } from '@baton/runtime'
import pg from 'pg'
import { inject } from 'vitest'
import { until } from './until.ts'

/** A database of one test file: migrated, empty, and its own. */
export type ClonedDatabase = {
  /** Connects as the owner, whom row-level security does not hold back; for looking behind the scenes. */
  ownerUrl: string
  db: Database
  /** Runs SQL as the owner. */
  sql<R extends pg.QueryResultRow = pg.QueryResultRow>(text: string, values?: unknown[]): Promise<R[]>
  /** Closes its connections and removes it. */
  drop(): Promise<void>
}

/**
 * Clones the migrated template database of this run. Call it in `beforeAll` and `drop` in `afterAll`.
 * Cloning takes some 50 ms; tests of one file share it, each with its own organization.
 */
export async function cloneDatabase(): Promise<ClonedDatabase> {
  return databaseOn(inject('ownerUrl'), inject('templateDatabase'))
}

/** The same on a server of one's own, for scripts; without a template it is migrated from nothing. */
export async function databaseOn(serverUrl: string, template?: string): Promise<ClonedDatabase> {
  const name = `baton_${newId().replaceAll('-', '')}`
  const from = template ? ` template "${template}" strategy file_copy` : ''
  await asOwner(serverUrl, (client) =>
    until('the template database is at rest', () =>
      client.query(`create database "${name}"${from}`).catch((error: { code?: string }) => {
        // 55006: the server itself is looking through the template (autovacuum); it waits for that, but not for long.
        if (error.code !== '55006') throw error
        return undefined
      }),
    ),
  )
  const ownerUrl = serverUrl.replace(/[^/]*$/, name)
  if (!template) await migrate(ownerUrl)
  const db = openDatabase({ url: ownerUrl, connections: 4 })
  const owner = new pg.Pool({ connectionString: ownerUrl, max: 2 })
  owner.on('error', () => {})
  return {
    ownerUrl,
    db,
    sql: async (text, values) => (await owner.query(text, values)).rows,
    async drop() {
      await db.close()
      await owner.end()
      await asOwner(serverUrl, (client) => client.query(`drop database "${name}" with (force)`))
    },
  }
}

async function asOwner(url: string, work: (client: pg.Client) => Promise<unknown>): Promise<void> {
  // Not through the template database: nobody else can clone it while somebody is connected to it.
  const client = new pg.Client({ connectionString: url.replace(/[^/]*$/, 'postgres') })
  await client.connect()
  try {
    await work(client)
  } finally {
    await client.end()
  }
}
