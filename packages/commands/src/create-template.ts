import { announce } from '@baton/database'
import type { MemberActor, TemplateDocument } from '@baton/engine'
import type { CommandContext } from './context.ts'

/**
 * Creates a template as a draft, which may be incomplete. Any member may.
 * @returns its id
 */
export async function createTemplate(
  { db, clock, newId }: Pick<CommandContext, 'db' | 'clock' | 'newId'>,
  { actor, document }: { actor: MemberActor; document: TemplateDocument },
): Promise<string> {
  const { orgId } = actor
  const id = newId()
  const now = clock.now().toISOString()
  await db.write(orgId, async (tx) => {
    await tx
      .insertInto('template')
      .values({
        org_id: orgId,
        id,
        ...shownOf(document),
        owner_id: actor.id,
        draft: JSON.stringify(document),
        created_at: now,
        updated_at: now,
        updated_by: actor.id,
      })
      .execute()
    await announce(tx, orgId, { kind: 'template', subjectId: id, version: 1 })
  })
  return id
}

/** What lists show of a document. */
export const shownOf = ({ title, emoji, tags }: TemplateDocument) => ({ title, emoji: emoji ?? null, tags: tags ?? [] })
