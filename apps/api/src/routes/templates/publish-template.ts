import { publishTemplate as publish } from '@baton/commands'
import { templates } from '@baton/contract'
import { endpoint } from '../../endpoint.ts'
import { templateViewOf } from './present.ts'

export const publishTemplate = endpoint(
  templates.publishTemplate,
  async (ctx, { actor, params: { templateId }, body }) => {
    await publish(ctx, { actor, templateId, ...body })
    return ctx.db.read(actor.orgId, (reader) => templateViewOf(reader, actor.orgId, templateId))
  },
)
