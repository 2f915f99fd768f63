import { archiveTemplate as setArchived } from '@baton/commands'
import { templates } from '@baton/contract'
import { endpoint } from '../../endpoint.ts'
import { templateViewOf } from './present.ts'

export const restoreTemplate = endpoint(templates.restoreTemplate, async (ctx, { actor, params: { templateId } }) => {
  await setArchived(ctx, { actor, templateId, archived: false })
  return ctx.db.read(actor.orgId, (reader) => templateViewOf(reader, actor.orgId, templateId))
})
