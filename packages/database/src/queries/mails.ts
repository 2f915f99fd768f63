import { sql } from 'kysely'
import type { Reader } from '../database.ts'
import type { MailState } from '../tables.ts'

const columns = [
  'id',
  'to_address as to',
  'subject',
  'kind',
  'state',
  'created_at as createdAt',
  'sent_at as sentAt',
  'last_error as error',
  'process_id as processId',
  'task_id as taskId',
] as const

/** A place in the outbox. */
export type MailPlace = { createdAt: string; id: string }

/** Mails, newest first, before a place. `limit` is 1–101. */
export function mailsOf(
  db: Reader,
  orgId: string,
  { states, before, limit }: { states?: MailState[]; before?: MailPlace; limit: number },
) {
  let query = db
    .selectFrom('mail')
    .where('org_id', '=', orgId)
    // To the microsecond, for the next page: instants are cut to milliseconds.
    .select([...columns, sql<string>`created_at::text`.as('exactCreatedAt')])
  if (states) query = query.where('state', 'in', states)
  if (before)
    query = query.where(sql<boolean>`(created_at, id) < (${before.createdAt}::timestamptz, ${before.id}::uuid)`)
  return query.orderBy('created_at', 'desc').orderBy('id', 'desc').limit(limit).execute()
}

/** One mail with its texts; undefined when there is none. */
export const mailById = (db: Reader, orgId: string, id: string) =>
  db
    .selectFrom('mail')
    .where('org_id', '=', orgId)
    .where('id', '=', id)
    .select([...columns, 'html', 'text', 'message_id as messageId'])
    .executeTakeFirst()
