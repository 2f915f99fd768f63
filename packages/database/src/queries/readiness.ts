import { readdir } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { sql } from 'kysely'
import type { Database } from '../database.ts'

const folder = fileURLToPath(new URL('../../migrations', import.meta.url))
let wanted: Promise<string[]> | undefined

/**
 * Names of the migrations that this version brings and the database does not have yet; empty when it is ready.
 * @throws when the database does not answer
 */
export async function missingMigrations(db: Database): Promise<string[]> {
  wanted ??= readdir(folder).then((files) =>
    files.filter((file) => file.endsWith('.sql')).map((file) => file.slice(0, -4)),
  )
  const done = await db.outside(async (reader) => {
    const { rows } = await sql<{ name: string }>`select name from migrations_done() as name`.execute(reader)
    return new Set(rows.map(({ name }) => name))
  })
  return (await wanted).filter((name) => !done.has(name)).sort()
}
