import { createCipheriv, createDecipheriv, createHash, hkdfSync, randomBytes } from 'node:crypto'
import { answerTo, rememberAnswer, type Database, type Writer } from '@baton/database'
import { UserError, type MemberActor } from '@baton/engine'
import type { FastifyRequest } from 'fastify'
import type { ApiContext } from './context.ts'

/** What goes out: a status and the text of the body, empty for none. */
export type Answer = { status: number; body: string; replayed?: boolean }

/**
 * The `Idempotency-Key` of a request, or undefined.
 * @throws UserError invalid_request when it cannot be one
 */
export function idempotencyKeyOf(request: FastifyRequest): string | undefined {
  const key = request.headers['idempotency-key']
  if (key === undefined) return undefined
  if (typeof key === 'string' && /^[\x21-\x7e]{1,200}$/.test(key)) return key
  throw new UserError(
    'invalid_request',
    'An Idempotency-Key of 1 to 200 visible ASCII characters was wanted, such as a UUID.',
  )
}

/** Tells two requests with the same key apart: method, address and what was sent. */
export const requestHash = (request: FastifyRequest, body: unknown = request.body): string =>
  createHash('sha256')
    .update(`${request.method} ${request.url}\n${JSON.stringify(body) ?? ''}`)
    .digest('hex')

/**
 * Does the work once for each `Idempotency-Key` of this actor and gives the same answer, byte for byte, to the same
 * request later. Work and memory share one transaction; the same request at the same moment waits for it.
 * @throws UserError idempotency_mismatch when the key was used for another request
 */
export async function answerOnce(
  ctx: ApiContext,
  request: FastifyRequest,
  actor: MemberActor,
  { work, sealed = false, body }: { work: (ctx: ApiContext) => Promise<Answer>; sealed?: boolean; body?: unknown },
): Promise<Answer> {
  const given = idempotencyKeyOf(request)
  if (given === undefined) return work(ctx)
  const hash = requestHash(request, body)
  // A sealed answer is encrypted under the key itself, so the key is not kept.
  const key = sealed ? `sha256:${createHash('sha256').update(given).digest('hex')}` : given
  return ctx.db.write(actor.orgId, async (tx) => {
    const known = await answerTo(tx, actor.orgId, actor.id, key)
    if (known) {
      if (known.requestHash !== hash) throw mismatch(given)
      const answer = known.response as Answer
      return { ...answer, body: sealed ? unseal(given, answer.body) : answer.body, replayed: true }
    }
    const answer = await work({ ...ctx, db: within(ctx.db, tx) })
    const kept = sealed ? { ...answer, body: seal(given, answer.body) } : answer
    const remembered = await rememberAnswer(tx, actor.orgId, {
      actorId: actor.id,
      key,
      requestHash: hash,
      response: kept,
      now: ctx.clock.now().toISOString(),
    })
    // The other one was a request to another address, so it was another request. What was done here is taken back.
    if (!remembered) throw mismatch(given)
    return answer
  })
}

export const mismatch = (key: string) =>
  new UserError(
    'idempotency_mismatch',
    `The Idempotency-Key “${key}” was used for another request. Use a new key for a new request.`,
  )

/** The database, with everything in one transaction that somebody else ends. */
const within = (db: Database, tx: Writer): Database => ({
  ...db,
  read: (_orgId, query) => query(tx),
  write: (_orgId, change) => change(tx),
})

const cipherKey = (key: string) => Buffer.from(hkdfSync('sha256', key, '', 'answer to a repeated request', 32))

function seal(key: string, text: string): string {
  const nonce = randomBytes(12)
  const cipher = createCipheriv('aes-256-gcm', cipherKey(key), nonce)
  return Buffer.concat([nonce, cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()]).toString('base64')
}

function unseal(key: string, sealed: string): string {
  const bytes = Buffer.from(sealed, 'base64')
  const cipher = createDecipheriv('aes-256-gcm', cipherKey(key), bytes.subarray(0, 12))
  cipher.setAuthTag(bytes.subarray(-16))
  return Buffer.concat([cipher.update(bytes.subarray(12, -16)), cipher.final()]).toString('utf8')
}
