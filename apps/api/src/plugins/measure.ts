import type { FastifyInstance } from 'fastify'
import type { ApiContext } from '../context.ts'

/** Measures each request by its route, so that ids in addresses do not make a series each. */
export function measureRequests(server: FastifyInstance, { metrics }: ApiContext): void {
  server.addHook('onResponse', async (request, reply) => {
    const route = request.is404 ? 'none' : (request.routeOptions.url ?? 'none')
    metrics.request(route, request.method, reply.statusCode, reply.elapsedTime / 1000)
  })
}
