import { missingMigrations } from '@baton/database'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { ApiContext } from '../context.ts'
import { sendNotFound } from './problems.ts'

/** Balancers wait about five seconds, and learn more from an answer than from none. */
const databaseAnswersWithinMs = 4000

/**
 * For whatever looks after this node. `/healthz`: it is alive. `/readyz`: it is not about to stop, and the database
 * answers and has the schema that this version needs. `/metrics`: for Prometheus, only from the machine or network that
 * the node stands in.
 */
export function tellHealth(server: FastifyInstance, ctx: ApiContext): void {
  server.addHook('onSend', async (_request, reply) => {
    // Whoever keeps this connection should not send the next request on it.
    if (ctx.drain.begun) reply.header('connection', 'close')
  })
  server.get('/healthz', { config: { access: 'anyone' } }, async () => ({ status: 'alive', version: ctx.version }))
  server.get('/readyz', { config: { access: 'anyone' } }, async (request, reply) => {
    if (ctx.drain.begun) return reply.status(503).send({ status: 'not ready', because: 'it is stopping' })
    try {
      const missing = await within(databaseAnswersWithinMs, missingMigrations(ctx.db))
      if (missing.length === 0) return { status: 'ready' }
      return reply.status(503).send({ status: 'not ready', because: `the database lacks ${missing.join(', ')}` })
    } catch (error) {
      request.log.warn({ err: error }, 'not ready')
      return reply.status(503).send({ status: 'not ready', because: 'the database does not answer' })
    }
  })
  server.get('/metrics', { config: { access: 'anyone' } }, async (request, reply) => {
    if (!isNear(request)) return sendNotFound(request, reply)
    return reply.type(ctx.metrics.registry.contentType).send(await ctx.metrics.registry.metrics())
  })
}

/** @throws Error when the work is not done by then; it goes on unheard */
async function within<T>(ms: number, work: Promise<T>): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error(`No answer within ${ms} ms.`)), ms)
  })
  // What fails later than that is told by the connection that it failed on.
  work.catch(() => {})
  try {
    return await Promise.race([work, late])
  } finally {
    clearTimeout(timer)
  }
}

/** From this machine or a private network, and not handed on by a proxy for somebody else. */
const isNear = (request: FastifyRequest): boolean =>
  request.headers['x-forwarded-for'] === undefined &&
  request.headers.forwarded === undefined &&
  /^(::ffff:)?(127\.|10\.|192\.168\.|172\.(1[6-9]|2\d|3[01])\.)|^::1$|^f[cd]/.test(request.socket.remoteAddress ?? '')
