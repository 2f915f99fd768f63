/**
 * How the files of the web app are sent to browsers, whether the api sends them or a distribution before it does.
 * @module
 */
import path from 'node:path'

const contentTypes: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.webmanifest': 'application/manifest+json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.txt': 'text/plain; charset=utf-8',
  '.wasm': 'application/wasm',
}

/** The type of a file by its ending; nothing for an ending that no file of ours has. */
export const contentTypeOf = (file: string): string | undefined => contentTypes[path.extname(file)]

/** Their name changes with what is in them: the build has put its hash there. */
const hashed = /(^|\/)assets\/[^/]+-[\w-]{8,}\.\w+$/

/** How long browsers may keep a file: for ever what is hashed, never the page without asking, an hour all else. */
export function cacheControlOf(file: string): string {
  if (hashed.test(file)) return 'public, max-age=31536000, immutable'
  return file.endsWith('.html') ? 'no-cache' : 'public, max-age=3600'
}

/**
 * What pages may load and do. Component styles are written by scripts, hence `unsafe-inline`.
 * @param inlineScripts SHA-256 in base64 of each script that stands in the page itself
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

/** What makes browsers careful with every answer, beside its policy. */
export const carefulHeaders = {
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'same-origin',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': 'camera=(), geolocation=(), microphone=(), payment=()',
} as const

/** For how many seconds browsers ask this address, and all below it, by TLS only. */
export const onlyByTlsSeconds = 31_536_000
