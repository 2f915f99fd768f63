import { files } from '@baton/contract'
import { safeFileName } from '@baton/integrations'
import { endpoint } from '../../endpoint.ts'
import { requireSize } from './check-file.ts'

/** Nothing is noted yet: what is never sent, or never finished, leaves nothing behind. */
export const startUpload = endpoint(files.startUpload, async (ctx, { actor, body }) => {
  requireSize(safeFileName(body.name), body.size)
  const id = ctx.newId()
  const straight = await ctx.files.straight?.upload(actor.orgId, id, body.size)
  return straight ? { id, straight } : { id }
})
