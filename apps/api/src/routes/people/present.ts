import type { GroupView, MemberView } from '@baton/contract'
import { groupById, memberById, type Reader } from '@baton/database'
import { UserError } from '@baton/engine'

/** A member as everyone in the organization sees them. */
export const presentMember = ({
  id,
  name,
  email,
  role,
  status,
  jobTitle,
  groups,
}: Omit<MemberView, 'jobTitle'> & { jobTitle: string | null }): MemberView => ({
  id,
  name,
  email,
  role,
  status,
  ...(jobTitle ? { jobTitle } : {}),
  groups,
})

/** @throws UserError member_not_found */
export async function memberViewOf(db: Reader, orgId: string, id: string): Promise<MemberView> {
  const row = await memberById(db, orgId, id)
  if (!row) throw new UserError('member_not_found', 'There is no member with this id in your organization.')
  return presentMember(row)
}

/** @throws UserError group_not_found */
export async function groupViewOf(db: Reader, orgId: string, id: string): Promise<GroupView> {
  const row = await groupById(db, orgId, id)
  if (!row) throw new UserError('group_not_found', 'There is no group with this id in your organization.')
  return row
}
