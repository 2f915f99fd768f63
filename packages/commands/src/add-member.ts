import { announce, type Writer } from '@baton/database'
import { type MemberActor, type Role, UserError } from '@baton/engine'
import { requireAdministrator } from './administrator.ts'
import type { CommandContext } from './context.ts'

/**
 * Adds a person to the organization. Who has an account from another organization keeps it with its password.
 * @param given `passwordHash` absent: the person cannot sign in by password yet
 * @returns the id of the new member
 * @throws UserError not_allowed, already_exists
 */
export async function addMember(
  { db, processes, newId }: Pick<CommandContext, 'db' | 'processes' | 'newId'>,
  {
    actor,
    name,
    email,
    role,
    jobTitle,
    passwordHash,
  }: { actor: MemberActor; name: string; email: string; role: Role; jobTitle?: string; passwordHash?: string },
): Promise<string> {
  requireAdministrator(actor, 'add members')
  const { orgId } = actor
  const id = newId()
  await db.write(orgId, async (tx) => {
    const account_id = await accountFor(tx, newId(), email, passwordHash)
    const added = await tx
      .insertInto('member')
      .values({ org_id: orgId, id, account_id, name, email: email.toLowerCase(), role, job_title: jobTitle ?? null })
      .onConflict((conflict) => conflict.columns(['org_id', 'account_id']).doNothing())
      .returning('id')
      .executeTakeFirst()
    if (!added) throw new UserError('already_exists', `${email} belongs to a member already.`)
    await announce(tx, orgId, { kind: 'people', subjectId: id })
  })
  processes.forget(orgId)
  return id
}

/** The account of this address, made when there is none. @returns its id */
export async function accountFor(tx: Writer, newId: string, email: string, passwordHash?: string): Promise<string> {
  const address = email.toLowerCase()
  await tx
    .insertInto('account')
    .values({ id: newId, email: address, password_hash: passwordHash ?? null })
    .onConflict((conflict) => conflict.column('email').doNothing())
    .execute()
  const { id } = await tx.selectFrom('account').where('email', '=', address).select('id').executeTakeFirstOrThrow()
  return id
}
