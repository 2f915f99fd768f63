import { sql } from 'kysely'
import type { Reader } from '../database.ts'

/** What happened in a process, newest first, before a sequence number. `limit` is 1–101. */
export function eventsOf(
  db: Reader,
  orgId: string,
  processId: string,
  { task, comments, before, limit }: { task?: string; comments?: boolean; before?: number; limit: number },
) {
  let query = db
    .selectFrom('event')
    .where('org_id', '=', orgId)
    .where('process_id', '=', processId)
    .select(['seq', 'type', 'at', 'actor', 'payload'])
  if (before !== undefined) query = query.where('seq', '<', before)
  if (comments) query = query.where('type', '=', 'CommentAdded')
  if (task !== undefined) query = query.where(sql<boolean>`payload ->> 'taskId' = ${task}`)
  return query.orderBy('seq', 'desc').limit(limit).execute()
}
