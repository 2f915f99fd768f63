import { createHash } from 'node:crypto'
import { mkdir, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { archive } from './archive.ts'
import { makeBundle } from './bundle.ts'
import type { Entry } from './contents.ts'
import { checkedIn } from './sources.ts'
import { webFiles } from './web.ts'

/** Beanstalk takes no larger one. Bytes. */
const largestBundle = 500 * 1024 * 1024

/** The person who packages can put it right; printed as it stands. */
export class PackageRefused extends Error {
  override readonly name = 'PackageRefused'
}

export type Packaging = {
  /** The folder of the repository. */
  root: string
  /** The words of the command line. */
  words: readonly string[]
  /** Builds the web app unless it is built; its folder. */
  buildWeb: () => Promise<string>
  say: (line: string) => void
}

/**
 * `npm run package`: makes the archives of a version.
 *
 *   --out DIR       where they go; `build` when not given
 *   --version NAME  what the version is called; the commit when not given
 *   --only PART     `bundle` or `web`
 *   --dirty         also with changes that are not committed; the name then says so
 * @returns the files that were made
 * @throws PackageRefused
 */
export async function packageAll({ root, words, buildWeb, say }: Packaging): Promise<string[]> {
  const { out, version: named, only, dirty } = read(words)
  const { commit, changed } = await checkedIn(root)
  if (changed.length > 0 && !dirty)
    throw new PackageRefused(
      `${changed.length} files differ from what is committed, ${changed.slice(0, 3).join(', ')}${changed.length > 3 ? ', …' : ''} among them. ` +
        'What nobody can look up later is not packaged: commit or remove them, or say --dirty.',
    )
  const version = named ?? `${commit}${changed.length > 0 ? '-dirty' : ''}`
  const folder = path.resolve(root, out)
  await mkdir(folder, { recursive: true })
  const made: string[] = []
  const write = async (name: string, bytes: Uint8Array) => {
    const file = path.join(folder, name)
    await writeFile(file, bytes)
    made.push(file)
    const sum = createHash('sha256').update(bytes).digest('hex')
    say(`${name}  ${(bytes.length / 1024 / 1024).toFixed(1)} MB  sha256 ${sum}`)
  }

  if (only !== 'web') {
    const bundle = await makeBundle(root, version)
    if (bundle.length > largestBundle)
      throw new PackageRefused(`The bundle has ${bundle.length} bytes; Beanstalk takes ${largestBundle} at most.`)
    await write(`baton-api-worker-${version}.zip`, bundle)
  }
  if (only !== 'bundle') {
    const { entries } = await webFiles(await buildWeb(), version)
    await write(`baton-web-${version}.zip`, archive(entries))
    await writeTree(path.join(folder, `baton-web-${version}`), entries)
    made.push(path.join(folder, `baton-web-${version}`))
  }
  return made
}

function read(words: readonly string[]) {
  try {
    const { values } = parseArgs({
      args: [...words],
      options: {
        out: { type: 'string', default: 'build' },
        version: { type: 'string' },
        only: { type: 'string' },
        dirty: { type: 'boolean', default: false },
      },
    })
    if (values.only !== undefined && !['bundle', 'web'].includes(values.only))
      throw new Error(`--only takes bundle or web, found “${values.only}”.`)
    if (values.version !== undefined && !/^[\w.-]{1,80}$/.test(values.version))
      throw new Error('--version takes 1 to 80 letters, digits, dots and dashes.')
    return values
  } catch (error) {
    throw new PackageRefused((error as Error).message)
  }
}

/** Writes the files into a folder of their own; what an earlier run left in it is gone. */
async function writeTree(folder: string, entries: readonly Entry[]): Promise<void> {
  await rm(folder, { recursive: true, force: true })
  for (const { path: file, bytes } of entries) {
    const place = path.join(folder, file)
    await mkdir(path.dirname(place), { recursive: true })
    await writeFile(place, bytes)
  }
}
