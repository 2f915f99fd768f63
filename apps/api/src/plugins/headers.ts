import { carefulHeaders, onlyByTlsSeconds } from '@baton/runtime'
import type { FastifyInstance } from 'fastify'
import type { ApiContext } from '../context.ts'

/** Nothing of the API is a page: nothing in it may be loaded or run. */
const apiPolicy = `default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`

/** Tells browsers to be careful, on every answer. A handler may loosen the policy for its own. */
export function secureHeaders(server: FastifyInstance, { publicUrl }: ApiContext): void {
  const always: Record<string, string> = {
    'content-security-policy': apiPolicy,
    ...carefulHeaders,
    'cache-control': 'no-store',
    ...(publicUrl.startsWith('https:') && {
      'strict-transport-security': `max-age=${onlyByTlsSeconds}; includeSubDomains`,
    }),
  }
  server.addHook('onRequest', async (_request, reply) => {
    reply.headers(always)
  })
}
