import { announce, type Writer } from '@baton/database'
import { type MemberActor, UserError } from '@baton/engine'
import { requireAdministrator } from './administrator.ts'
import type { CommandContext } from './context.ts'
import { requireKnown } from './known-people.ts'

type Group = { name: string; members: readonly string[] }

/**
 * Creates a group.
 * @returns its id
 * @throws UserError not_allowed, already_exists for the name, member_not_found
 */
export async function createGroup(
  { db, newId }: Pick<CommandContext, 'db' | 'newId'>,
  { actor, name, members }: { actor: MemberActor } & Group,
): Promise<string> {
  requireAdministrator(actor, 'create groups')
  const { orgId } = actor
  const id = newId()
  await db.write(orgId, async (tx) => {
    await requireFreeName(tx, orgId, name)
    await tx.insertInto('people_group').values({ org_id: orgId, id, name }).execute()
    await setMembers(tx, orgId, id, members)
  })
  return id
}

/**
 * Gives a group a name and exactly these members.
 * @throws UserError not_allowed, group_not_found, already_exists for the name, member_not_found
 */
export async function changeGroup(
  { db }: Pick<CommandContext, 'db'>,
  { actor, groupId, name, members }: { actor: MemberActor; groupId: string } & Group,
): Promise<void> {
  requireAdministrator(actor, 'change groups')
  const { orgId } = actor
  await db.write(orgId, async (tx) => {
    await requireFreeName(tx, orgId, name, groupId)
    const { numUpdatedRows } = await tx
      .updateTable('people_group')
      .set({ name })
      .where('org_id', '=', orgId)
      .where('id', '=', groupId)
      .executeTakeFirst()
    if (numUpdatedRows === 0n) throw new UserError('group_not_found', 'There is no such group.')
    await setMembers(tx, orgId, groupId, members)
  })
}

async function requireFreeName(tx: Writer, orgId: string, name: string, except?: string): Promise<void> {
  const taken = await tx
    .selectFrom('people_group')
    .where('org_id', '=', orgId)
    .where((row) => row(row.fn('lower', ['name']), '=', row.fn('lower', [row.val(name)])))
    .select('id')
    .executeTakeFirst()
  if (taken && taken.id !== except) throw new UserError('already_exists', `There is a group called “${name}” already.`)
}

async function setMembers(tx: Writer, orgId: string, groupId: string, members: readonly string[]): Promise<void> {
  const wanted = [...new Set(members)]
  await requireKnown(tx, orgId, { people: wanted })
  await tx.deleteFrom('group_member').where('org_id', '=', orgId).where('group_id', '=', groupId).execute()
  if (wanted.length > 0) {
    const rows = wanted.map((member_id) => ({ org_id: orgId, group_id: groupId, member_id }))
    await tx.insertInto('group_member').values(rows).execute()
  }
  await announce(tx, orgId, { kind: 'people', subjectId: groupId })
}
