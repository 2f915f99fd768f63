import { templates } from '@baton/contract'
import { templatesOf } from '@baton/database'
import { endpoint } from '../../endpoint.ts'
import { presentTemplate } from './present.ts'

export const listTemplates = endpoint(templates.listTemplates, async (ctx, { actor: { orgId }, query }) => {
  const rows = await ctx.db.read(orgId, (reader) => templatesOf(reader, orgId, query.archived ?? false))
  return { items: rows.map(presentTemplate) }
})
