import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import type { Entry } from './contents.ts'
import type { Lock } from './lock.ts'

const run = promisify(execFile)

/** Read by people and compilers, never by a program that runs. */
const leftOut = /\.(d\.[mc]?ts|[mc]?ts|tsx|map|md|markdown|flow|tsbuildinfo)$|(^|\/)(\.github|\.bin)\//i
/** Licences go wherever the code goes. */
const kept = /(^|\/)(licen[cs]e|copying|notice)[^/]*$/i

/**
 * The files of packages that npm installed. What is for another processor than this one's, and so was not installed,
 * is fetched by npm and compared with the lock.
 * @param root the folder of the repository
 * @param places below `node_modules`, as they stand in the lock
 */
export async function filesOfModules(root: string, lock: Lock, places: readonly string[]): Promise<Entry[]> {
  const entries: Entry[] = []
  for (const place of places) {
    const folder = path.join(root, place)
    const installed = await stat(folder).catch(() => undefined)
    if (installed) entries.push(...(await filesIn(folder, place)))
    else entries.push(...(await fetched(root, lock, place)))
  }
  return entries
}

/** All files of one package, not those of packages inside it. */
async function filesIn(folder: string, place: string): Promise<Entry[]> {
  const entries: Entry[] = []
  for (const found of await readdir(folder, { withFileTypes: true })) {
    const [inside, name] = [path.join(folder, found.name), `${place}/${found.name}`]
    if (found.isDirectory()) {
      if (found.name !== 'node_modules') entries.push(...(await filesIn(inside, name)))
    } else if (found.isFile() && (kept.test(name) || !leftOut.test(name)))
      entries.push({ path: name, bytes: await readFile(inside) })
  }
  return entries
}

/** @throws Error when npm cannot fetch it, or it is not what the lock wants */
async function fetched(root: string, lock: Lock, place: string): Promise<Entry[]> {
  const { version, integrity } = lock[place]!
  const name = place.slice(place.lastIndexOf('node_modules/') + 'node_modules/'.length)
  const folder = await mkdtemp(path.join(tmpdir(), 'baton-module-'))
  try {
    const words = ['pack', `${name}@${version}`, '--prefer-offline', '--silent', '--pack-destination', folder]
    await run('npm', words, { cwd: root }).catch((error: Error) => {
      throw new Error(`${name} ${version} is for another processor and npm could not fetch it: ${error.message}`)
    })
    const [packed] = await readdir(folder)
    const bytes = await readFile(path.join(folder, packed!))
    const [algorithm, wanted] = integrity?.split('-') ?? []
    if (!algorithm || createHash(algorithm).update(bytes).digest('base64') !== wanted)
      throw new Error(`${name} ${version} as npm fetched it is not what package-lock.json wants.`)
    await run('tar', ['-xzf', packed!], { cwd: folder })
    return await filesIn(path.join(folder, 'package'), place)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
