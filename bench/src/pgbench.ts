import { execFile, execFileSync } from 'node:child_process'
import { existsSync, readdirSync } from 'node:fs'
import path from 'node:path'
import { promisify } from 'node:util'
import { environment } from '@baton/runtime'

const run = promisify(execFile)

/** `pgbench` of this machine; undefined when there is none (it comes with Debian's package `postgresql`). */
export function findPgbench(): string | undefined {
  const folders = (environment.PATH ?? '').split(path.delimiter)
  const debian = '/usr/lib/postgresql'
  const versions = existsSync(debian) ? readdirSync(debian).toSorted((a, b) => Number(b) - Number(a)) : []
  // Debian's own `pgbench` on the path is a wrapper that asks for a cluster of Debian's; the program itself stands here.
  const places = [...versions.map((version) => path.join(debian, version, 'bin')), ...folders]
  return places.map((folder) => path.join(folder, 'pgbench')).find((file) => existsSync(file))
}

/** Fills the tables of pgbench, of about 300 MB, into a database of their own on the same server. */
export async function preparePgbench(
  pgbench: string,
  serverUrl: string,
  makeDatabase: (name: string) => Promise<unknown>,
) {
  const name = 'pgbench'
  await makeDatabase(name)
  const url = serverUrl.replace(/[^/]*$/, name)
  execFileSync(pgbench, ['-i', '-s', '20', '-q', url], { stdio: 'ignore' })
  return url
}

/** Transactions a second of `pgbench -N -M prepared -c 16`: one commit each, as one command a transaction would be. */
export async function transactionsPerSecond(pgbench: string, url: string, seconds: number): Promise<number> {
  const { stdout } = await run(pgbench, [
    '-N',
    '-M',
    'prepared',
    '-c',
    '16',
    '-j',
    '2',
    '-T',
    String(seconds),
    '-n',
    url,
  ])
  const found = /tps = ([\d.]+)/.exec(stdout)?.[1]
  if (!found) throw new Error(`pgbench said something else than expected:\n${stdout}`)
  return Number(found)
}
