import { createHash } from 'node:crypto'
import { readFile, stat } from 'node:fs/promises'
import path from 'node:path'
import { promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'
import { cacheControlOf, contentTypeOf, pagePolicy } from '@baton/runtime'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { ApiContext } from '../context.ts'
import { sendNotFound } from './problems.ts'

/** Types of files that grow smaller by compression. */
const compressible = /^(text\/|image\/svg|application\/(json|manifest))/

const notBuilt = `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>Baton</title></head>
<body style="font:16px/1.5 system-ui;max-width:36rem;margin:15vh auto;padding:0 1rem">
<h1>The web app is not built yet</h1>
<p>Baton itself is running. <code>npm start</code> builds the web app and starts everything;
<code>npm run build -w apps/web</code> builds it alone. Then load this page again.</p>
<p>The API is described at <a href="/api/v1/reference">/api/v1/reference</a>.</p>
</body>
</html>
`

type Encoding = 'br' | 'gzip' | 'identity'
type Asset = {
  type: string
  etag: string
  bytes: Buffer
  changed: number
  encoded: Map<Encoding, Promise<Buffer>>
  policy: string
}

/**
 * Serves the built web app from the address of the API. Files with a hash in their name are kept by browsers for ever;
 * any other address that a person opens gets the page itself, which finds its way by the address.
 */
export async function serveWebApp(server: FastifyInstance, { webFolder, files }: ApiContext): Promise<void> {
  const assets = new Map<string, Asset>()

  server.get('/*', { config: { access: 'anyone' } }, async (request, reply) => {
    const wanted = pathOf(request)
    if (wanted === undefined || wanted === '/api' || wanted.startsWith('/api/')) return sendNotFound(request, reply)
    const asset = wanted === '/' || wanted === '/index.html' ? undefined : await find(wanted)
    if (asset) return send(request, reply, asset, cacheControlOf(wanted))
    if (!isNavigation(request, wanted)) return sendNotFound(request, reply)
    const page = await find('/index.html')
    if (page) return send(request, reply, page, cacheControlOf('/index.html'))
    return reply
      .status(503)
      .type('text/html; charset=utf-8')
      .header('content-security-policy', pagePolicy())
      .send(notBuilt)
  })

  async function find(wanted: string): Promise<Asset | undefined> {
    const file = path.join(webFolder, wanted)
    // `join` has resolved every `..` by now.
    if (!file.startsWith(webFolder + path.sep)) return undefined
    const found = await stat(file).catch(() => undefined)
    if (!found?.isFile()) {
      assets.delete(wanted)
      return undefined
    }
    const known = assets.get(wanted)
    if (known?.changed === found.mtimeMs) return known
    const bytes = await readFile(file)
    const asset: Asset = {
      type: contentTypeOf(file) ?? 'application/octet-stream',
      etag: `"${createHash('sha256').update(bytes).digest('base64url').slice(0, 22)}"`,
      bytes,
      changed: found.mtimeMs,
      encoded: new Map(),
      policy: pagePolicy(
        path.extname(file) === '.html' ? inlineScripts(bytes.toString('utf8')) : [],
        files.straight?.origin,
      ),
    }
    assets.set(wanted, asset)
    return asset
  }
}

async function send(request: FastifyRequest, reply: FastifyReply, asset: Asset, cache: string): Promise<FastifyReply> {
  reply
    .header('cache-control', cache)
    .header('etag', asset.etag)
    .header('vary', 'accept-encoding')
    .header('content-security-policy', asset.policy)
    .type(asset.type)
  if (request.headers['if-none-match']?.includes(asset.etag)) return reply.status(304).send()
  const encoding = encodingFor(request, asset)
  if (encoding === 'identity') return reply.send(asset.bytes)
  let encoded = asset.encoded.get(encoding)
  if (!encoded) asset.encoded.set(encoding, (encoded = encode(asset.bytes, encoding)))
  return reply.header('content-encoding', encoding).send(await encoded)
}

function encodingFor(request: FastifyRequest, { bytes, type }: Asset): Encoding {
  if (bytes.length < 1024 || !compressible.test(type)) return 'identity'
  const accepted = request.headers['accept-encoding'] ?? ''
  return /\bbr\b/.test(accepted) ? 'br' : /\bgzip\b/.test(accepted) ? 'gzip' : 'identity'
}

const encode = (bytes: Buffer, encoding: 'br' | 'gzip'): Promise<Buffer> =>
  encoding === 'br'
    ? promisify(brotliCompress)(bytes, {
        params: { [constants.BROTLI_PARAM_QUALITY]: 9, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length },
      })
    : promisify(gzip)(bytes, { level: 9 })

/** A person opens a page: not a script that asks for a file or data which is not there. */
const isNavigation = (request: FastifyRequest, wanted: string): boolean =>
  (request.headers['sec-fetch-mode'] ?? 'navigate') === 'navigate' &&
  (request.headers.accept ?? '').includes('text/html') &&
  !wanted.startsWith('/assets/')

function pathOf(request: FastifyRequest): string | undefined {
  try {
    const wanted = decodeURIComponent(request.url.split('?')[0]!)
    return wanted.includes('\0') ? undefined : path.posix.normalize(wanted)
  } catch {
    return undefined
  }
}

/** SHA-256 of each script that stands in the page itself, so that the policy lets those run and no others. */
function inlineScripts(html: string): string[] {
  const scripts = html.matchAll(/<script(?![^>]*\bsrc=)[^>]*>([\s\S]*?)<\/script>/gi)
  return [...scripts].map(([, text = '']) => createHash('sha256').update(text).digest('base64'))
}
