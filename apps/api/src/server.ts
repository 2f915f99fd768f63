import multipart from '@fastify/multipart'
import { cloud, type Log } from '@baton/runtime'
import { fastify, LogController, type FastifyBaseLogger, type FastifyInstance } from 'fastify'
import type { ApiContext } from './context.ts'
import { register } from './endpoint.ts'
import { authenticate } from './plugins/auth.ts'
import { secureHeaders } from './plugins/headers.ts'
import { tellHealth } from './plugins/health.ts'
import { measureRequests } from './plugins/measure.ts'
import { describeApi } from './plugins/openapi.ts'
import { answerToStray, answerWithProblems } from './plugins/problems.ts'
import { readJson } from './plugins/read-json.ts'
import { checkRequests } from './plugins/validation.ts'
import { serveWebApp } from './plugins/web-app.ts'
import { endpoints } from './routes/all.ts'

/** Bytes of a JSON body: the largest template document fits. */
const largestBody = 4 * 1024 * 1024

/** The whole server, not yet listening. Tests use the same one. */
export async function buildServer(ctx: ApiContext): Promise<FastifyInstance> {
  const loggerInstance: FastifyBaseLogger = ctx.log as Log & FastifyBaseLogger
  const server: FastifyInstance = fastify({
    loggerInstance,
    // One line for each request costs more than many requests; failures are logged where they are met.
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: largestBody,
    trustProxy: proxies(ctx.proxyHops),
    genReqId: () => ctx.newId(),
    requestIdHeader: false,
    // Balancers keep connections for up to 60 seconds; whoever closes first must not be us.
    keepAliveTimeout: cloud.keepAlive.program * 1000,
    requestTimeout: 120_000,
    forceCloseConnections: 'idle',
    return503OnClosing: true,
    routerOptions: { maxParamLength: 200 },
    frameworkErrors: answerToStray,
  })
  server.server.headersTimeout = (cloud.keepAlive.program + 5) * 1000
  answerWithProblems(server)
  readJson(server)
  checkRequests(server)
  secureHeaders(server, ctx)
  measureRequests(server, ctx)
  authenticate(server, ctx)
  await server.register(multipart)
  tellHealth(server, ctx)
  for (const endpoint of endpoints) register(server, ctx, endpoint)
  describeApi(server)
  await serveWebApp(server, ctx)
  return server
}

/**
 * Who is believed about where a request comes from: proxies on this machine or in its network, or as many as are known
 * to stand in front, whatever their addresses. What somebody wrote into the list before them counts for nothing.
 */
const proxies = (hops: number | undefined) =>
  hops === undefined ? ['loopback', 'linklocal', 'uniquelocal'] : (_address: string, hop: number) => hop < hops
