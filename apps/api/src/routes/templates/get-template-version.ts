import { templates } from '@baton/contract'
import { templateVersion } from '@baton/database'
import { UserError } from '@baton/engine'
import { endpoint } from '../../endpoint.ts'

export const getTemplateVersion = endpoint(
  templates.getTemplateVersion,
  async (ctx, { actor: { orgId }, params, reply }) => {
    const row = await ctx.db.read(orgId, (reader) => templateVersion(reader, orgId, params.templateId, params.version))
    if (!row) throw new UserError('template_not_found', 'There is no such version of a template in your organization.')
    // Only the browser of this person may keep it.
    reply.header('cache-control', 'private, max-age=31536000, immutable').header('vary', 'cookie, authorization')
    return row
  },
)
