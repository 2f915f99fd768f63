import { announce } from '@baton/database'
import { type MemberActor, UserError } from '@baton/engine'
import type { CommandContext } from './context.ts'

/**
 * Archives a template, so that it can no longer be launched, or takes it out again. Its processes go on. Any member
 * may. Doing it twice changes nothing.
 * @throws UserError template_not_found
 */
export async function archiveTemplate(
  { db, clock }: Pick<CommandContext, 'db' | 'clock'>,
  { actor, templateId, archived }: { actor: MemberActor; templateId: string; archived: boolean },
): Promise<void> {
  const { orgId } = actor
  await db.write(orgId, async (tx) => {
    const template = await tx
      .selectFrom('template')
      .where('org_id', '=', orgId)
      .where('id', '=', templateId)
      .select(['archived_at', 'draft_revision'])
      .forUpdate()
      .executeTakeFirst()
    if (!template) throw new UserError('template_not_found', 'There is no such template.')
    if ((template.archived_at !== null) === archived) return
    const now = clock.now().toISOString()
    await tx
      .updateTable('template')
      .set({ archived_at: archived ? now : null, updated_at: now, updated_by: actor.id })
      .where('org_id', '=', orgId)
      .where('id', '=', templateId)
      .execute()
    await announce(tx, orgId, { kind: 'template', subjectId: templateId, version: template.draft_revision })
  })
}
