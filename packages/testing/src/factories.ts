import type { Database } from '@baton/database'
import type { MemberActor, TemplateDocument } from '@baton/engine'
import { newId } from '@baton/runtime'

/** A member as tests use one: the actor of commands, and what people see. */
export type BuiltMember = { actor: MemberActor; id: string; accountId: string; name: string; email: string }
export type BuiltOrganization = { orgId: string; administrator: BuiltMember }

let counter = 0

/** An organization with its first administrator. Every part has a default. */
export async function buildOrganization(
  db: Database,
  given: { name?: string; timeZone?: string; locale?: string } = {},
): Promise<BuiltOrganization> {
  const orgId = newId()
  const { name = `Organization ${(counter += 1)}`, timeZone = 'Europe/Zurich', locale = 'en' } = given
  await db.write(orgId, (tx) =>
    tx
      .insertInto('organization')
      .values({ org_id: orgId, name, slug: `org-${orgId.slice(-8)}`, time_zone: timeZone, locale })
      .execute(),
  )
  return { orgId, administrator: await buildMember(db, orgId, { role: 'administrator' }) }
}

/** A member with an account that cannot sign in yet (`passwordHash` lets it). */
export async function buildMember(
  db: Database,
  orgId: string,
  given: { name?: string; email?: string; role?: MemberActor['role']; groups?: string[]; passwordHash?: string } = {},
): Promise<BuiltMember> {
  const [id, accountId] = [newId(), newId()]
  counter += 1
  const {
    name = `Person ${counter}`,
    email = `person-${id.slice(-12)}@example.org`,
    role = 'member',
    groups = [],
  } = given
  await db.write(orgId, async (tx) => {
    await tx
      .insertInto('account')
      .values({ id: accountId, email, password_hash: given.passwordHash ?? null })
      .execute()
    await tx.insertInto('member').values({ org_id: orgId, id, account_id: accountId, name, email, role }).execute()
    for (const group_id of groups) {
      await tx.insertInto('group_member').values({ org_id: orgId, group_id, member_id: id }).execute()
    }
  })
  return { actor: { kind: 'member', orgId, id, role, groups }, id, accountId, name, email }
}

/** A group without members; give its id to `buildMember`. */
export async function buildGroup(db: Database, orgId: string, name = `Group ${(counter += 1)}`): Promise<string> {
  const id = newId()
  await db.write(orgId, (tx) => tx.insertInto('people_group').values({ org_id: orgId, id, name }).execute())
  return id
}

/** A template that is published as version 1. */
export async function buildTemplate(
  db: Database,
  owner: MemberActor,
  document: TemplateDocument = { title: 'Procedure', steps: [{ id: 'only', type: 'task', title: 'Only step' }] },
): Promise<{ templateId: string; templateVersion: number; document: TemplateDocument }> {
  const templateId = newId()
  const { orgId: org_id, id: by } = owner
  await db.write(org_id, async (tx) => {
    await tx
      .insertInto('template')
      .values({
        org_id,
        id: templateId,
        title: document.title,
        emoji: document.emoji ?? null,
        tags: document.tags ?? [],
        owner_id: by,
        draft: JSON.stringify(document),
        published_revision: 1,
        published_version: 1,
        updated_by: by,
      })
      .execute()
    await tx
      .insertInto('template_version')
      .values({ org_id, template_id: templateId, version: 1, document: JSON.stringify(document), published_by: by })
      .execute()
  })
  return { templateId, templateVersion: 1, document }
}
