import type { TemplateSummary, TemplateView } from '@baton/contract'
import { templateById, type Reader } from '@baton/database'
import { findingsOf, UserError } from '@baton/engine'
import { knownPeople } from '@baton/database'

/** A template with its draft and what keeps it from being published. */
export async function templateViewOf(db: Reader, orgId: string, templateId: string): Promise<TemplateView> {
  const [row, known] = await Promise.all([templateById(db, orgId, templateId), knownPeople(db, orgId)])
  if (!row) throw new UserError('template_not_found', 'There is no template with this id in your organization.')
  return {
    ...presentTemplate(row),
    draft: row.draft,
    draftRevision: row.draftRevision,
    findings: findingsOf(row.draft, known),
  }
}

export const presentTemplate = (row: TemplateSummary): TemplateSummary => ({
  id: row.id,
  title: row.title,
  emoji: row.emoji,
  tags: row.tags,
  owner: row.owner,
  steps: row.steps,
  publishedVersion: row.publishedVersion,
  publishedAt: row.publishedAt,
  unpublishedChanges: row.unpublishedChanges,
  running: row.running,
  updatedAt: row.updatedAt,
  archived: row.archived,
})
