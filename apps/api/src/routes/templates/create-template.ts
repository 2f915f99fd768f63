import { createTemplate as create } from '@baton/commands'
import { templates } from '@baton/contract'
import { endpoint } from '../../endpoint.ts'
import { templateViewOf } from './present.ts'

export const createTemplate = endpoint(templates.createTemplate, async (ctx, { actor, body }) => {
  const templateId = await create(ctx, { actor, ...body })
  return ctx.db.read(actor.orgId, (reader) => templateViewOf(reader, actor.orgId, templateId))
})
