import { execFile } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { promisify } from 'node:util'
import type { Entry } from './contents.ts'

const git = async (root: string, ...words: string[]): Promise<string> => {
  const run = promisify(execFile)
  return (await run('git', words, { cwd: root, maxBuffer: 64 * 1024 * 1024 })).stdout
}

/** Not needed where programs run: tests and what only they use. */
const ofTests = /\.test\.tsx?$|\.(snap|sample)$|\/(test|fixtures|samples)\//

/**
 * What is checked in, and its name.
 * @returns the commit in 12 digits, and the files that differ from it
 * @throws Error where there is no git repository
 */
export async function checkedIn(root: string): Promise<{ commit: string; changed: string[] }> {
  const commit = (await git(root, 'rev-parse', '--short=12', 'HEAD')).trim()
  const changed = (await git(root, 'status', '--porcelain', '--untracked-files=all')).split('\n')
  return { commit, changed: changed.filter((line) => line !== '').map((line) => line.slice(3)) }
}

/** Our own files below these folders that programs need when they run. */
export async function filesOfOurs(root: string, folders: readonly string[]): Promise<Entry[]> {
  const listed = await git(root, 'ls-files', '-z', '--cached', '--others', '--exclude-standard', '--', ...folders)
  const paths = [...new Set(listed.split('\0'))].filter((file) => file !== '' && !ofTests.test(file))
  const read = await Promise.all(
    paths.map(async (file) => {
      // A file that was deleted and not yet committed is listed, but it is not there.
      const bytes = await readFile(path.join(root, file)).catch(() => undefined)
      return bytes && { path: file, bytes }
    }),
  )
  return read.filter((entry) => entry !== undefined)
}
