import type { FastifyInstance } from 'fastify'
import type { ApiContext } from '../context.ts'

/**
 * What the pages of the web app may load and do. Component styles are written by scripts, hence `unsafe-inline`.
 * @param filesOrigin where browsers send and fetch files by themselves
 */
export const pagePolicy = (inlineScripts: readonly string[] = [], filesOrigin?: string): string =>
  [
    `default-src 'self'`,
    `script-src ${["'self'", ...inlineScripts.map((hash) => `'sha256-${hash}'`)].join(' ')}`,
    `style-src 'self' 'unsafe-inline'`,
    `img-src 'self' data: blob:`,
    `font-src 'self' data:`,
    ['connect-src', `'self'`, filesOrigin].filter(Boolean).join(' '),
    `object-src 'none'`,
    `base-uri 'none'`,
    `form-action 'self'`,
    `frame-ancestors 'none'`,
  ].join('; ')

/** Nothing of the API is a page: nothing in it may be loaded or run. */
const apiPolicy = `default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`

/** Tells browsers to be careful, on every answer. A handler may loosen the policy for its own. */
export function secureHeaders(server: FastifyInstance, { publicUrl }: ApiContext): void {
  const always: Record<string, string> = {
    'content-security-policy': apiPolicy,
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'DENY',
    'referrer-policy': 'same-origin',
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
    'permissions-policy': 'camera=(), geolocation=(), microphone=(), payment=()',
    'cache-control': 'no-store',
    ...(publicUrl.startsWith('https:') ? { 'strict-transport-security': 'max-age=31536000; includeSubDomains' } : {}),
  }
  server.addHook('onRequest', async (_request, reply) => {
    reply.headers(always)
  })
}
