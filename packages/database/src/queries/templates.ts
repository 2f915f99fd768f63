import type { TemplateDocument } from '@baton/engine'
import { sql } from 'kysely'
import type { Reader } from '../database.ts'

const running = sql<number>`(
  coalesce((select sum(c.n) from process_count c
    where c.org_id = template.org_id and c.template_id = template.id and c.listed_as = 'active'), 0) +
  coalesce((select sum(d.n) from process_count_delta d
    where d.org_id = template.org_id and d.template_id = template.id and d.listed_as = 'active'), 0)
)::bigint`

const summaries = (db: Reader, orgId: string) =>
  db
    .selectFrom('template')
    .leftJoin('template_version', (on) =>
      on
        .onRef('template_version.org_id', '=', 'template.org_id')
        .onRef('template_version.template_id', '=', 'template.id')
        .onRef('template_version.version', '=', 'template.published_version'),
    )
    .where('template.org_id', '=', orgId)
    .select([
      'template.id',
      'template.title',
      'template.emoji',
      'template.tags',
      'template.owner_id as owner',
      sql<number>`jsonb_array_length(template.draft -> 'steps')`.as('steps'),
      'template.published_version as publishedVersion',
      'template_version.published_at as publishedAt',
      sql<boolean>`template.published_revision is distinct from template.draft_revision`.as('unpublishedChanges'),
      running.as('running'),
      'template.updated_at as updatedAt',
      sql<boolean>`template.archived_at is not null`.as('archived'),
    ])

/** Templates by title; with `archived` also those in the archive. */
export function templatesOf(db: Reader, orgId: string, archived: boolean) {
  const query = summaries(db, orgId)
    .orderBy(sql`lower(template.title)`)
    .orderBy('template.id')
  return (archived ? query : query.where('template.archived_at', 'is', null)).execute()
}

/** A template with its draft; undefined when there is none. */
export const templateById = (db: Reader, orgId: string, id: string) =>
  summaries(db, orgId)
    .where('template.id', '=', id)
    .select(['template.draft', 'template.draft_revision as draftRevision'])
    .executeTakeFirst()

/** A published version; undefined when there is none. It never changes. */
export const templateVersion = (db: Reader, orgId: string, templateId: string, version: number) =>
  db
    .selectFrom('template_version')
    .where('org_id', '=', orgId)
    .where('template_id', '=', templateId)
    .where('version', '=', version)
    .select([
      'template_id as templateId',
      'version',
      'document',
      'published_at as publishedAt',
      'published_by as publishedBy',
      'note',
    ])
    .executeTakeFirst()

/** What lists show of a published version. */
export type VersionHead = {
  templateId: string
  version: number
  title: string
  emoji: string | null
  milestones: NonNullable<TemplateDocument['milestones']>
}

/** Heads of these versions, in no order. */
export function versionHeads(
  db: Reader,
  orgId: string,
  versions: readonly { templateId: string; version: number }[],
): Promise<VersionHead[]> {
  return db
    .selectFrom('template_version')
    .where('org_id', '=', orgId)
    .where(
      sql<boolean>`(template_id, version) in (
        select * from unnest(${versions.map(({ templateId }) => templateId)}::uuid[], ${versions.map(({ version }) => version)}::bigint[])
      )`,
    )
    .select([
      'template_id as templateId',
      'version',
      sql<string>`document ->> 'title'`.as('title'),
      sql<string | null>`document ->> 'emoji'`.as('emoji'),
      sql<VersionHead['milestones']>`coalesce(document -> 'milestones', '[]')`.as('milestones'),
    ])
    .execute()
}
