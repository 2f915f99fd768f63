import { archiveTemplate as setArchived } from '@baton/commands'
import { templates } from '@baton/contract'
import { endpoint } from '../../endpoint.ts'
import { templateViewOf } from './present.ts'

export const archiveTemplate = endpoint(templates.archiveTemplate, async (ctx, { actor, params: { templateId } }) => {
  await setArchived(ctx, { actor, templateId, archived: true })
  return ctx.db.read(actor.orgId, (reader) => templateViewOf(reader, actor.orgId, templateId))
})
