import { files } from '@baton/contract'
import { fileById } from '@baton/database'
import { UserError } from '@baton/engine'
import { answered, endpoint } from '../../endpoint.ts'

/**
 * Always to be saved, never to be shown: what people upload must not run on our address. Where browsers reach the files
 * by themselves, they are told an address there that holds for a minute.
 */
export const downloadFile = endpoint(files.downloadFile, async (ctx, { actor, params, reply }) => {
  const file = await ctx.db.read(actor.orgId, (reader) => fileById(reader, actor.orgId, params.fileId))
  // Until an answer names it, it is its uploader's alone.
  const mayRead = file && (file.processId !== null || file.uploadedBy === actor.id)
  if (!file || !mayRead) throw notFound()
  const plain = file.name.replace(/[^\x20-\x7e]|["\\%]/g, '_')
  const disposition = `attachment; filename="${plain}"; filename*=UTF-8''${encoded(file.name)}`
  if (ctx.files.straight) {
    const url = await ctx.files.straight.address(actor.orgId, file.id, { disposition, type: file.type })
    reply.header('cache-control', 'private, no-store').redirect(url, 302)
    return answered
  }
  const bytes = await ctx.files.get(actor.orgId, file.id)
  if (!bytes) throw notFound()
  reply
    .type(file.type)
    .header('content-length', file.size)
    .header('content-disposition', disposition)
    .header('content-security-policy', `default-src 'none'; sandbox`)
    .header('cache-control', 'private, no-store')
    .send(bytes)
  return answered
})

const notFound = () => new UserError('file_not_found', 'There is no file with this id that you may read.')

const encoded = (name: string) =>
  encodeURIComponent(name).replace(/['()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`)
