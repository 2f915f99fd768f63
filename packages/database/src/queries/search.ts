import { sql } from 'kysely'
import type { Reader } from '../database.ts'

const most = 8
const containing = (text: string) => `%${text.replace(/[\\%_]/g, (sign) => `\\${sign}`)}%`

/** Templates whose title holds the text, those that begin with it first. */
export const templatesNamed = (db: Reader, orgId: string, text: string) =>
  db
    .selectFrom('template')
    .where('org_id', '=', orgId)
    .where('archived_at', 'is', null)
    .where('title', 'ilike', containing(text))
    .select(['id', 'title', 'emoji', 'published_version as publishedVersion'])
    .orderBy(sql`position(lower(${text}) in lower(title))`)
    .orderBy(sql`lower(title)`)
    .limit(most)
    .execute()

/** Active members whose name or address holds the text. */
export const membersNamed = (db: Reader, orgId: string, text: string) =>
  db
    .selectFrom('member')
    .where('org_id', '=', orgId)
    .where('status', '=', 'active')
    .where((is) => is.or([is('name', 'ilike', containing(text)), is('email', 'ilike', containing(text))]))
    .select(['id', 'name', 'email', 'job_title as jobTitle'])
    .orderBy(sql`lower(name)`)
    .limit(most)
    .execute()
