import { sql } from 'kysely'
import type { Reader } from '../database.ts'
import { wordsOf } from '../store/rows.ts'

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

/** Ids of processes with a word that begins with this one. `collate "C"` lets the index find them. */
export const processesWithWord = (orgId: string, word: string) =>
  sql`select process_id from process_word where org_id = ${orgId} and word >= ${word} and word < ${`${word}\u{10ffff}`}`

/** Processes whose names hold all these words or beginnings of words; the newest of the active first. */
export function processesNamed(db: Reader, orgId: string, text: string) {
  const [first, ...others] = wordsOf(text).sort((a, b) => b.length - a.length)
  if (first === undefined) return Promise.resolve([])
  let query = db
    .selectFrom(
      db
        .selectFrom('process_word')
        .where('org_id', '=', orgId)
        .where('word', '>=', first)
        .where('word', '<', `${first}\u{10ffff}`)
        .select('process_id')
        // A beginning that fits more than this is no search yet; the newest ids are those of the newest processes.
        .limit(2000)
        .as('hit'),
    )
    .innerJoin('process', (on) => on.on('process.org_id', '=', orgId).onRef('process.id', '=', 'hit.process_id'))
    .where('process.archived', '=', false)
  for (const word of others) query = query.where(processesWithWord(word))
  return query
    .select([
      'process.id',
      'process.name',
      'process.template_id as templateId',
      'process.template_version as templateVersion',
      'process.status',
    ])
    .distinctOn([sql`(process.status = 'active')`, 'process.launched_at', 'process.id'])
    .orderBy(sql`(process.status = 'active')`, 'desc')
    .orderBy('process.launched_at', 'desc')
    .orderBy('process.id', 'desc')
    .limit(most)
    .execute()
}
