import { files } from '@baton/contract'
import { insertFile } from '@baton/database'
import { UserError } from '@baton/engine'
import { mediaTypeOf, safeFileName } from '@baton/integrations'
import type { FastifyRequest } from 'fastify'
import type { ApiContext } from '../../context.ts'
import { answered, answerOf, endpoint, sendAnswer } from '../../endpoint.ts'
import { answerOnce } from '../../idempotency.ts'
import { largestFile, requireHonest, requireSize } from './check-file.ts'

export const uploadFile = endpoint(
  files.uploadFile,
  async (ctx, { actor, request, reply }) => {
    const file = await store(ctx, request, actor.orgId)
    try {
      const answer = await answerOnce(ctx, request, actor, {
        body: { name: file.name, sha256: file.sha256.toString('hex') },
        async work(inTransaction) {
          const now = ctx.clock.now().toISOString()
          await inTransaction.db.write(actor.orgId, (tx) =>
            insertFile(tx, actor.orgId, { ...file, uploadedBy: actor.id, now }),
          )
          const { id, name, size, type } = file
          return answerOf(files.uploadFile, { id, name, size, type })
        },
      })
      if (answer.replayed) await ctx.files.delete(actor.orgId, file.id)
      sendAnswer(reply, answer)
      return answered
    } catch (error) {
      await ctx.files.delete(actor.orgId, file.id)
      throw error
    }
  },
  'own',
)

/** Puts the one file of the request into the storage. What is refused leaves nothing there. */
async function store(ctx: ApiContext, request: FastifyRequest, orgId: string) {
  if (!request.isMultipart())
    throw new UserError(
      'file_refused',
      `multipart/form-data with one part “file” was wanted, found ${request.headers['content-type'] ?? 'nothing'}.`,
    )
  const part = await request.file({ limits: { fileSize: largestFile, files: 1, fields: 0, parts: 1, headerPairs: 20 } })
  if (!part || part.fieldname !== 'file') {
    part?.file.resume()
    throw new UserError(
      'file_refused',
      `One part called “file” was wanted, found ${part ? `“${part.fieldname}”` : 'none'}.`,
    )
  }
  const id = ctx.newId()
  const name = safeFileName(part.filename)
  const { size, sha256, head } = await ctx.files.put(orgId, id, part.file)
  try {
    requireSize(name, part.file.truncated ? largestFile + 1 : size)
    requireHonest(name, { size, head })
    return { id, name, size, sha256, type: mediaTypeOf(head, name) }
  } catch (error) {
    await ctx.files.delete(orgId, id)
    throw error
  }
}
