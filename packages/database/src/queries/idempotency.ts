import { sql } from 'kysely'
import type { Writer } from '../database.ts'

/**
 * What was answered to a key before. Until this transaction ends, another one that asks for the same key waits.
 * Undefined when the key is new.
 */
export async function answerTo(
  tx: Writer,
  orgId: string,
  actorId: string,
  key: string,
): Promise<{ requestHash: string; response: unknown } | undefined> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`answer ${orgId} ${actorId} ${key}`}, 0))`.execute(tx)
  return tx
    .selectFrom('idempotency')
    .where('org_id', '=', orgId)
    .where('actor_id', '=', actorId)
    .where('key', '=', key)
    .select(['request_hash as requestHash', 'response'])
    .executeTakeFirst()
}

/**
 * Remembers an answer for a key.
 * @returns false when a write to a process, which does not wait here, has used the key since it was asked for; nothing
 *   is remembered then, and this transaction must be rolled back
 */
export async function rememberAnswer(
  tx: Writer,
  orgId: string,
  answer: { actorId: string; key: string; requestHash: string; response: unknown; now: string },
): Promise<boolean> {
  const kept = await tx
    .insertInto('idempotency')
    .values({
      org_id: orgId,
      actor_id: answer.actorId,
      key: answer.key,
      request_hash: answer.requestHash,
      response: JSON.stringify(answer.response),
      created_at: answer.now,
    })
    .onConflict((conflict) => conflict.columns(['org_id', 'actor_id', 'key']).doNothing())
    .returning('key')
    .executeTakeFirst()
  return kept !== undefined
}
