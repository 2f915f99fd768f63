import { announce, type Writer } from '@baton/database'
import { findingsOf, type MemberActor, UserError } from '@baton/engine'
import type { CommandContext } from './context.ts'
import { draftConflict } from './save-template-draft.ts'

/**
 * Publishes the draft as the next version, from which new processes are launched. Publishing a revision again changes
 * nothing. Any member may.
 * @param given `draftRevision` is the revision that the actor has seen
 * @returns the published version
 * @throws UserError template_not_found, template_not_published for archived ones, draft_conflict, invalid_template
 *   with all findings
 */
export async function publishTemplate(
  { db, clock }: Pick<CommandContext, 'db' | 'clock'>,
  given: { actor: MemberActor; templateId: string; draftRevision: number; note?: string },
): Promise<number> {
  const { actor, templateId, draftRevision, note } = given
  const { orgId } = actor
  return db.write(orgId, async (tx) => {
    const template = await tx
      .selectFrom('template')
      .where('org_id', '=', orgId)
      .where('id', '=', templateId)
      .select(['draft', 'draft_revision', 'published_revision', 'published_version', 'archived_at'])
      .forUpdate()
      .executeTakeFirst()
    if (!template) throw new UserError('template_not_found', 'There is no such template.')
    if (template.archived_at !== null) {
      throw new UserError(
        'template_not_published',
        'This template is archived. Take it out of the archive to publish it.',
      )
    }
    if (template.draft_revision !== draftRevision) throw draftConflict(draftRevision, template.draft_revision)
    if (template.published_revision === draftRevision) return template.published_version!
    const findings = findingsOf(template.draft, await knownIn(tx, orgId))
    if (findings.length > 0) {
      const faults = findings.length === 1 ? 'one fault' : `${findings.length} faults`
      throw new UserError('invalid_template', `The template cannot be published: it has ${faults}.`, findings)
    }
    const version = (template.published_version ?? 0) + 1
    const now = clock.now().toISOString()
    await tx
      .insertInto('template_version')
      .values({
        org_id: orgId,
        template_id: templateId,
        version,
        document: JSON.stringify(template.draft),
        published_by: actor.id,
        published_at: now,
        note: note ?? null,
      })
      .execute()
    await tx
      .updateTable('template')
      .set({ published_version: version, published_revision: draftRevision, updated_at: now, updated_by: actor.id })
      .where('org_id', '=', orgId)
      .where('id', '=', templateId)
      .execute()
    await announce(tx, orgId, { kind: 'template', subjectId: templateId, version: draftRevision })
    return version
  })
}

/** Whom a template may name. */
async function knownIn(tx: Writer, orgId: string) {
  const members = await tx
    .selectFrom('member')
    .where('org_id', '=', orgId)
    .where('status', '=', 'active')
    .select('id')
    .execute()
  const groups = await tx.selectFrom('people_group').where('org_id', '=', orgId).select('id').execute()
  return { members: new Set(members.map(({ id }) => id)), groups: new Set(groups.map(({ id }) => id)) }
}
