import { createHash } from 'node:crypto'
import { newId } from '@baton/runtime'
import { buildMember, buildOrganization, buildTemplate, type ClonedDatabase } from '@baton/testing'

/** An organization whose administrator has an access token, and a procedure that gives its one task to somebody else. */
export async function signedOrganization(database: ClonedDatabase) {
  const { orgId, administrator } = await buildOrganization(database.db)
  const assignee = await buildMember(database.db, orgId, { name: 'Tom Okafor' })
  const { templateId } = await buildTemplate(database.db, administrator.actor, {
    title: 'Order paper',
    steps: [{ id: 'order', type: 'task', title: 'Order', assign: { members: [assignee.id] } }],
  })
  const quiet = await buildTemplate(database.db, administrator.actor, {
    title: 'Count chairs',
    steps: [{ id: 'count', type: 'task', title: 'Count' }],
  })
  const token = `baton_pat_${orgId.replaceAll('-', '')}_${'k'.repeat(43)}`
  await database.db.write(orgId, (tx) =>
    tx
      .insertInto('access_token')
      .values({
        org_id: orgId,
        token_hash: createHash('sha256').update(token).digest(),
        id: newId(),
        member_id: administrator.id,
        name: 'proofs',
        scopes: ['read', 'write'],
        last_used_at: null,
        expires_at: null,
      })
      .execute(),
  )
  return { orgId, administrator, assignee, templateId, quietTemplateId: quiet.templateId, token }
}
