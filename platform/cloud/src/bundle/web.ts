import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import type { Entry } from './contents.ts'

/** A file of the web app, and how it is to be served. */
export type WebFile = {
  path: string
  sha256: string
  bytes: number
  contentType: string
  cacheControl: string
  /** Uploaded in this order: what a page needs is there before the page that names it. */
  order: 1 | 2 | 3
}
export type WebManifest = { version: string; files: WebFile[] }

const types: Record<string, string> = {
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

/** Their name changes with what is in them: the build has put its hash there. */
const hashed = /^assets\/[^/]+-[\w-]{8,}\.\w+$/

/**
 * The files of a built web app with its manifest, in the order in which they are to be uploaded. Files that the build
 * keeps for itself (their name begins with a dot) are no part of it.
 * @param folder where the build has put them
 * @throws Error for a file that nobody knows how to serve, and when there is no page
 */
export async function webFiles(folder: string, version: string): Promise<{ manifest: WebManifest; entries: Entry[] }> {
  const found = await readdir(folder, { recursive: true, withFileTypes: true })
  const paths = found
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)).split(path.sep).join('/'))
    .filter((file) => !/(^|\/)\./.test(file))
    .toSorted()
  if (!paths.includes('index.html')) throw new Error(`There is no index.html in ${folder}. Build the web app first.`)
  const entries = await Promise.all(
    paths.map(async (file) => ({ path: file, bytes: await readFile(path.join(folder, file)) })),
  )
  const files = entries.map(({ path: file, bytes }): WebFile => {
    const contentType = types[path.extname(file)]
    if (!contentType) throw new Error(`${file} has an ending for which no content type is known. Add it to web.ts.`)
    const sha256 = createHash('sha256').update(bytes).digest('hex')
    return { path: file, sha256, bytes: bytes.length, contentType, ...caching(file) }
  })
  files.sort((a, b) => a.order - b.order || (a.path < b.path ? -1 : 1))
  const manifest = { version, files }
  return { manifest, entries: [...entries, { path: 'manifest.json', bytes: json(manifest) }] }
}

function caching(file: string): Pick<WebFile, 'cacheControl' | 'order'> {
  if (hashed.test(file)) return { cacheControl: 'public, max-age=31536000, immutable', order: 1 }
  return file.endsWith('.html')
    ? { cacheControl: 'no-cache', order: 3 }
    : { cacheControl: 'public, max-age=3600', order: 2 }
}

const json = (value: unknown) => Buffer.from(`${JSON.stringify(value, undefined, 2)}\n`)
