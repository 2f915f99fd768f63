import { announce } from '@baton/database'
import type { MemberActor } from '@baton/engine'
import { accountFor } from './add-member.ts'
import type { CommandContext } from './context.ts'

/**
 * Creates an organization with its first administrator, who may have an account already.
 * @param administrator `passwordHash` is used for a new account only
 * @returns the administrator as an actor
 */
export async function createOrganization(
  { db, newId }: Pick<CommandContext, 'db' | 'newId'>,
  given: {
    name: string
    /** IANA. */
    timeZone: string
    /** BCP 47. */
    locale: string
    settings?: Record<string, unknown>
    administrator: { name: string; email: string; passwordHash: string; jobTitle?: string }
  },
): Promise<MemberActor> {
  const [orgId, id] = [newId(), newId()]
  const { name, email, passwordHash, jobTitle } = given.administrator
  await db.write(orgId, async (tx) => {
    await tx
      .insertInto('organization')
      .values({
        org_id: orgId,
        name: given.name,
        slug: slugOf(given.name),
        time_zone: given.timeZone,
        locale: given.locale,
        ...(given.settings && { settings: JSON.stringify(given.settings) }),
      })
      .execute()
    const account_id = await accountFor(tx, newId(), email, passwordHash)
    await tx
      .insertInto('member')
      .values({
        org_id: orgId,
        id,
        account_id,
        name,
        email: email.toLowerCase(),
        role: 'administrator',
        job_title: jobTitle ?? null,
      })
      .execute()
    await announce(tx, orgId, { kind: 'organization', subjectId: orgId })
  })
  return { kind: 'member', orgId, id, role: 'administrator', groups: [] }
}

/** `Müller & Co.` becomes `muller-co`: a hint in addresses, not an id. */
function slugOf(name: string): string {
  const plain = name
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll(/\p{M}/gu, '')
    .replaceAll(/[^a-z0-9]+/g, '-')
  return plain.replaceAll(/^-|-$/g, '').slice(0, 40) || 'organization'
}
