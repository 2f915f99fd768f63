import { announce } from '@baton/database'
import { type MemberActor, type TemplateDocument, UserError } from '@baton/engine'
import type { CommandContext } from './context.ts'
import { shownOf } from './create-template.ts'

/**
 * Saves the draft of a template. Running processes keep their version. Any member may.
 * @param given `baseRevision` is the revision that the document was made from
 * @returns the new revision
 * @throws UserError template_not_found, draft_conflict when someone else has saved since
 */
export async function saveTemplateDraft(
  { db, clock }: Pick<CommandContext, 'db' | 'clock'>,
  given: { actor: MemberActor; templateId: string; document: TemplateDocument; baseRevision: number },
): Promise<number> {
  const { actor, templateId, document, baseRevision } = given
  const { orgId } = actor
  return db.write(orgId, async (tx) => {
    const saved = await tx
      .updateTable('template')
      .set((row) => ({
        ...shownOf(document),
        draft: JSON.stringify(document),
        draft_revision: row('draft_revision', '+', 1),
        updated_at: clock.now().toISOString(),
        updated_by: actor.id,
      }))
      .where('org_id', '=', orgId)
      .where('id', '=', templateId)
      .where('draft_revision', '=', baseRevision)
      .returning('draft_revision')
      .executeTakeFirst()
    if (!saved) {
      const template = await tx
        .selectFrom('template')
        .where('org_id', '=', orgId)
        .where('id', '=', templateId)
        .select('draft_revision')
        .executeTakeFirst()
      if (!template) throw new UserError('template_not_found', 'There is no such template.')
      throw draftConflict(baseRevision, template.draft_revision)
    }
    await announce(tx, orgId, { kind: 'template', subjectId: templateId, version: saved.draft_revision })
    return saved.draft_revision
  })
}

export const draftConflict = (base: number, found: number) =>
  new UserError(
    'draft_conflict',
    `Someone else has saved this draft: you began from revision ${base}, it is now at ${found}. Load it again and repeat your change.`,
  )
