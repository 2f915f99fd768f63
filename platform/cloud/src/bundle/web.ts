import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import { cacheControlOf, contentTypeOf } from '@baton/runtime'
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
    const contentType = contentTypeOf(file)
    if (!contentType)
      throw new Error(
        `${file} has an ending for which no content type is known. Add it to packages/runtime/src/web-app.ts.`,
      )
    const sha256 = createHash('sha256').update(bytes).digest('hex')
    return {
      path: file,
      sha256,
      bytes: bytes.length,
      contentType,
      cacheControl: cacheControlOf(file),
      order: orderOf(file),
    }
  })
  files.sort((a, b) => a.order - b.order || (a.path < b.path ? -1 : 1))
  const manifest = { version, files }
  return { manifest, entries: [...entries, { path: 'manifest.json', bytes: json(manifest) }] }
}

/** What is kept for ever is there before what names it, and the page is last. */
function orderOf(file: string): WebFile['order'] {
  if (file.endsWith('.html')) return 3
  return cacheControlOf(file).endsWith('immutable') ? 1 : 2
}

const json = (value: unknown) => Buffer.from(`${JSON.stringify(value, undefined, 2)}\n`)
