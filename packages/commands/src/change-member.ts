import { announce, type MemberStatus, type Writer } from '@baton/database'
import { type MemberActor, type Role, UserError } from '@baton/engine'
import { requireAdministrator } from './administrator.ts'
import type { CommandContext } from './context.ts'

export type MemberChange = { name?: string; role?: Role; status?: MemberStatus; jobTitle?: string }

/**
 * Changes a member. A deactivated one is signed out everywhere at once, loses all access tokens, and keeps their
 * place in what has happened.
 * @throws UserError not_allowed, member_not_found, last_administrator
 */
export async function changeMember(
  { db, processes }: Pick<CommandContext, 'db' | 'processes'>,
  { actor, memberId, name, role, status, jobTitle }: { actor: MemberActor; memberId: string } & MemberChange,
): Promise<void> {
  requireAdministrator(actor, 'change members')
  const { orgId } = actor
  await db.write(orgId, async (tx) => {
    const administrators = await lockAdministrators(tx, orgId)
    const resigns = (role !== undefined && role !== 'administrator') || status === 'deactivated'
    if (resigns && administrators.length === 1 && administrators[0] === memberId) {
      throw new UserError(
        'last_administrator',
        'This is the last administrator. Make another member an administrator first.',
      )
    }
    const { numUpdatedRows } = await tx
      .updateTable('member')
      .set({
        ...(name !== undefined && { name }),
        ...(role !== undefined && { role }),
        ...(status !== undefined && { status }),
        ...(jobTitle !== undefined && { job_title: jobTitle || null }),
        org_id: orgId,
      })
      .where('org_id', '=', orgId)
      .where('id', '=', memberId)
      .executeTakeFirst()
    if (numUpdatedRows === 0n) throw new UserError('member_not_found', 'There is no such member.')
    if (status === 'deactivated') await signOutEverywhere(tx, orgId, memberId)
    await announce(tx, orgId, { kind: 'people', subjectId: memberId })
  })
  processes.forget(orgId)
}

/** Locked, so that two administrators cannot remove each other at the same moment. */
async function lockAdministrators(tx: Writer, orgId: string): Promise<string[]> {
  const rows = await tx
    .selectFrom('member')
    .where('org_id', '=', orgId)
    .where('role', '=', 'administrator')
    .where('status', '=', 'active')
    .select('id')
    .orderBy('id')
    .forUpdate()
    .execute()
  return rows.map(({ id }) => id)
}

async function signOutEverywhere(tx: Writer, orgId: string, memberId: string): Promise<void> {
  await tx.deleteFrom('session').where('org_id', '=', orgId).where('member_id', '=', memberId).execute()
  await tx.deleteFrom('access_token').where('org_id', '=', orgId).where('member_id', '=', memberId).execute()
}
