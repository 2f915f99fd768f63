import { sql } from 'kysely'
import type { Reader, Writer } from '../database.ts'

/** Who presented a secret, with what access decisions need. */
export type Caller = {
  memberId: string
  role: 'administrator' | 'member'
  groups: string[]
  /** Of a personal access token; a session may do everything its member may. */
  scopes: string[] | null
  expiresAt: string | null
  lastSeenAt: string | null
}

const groups = sql<string[]>`array(
  select g.group_id from group_member g where g.org_id = member.org_id and g.member_id = member.id order by g.group_id
)`

/** The member whose session this is; undefined when there is none, it has expired or the member is deactivated. */
export function callerBySession(db: Reader, orgId: string, hash: Buffer, now: string): Promise<Caller | undefined> {
  return db
    .selectFrom('session')
    .innerJoin('member', (on) =>
      on.onRef('member.org_id', '=', 'session.org_id').onRef('member.id', '=', 'session.member_id'),
    )
    .where('session.org_id', '=', orgId)
    .where('session.token_hash', '=', hash)
    .where('session.expires_at', '>', now)
    .where('member.status', '=', 'active')
    .select([
      'member.id as memberId',
      'member.role',
      groups.as('groups'),
      sql<null>`null`.as('scopes'),
      'session.expires_at as expiresAt',
      'session.last_seen_at as lastSeenAt',
    ])
    .executeTakeFirst()
}

/** The member whose access token this is; undefined as with sessions. */
export function callerByToken(db: Reader, orgId: string, hash: Buffer, now: string): Promise<Caller | undefined> {
  return db
    .selectFrom('access_token')
    .innerJoin('member', (on) =>
      on.onRef('member.org_id', '=', 'access_token.org_id').onRef('member.id', '=', 'access_token.member_id'),
    )
    .where('access_token.org_id', '=', orgId)
    .where('access_token.token_hash', '=', hash)
    .where((is) => is.or([is('access_token.expires_at', 'is', null), is('access_token.expires_at', '>', now)]))
    .where('member.status', '=', 'active')
    .select([
      'member.id as memberId',
      'member.role',
      groups.as('groups'),
      'access_token.scopes',
      'access_token.expires_at as expiresAt',
      'access_token.last_used_at as lastSeenAt',
    ])
    .executeTakeFirst()
}

/** Notes that a session is in use. */
export async function noteSessionUse(tx: Writer, orgId: string, hash: Buffer, at: string): Promise<void> {
  await tx
    .updateTable('session')
    .set({ last_seen_at: at })
    .where('org_id', '=', orgId)
    .where('token_hash', '=', hash)
    .execute()
}

/** Notes that an access token is in use. */
export async function noteTokenUse(tx: Writer, orgId: string, hash: Buffer, at: string): Promise<void> {
  await tx
    .updateTable('access_token')
    .set({ last_used_at: at })
    .where('org_id', '=', orgId)
    .where('token_hash', '=', hash)
    .execute()
}
