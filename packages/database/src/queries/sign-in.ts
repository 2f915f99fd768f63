import { sql } from 'kysely'
import type { Reader, Writer } from '../database.ts'

/** The account of an e-mail address, whatever its case. Outside of any organization. */
export function accountByEmail(db: Writer, email: string) {
  return db
    .selectFrom('account')
    .where('email', '=', email.trim().toLowerCase())
    .select(['id', 'password_hash as passwordHash'])
    .executeTakeFirst()
}

/** The organizations that an account may enter, by name. Outside of any organization. */
export async function membershipsOf(
  db: Writer,
  accountId: string,
): Promise<{ orgId: string; orgName: string; memberId: string }[]> {
  const { rows } = await sql<{ orgId: string; orgName: string; memberId: string }>`
    select org_id as "orgId", org_name as "orgName", member_id as "memberId" from memberships_of(${accountId})
  `.execute(db)
  return rows
}

/**
 * Counts an attempt against a limit and returns how many there are in its window, this one included. Outside of any
 * organization; counted before the password is looked at, so that attempts at the same moment all count.
 */
export async function countAttempt(tx: Writer, key: string, now: string, windowMinutes: number): Promise<number> {
  const fresh = sql<boolean>`login_attempt.window_started_at > ${now}::timestamptz - make_interval(mins => ${windowMinutes}::int)`
  const { count } = await tx
    .insertInto('login_attempt')
    .values({ key, count: 1, window_started_at: now })
    .onConflict((conflict) =>
      conflict.column('key').doUpdateSet({
        count: sql`case when ${fresh} then login_attempt.count + 1 else 1 end`,
        window_started_at: sql`case when ${fresh} then login_attempt.window_started_at else excluded.window_started_at end`,
      }),
    )
    .returning('count')
    .executeTakeFirstOrThrow()
  return count
}

/**
 * Takes an attempt that was right out of the limits: those of the person begin anew, those of the network they share
 * with others lose this one. Also removes what is long past.
 */
export async function forgiveAttempt(
  tx: Writer,
  { person, network }: { person: string[]; network: string },
  now: string,
): Promise<void> {
  await tx
    .deleteFrom('login_attempt')
    .where((is) =>
      is.or([is('key', 'in', person), sql<boolean>`window_started_at < ${now}::timestamptz - interval '1 day'`]),
    )
    .execute()
  await tx
    .updateTable('login_attempt')
    .set({ count: sql`greatest(count - 1, 0)` })
    .where('key', '=', network)
    .execute()
}

/** Begins a session. */
export async function insertSession(
  tx: Writer,
  orgId: string,
  session: { hash: Buffer; memberId: string; now: string; expiresAt: string; userAgent: string | null },
): Promise<void> {
  await tx
    .insertInto('session')
    .values({
      org_id: orgId,
      token_hash: session.hash,
      member_id: session.memberId,
      created_at: session.now,
      last_seen_at: session.now,
      expires_at: session.expiresAt,
      user_agent: session.userAgent,
    })
    .execute()
}

/** Ends a session. */
export async function deleteSession(tx: Writer, orgId: string, hash: Buffer): Promise<void> {
  await tx.deleteFrom('session').where('org_id', '=', orgId).where('token_hash', '=', hash).execute()
}

/** Ends all sessions of a member but one. */
export async function deleteOtherSessions(tx: Writer, orgId: string, memberId: string, kept: Buffer): Promise<void> {
  await tx
    .deleteFrom('session')
    .where('org_id', '=', orgId)
    .where('member_id', '=', memberId)
    .where('token_hash', '!=', kept)
    .execute()
}

/** When the newest session of a member began; undefined when there is none. */
export async function lastSessionOf(db: Reader, orgId: string, memberId: string): Promise<string | undefined> {
  const row = await db
    .selectFrom('session')
    .where('org_id', '=', orgId)
    .where('member_id', '=', memberId)
    .select('created_at')
    .orderBy('created_at', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row?.created_at
}

/** The account behind a member, with its password's hash. */
export function accountOfMember(db: Reader, orgId: string, memberId: string) {
  return db
    .selectFrom('member')
    .innerJoin('account', 'account.id', 'member.account_id')
    .where('member.org_id', '=', orgId)
    .where('member.id', '=', memberId)
    .select(['account.id', 'account.password_hash as passwordHash'])
    .executeTakeFirstOrThrow()
}

/** Sets the password of an account. */
export async function setPassword(tx: Writer, accountId: string, passwordHash: string): Promise<void> {
  await tx.updateTable('account').set({ password_hash: passwordHash }).where('id', '=', accountId).execute()
}
