import { saveTemplateDraft as save } from '@baton/commands'
import { templates } from '@baton/contract'
import { endpoint } from '../../endpoint.ts'
import { templateViewOf } from './present.ts'

export const saveTemplateDraft = endpoint(
  templates.saveTemplateDraft,
  async (ctx, { actor, params: { templateId }, body }) => {
    await save(ctx, { actor, templateId, ...body })
    return ctx.db.read(actor.orgId, (reader) => templateViewOf(reader, actor.orgId, templateId))
  },
)
