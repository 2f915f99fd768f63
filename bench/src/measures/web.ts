import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { gzipSync } from 'node:zlib'
import { root } from '../installation.ts'
import { type NotMeasured, type Result, within } from '../result.ts'

const folder = path.join(root, 'apps/web/dist')

/**
 * Script that My tasks needs, compressed: what the page itself loads, what those chunks import at once, and the chunk
 * of the page with its own. Found in the manifest of the build.
 */
export async function web(): Promise<(Result | NotMeasured)[]> {
  const file = path.join(folder, '.vite/manifest.json')
  if (!existsSync(file)) return [{ name: 'web', because: 'the web app is not built; `npm start` builds it' }]
  const manifest = JSON.parse(await readFile(file, 'utf8')) as Record<string, { file: string; imports?: string[] }>
  const needed = new Set<string>()
  const need = (key: string): void => {
    const chunk = manifest[key]
    if (!chunk || needed.has(chunk.file)) return
    needed.add(chunk.file)
    for (const imported of chunk.imports ?? []) need(imported)
  }
  need('index.html')
  const page = Object.keys(manifest).find((key) => key.endsWith('/my-tasks-page.tsx'))
  if (page) need(page)
  let bytes = 0
  for (const name of needed) if (name.endsWith('.js')) bytes += gzipSync(await readFile(path.join(folder, name))).length
  return [
    within('web', 'kB', bytes / 1000, 250, [
      `${needed.size} files, gzip${page ? '' : '; My tasks is in the first chunk'}`,
    ]),
  ]
}
