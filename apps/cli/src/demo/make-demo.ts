import { openDatabase, organizationIds, type Database } from '@baton/database'
import pg from 'pg'
import { eraseOrganization } from './erase-organization.ts'
import { demoSignIn, unfinished } from './organization.ts'

type SignIn = { email: string; password: string }

/**
 * Sees to it that there is a whole demo organization where there would be none at all. One that was being made when its
 * maker was ended is erased and made anew, since its stories are told from the day on which it is made. One start at
 * a time: a second one on the same database waits, and finds it made.
 * @param where `databaseUrl` of a migrated database, as the owner of its schema
 * @returns how to sign in to the demo; nothing when the organizations here are others
 */
export async function makeDemo(
  where: { databaseUrl: string },
  say: (line: string) => void,
  now = new Date(),
): Promise<SignIn | undefined> {
  const owner = new pg.Client({ connectionString: where.databaseUrl, application_name: 'baton start' })
  owner.on('error', () => {})
  const db = openDatabase({ url: where.databaseUrl, connections: 1 })
  try {
    await owner.connect()
    // Ends with the connection, so also when this program is killed.
    await owner.query(`select pg_advisory_lock(hashtextextended('baton demo', 0))`)
    const first = await firstOrganization(db)
    if (first && !first.unfinished) return first.name === demoSignIn.organization ? demoSignIn : undefined
    if (first) {
      say('The demo organization was left half made; making it anew …')
      await eraseOrganization(owner, first.id)
    } else say('Making a demo organization …')
    // Loaded only now: later starts need none of what it is made with.
    const { seedDemo } = await import('./seed-demo.ts')
    await seedDemo(where, now)
    return demoSignIn
  } finally {
    await db.close()
    await owner.end().catch(() => {})
  }
}

/** Ids tell the order in which organizations were made. */
async function firstOrganization(db: Database): Promise<{ id: string; name: string; unfinished: boolean } | undefined> {
  const [id] = await organizationIds(db)
  if (id === undefined) return undefined
  const { name, settings } = await db.read(id, (reader) =>
    reader.selectFrom('organization').where('org_id', '=', id).select(['name', 'settings']).executeTakeFirstOrThrow(),
  )
  return { id, name, unfinished: settings[unfinished] === true }
}
