import { templates } from '@baton/contract'
import { endpoint } from '../../endpoint.ts'
import { templateViewOf } from './present.ts'

export const getTemplate = endpoint(templates.getTemplate, (ctx, { actor: { orgId }, params }) =>
  ctx.db.read(orgId, (reader) => templateViewOf(reader, orgId, params.templateId)),
)
