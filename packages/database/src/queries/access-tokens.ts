import type { Reader, Writer } from '../database.ts'

const columns = ['id', 'name', 'scopes', 'created_at', 'last_used_at', 'expires_at'] as const

/** Access tokens of a member, newest first. */
export function accessTokensOf(db: Reader, orgId: string, memberId: string) {
  return db
    .selectFrom('access_token')
    .where('org_id', '=', orgId)
    .where('member_id', '=', memberId)
    .select(columns)
    .orderBy('created_at', 'desc')
    .orderBy('id', 'desc')
    .execute()
}

/** Writes a new access token. */
export function insertAccessToken(
  tx: Writer,
  orgId: string,
  token: {
    id: string
    hash: Buffer
    memberId: string
    name: string
    scopes: string[]
    now: string
    expiresAt: string | null
  },
) {
  return tx
    .insertInto('access_token')
    .values({
      org_id: orgId,
      token_hash: token.hash,
      id: token.id,
      member_id: token.memberId,
      name: token.name,
      scopes: token.scopes,
      created_at: token.now,
      last_used_at: null,
      expires_at: token.expiresAt,
    })
    .returning(columns)
    .executeTakeFirstOrThrow()
}

/** Takes a member's own access token back. False when there is none with this id. */
export async function deleteAccessToken(tx: Writer, orgId: string, memberId: string, id: string): Promise<boolean> {
  const gone = await tx
    .deleteFrom('access_token')
    .where('org_id', '=', orgId)
    .where('member_id', '=', memberId)
    .where('id', '=', id)
    .returning('id')
    .execute()
  return gone.length > 0
}
