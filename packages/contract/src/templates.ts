import { TemplateDocument } from '@baton/engine'
import Type, { type Static } from 'typebox'
import { closed, Finding, Id, Instant, Nullable } from './common.ts'
import { route } from './route.ts'

export const TemplateSummary = Type.Object(
  {
    id: Id,
    title: Type.String(),
    emoji: Nullable(Type.String()),
    tags: Type.Array(Type.String()),
    owner: Id,
    /** Of the draft. */
    steps: Type.Integer(),
    publishedVersion: Nullable(Type.Integer()),
    publishedAt: Nullable(Instant),
    /** The draft differs from the published version. */
    unpublishedChanges: Type.Boolean(),
    /** Active processes. */
    running: Type.Integer(),
    updatedAt: Instant,
    archived: Type.Boolean(),
  },
  closed,
)
export type TemplateSummary = Static<typeof TemplateSummary>

export const TemplateView = Type.Object(
  {
    ...TemplateSummary.properties,
    draft: TemplateDocument,
    /** Goes up by one with each saved draft; send it back as `baseRevision`. */
    draftRevision: Type.Integer(),
    /** What keeps the draft from being published. */
    findings: Type.Array(Finding),
  },
  closed,
)
export type TemplateView = Static<typeof TemplateView>

const TemplateParams = Type.Object({ templateId: Id }, closed)

/** Whole, not paged; archived ones only when asked for. */
export const listTemplates = route({
  method: 'GET',
  path: '/templates',
  summary: 'Templates',
  tag: 'Templates',
  access: 'member',
  query: Type.Object({ archived: Type.Optional(Type.Boolean({ default: false })) }, closed),
  response: Type.Object({ items: Type.Array(TemplateSummary) }, closed),
})
/** Documents of others (GitHub forms, checklists, YAML) are read by @baton/importers in the CLI and the web app. */
export const createTemplate = route({
  method: 'POST',
  path: '/templates',
  summary: 'Create a template as a draft',
  tag: 'Templates',
  access: 'member',
  status: 201,
  body: Type.Object({ document: TemplateDocument }, closed),
  response: TemplateView,
})
export const getTemplate = route({
  method: 'GET',
  path: '/templates/:templateId',
  summary: 'A template with its draft',
  tag: 'Templates',
  access: 'member',
  params: TemplateParams,
  response: TemplateView,
})
/** Refused with `draft_conflict` when someone else saved since `baseRevision`. */
export const saveTemplateDraft = route({
  method: 'PUT',
  path: '/templates/:templateId/draft',
  summary: 'Save the draft',
  tag: 'Templates',
  access: 'member',
  params: TemplateParams,
  body: Type.Object({ document: TemplateDocument, baseRevision: Type.Integer({ minimum: 0 }) }, closed),
  response: TemplateView,
})
/** Refused with `invalid_template` and all findings at once. */
export const publishTemplate = route({
  method: 'POST',
  path: '/templates/:templateId/versions',
  summary: 'Publish the draft as the next version',
  tag: 'Templates',
  access: 'member',
  status: 201,
  params: TemplateParams,
  body: Type.Object(
    { draftRevision: Type.Integer({ minimum: 0 }), note: Type.Optional(Type.String({ maxLength: 1000 })) },
    closed,
  ),
  response: TemplateView,
})
export const TemplateVersionView = Type.Object(
  {
    templateId: Id,
    version: Type.Integer(),
    document: TemplateDocument,
    publishedAt: Instant,
    publishedBy: Id,
    note: Nullable(Type.String()),
  },
  closed,
)
export type TemplateVersionView = Static<typeof TemplateVersionView>
/** Never changes, so it may be cached for ever. */
export const getTemplateVersion = route({
  method: 'GET',
  path: '/templates/:templateId/versions/:version',
  summary: 'A published version',
  tag: 'Templates',
  access: 'member',
  params: Type.Object({ templateId: Id, version: Type.Integer({ minimum: 1 }) }, closed),
  response: TemplateVersionView,
})
export const archiveTemplate = route({
  method: 'POST',
  path: '/templates/:templateId/archive',
  summary: 'Archive a template: it can no longer be launched',
  tag: 'Templates',
  access: 'member',
  params: TemplateParams,
  response: TemplateView,
})
export const restoreTemplate = route({
  method: 'DELETE',
  path: '/templates/:templateId/archive',
  summary: 'Take a template out of the archive',
  tag: 'Templates',
  access: 'member',
  params: TemplateParams,
  response: TemplateView,
})
