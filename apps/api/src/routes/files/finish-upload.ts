import { files } from '@baton/contract'
import { insertFile } from '@baton/database'
import { UserError } from '@baton/engine'
import { mediaTypeOf, safeFileName } from '@baton/integrations'
import { endpoint } from '../../endpoint.ts'
import { requireHonest, requireSize } from './check-file.ts'

/** The bytes are looked at here as if they had come through here. */
export const finishUpload = endpoint(files.finishUpload, async (ctx, { actor, params, body }) => {
  const { orgId } = actor
  const id = params.fileId
  const name = safeFileName(body.name)
  const arrived = await ctx.files.straight?.arrived(orgId, id)
  if (!arrived) throw notFound()
  const { size, sha256, head } = arrived.stored
  try {
    requireSize(name, size)
    requireHonest(name, { size, head })
  } catch (error) {
    await arrived.throwAway()
    throw error
  }
  const type = mediaTypeOf(head, name)
  const now = ctx.clock.now().toISOString()
  await ctx.db.write(orgId, async (tx) => {
    // First the row: of several that finish the same upload, all but one end here, and what they read is not kept.
    const isNew = await insertFile(tx, orgId, { id, name, size, type, sha256, uploadedBy: actor.id, now })
    if (!isNew) throw notFound()
    await arrived.takeIn()
  })
  return { id, name, size, type }
})

const notFound = () =>
  new UserError('file_not_found', 'There is no upload with this id, or it was finished before. Start a new one.')
