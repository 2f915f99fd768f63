import { sql } from 'kysely'
import type { Writer } from '../database.ts'
import { changeChannel } from '../store/write.ts'
import type { ChangeKind } from '../tables.ts'

/**
 * Tells everyone who looks at it, when this transaction is committed, that something other than a process has changed.
 * Processes are announced by their store.
 * @param version what tells newer notices from older ones, where there is such a number
 */
export async function announce(
  tx: Writer,
  orgId: string,
  { kind, subjectId, version }: { kind: Exclude<ChangeKind, 'process'>; subjectId: string; version?: number },
): Promise<void> {
  await tx
    .insertInto('change')
    .values({ org_id: orgId, kind, subject_id: subjectId, version: version ?? null })
    .execute()
  await sql`select pg_notify(${changeChannel}, ${JSON.stringify([orgId])})`.execute(tx)
}
