import { spawn } from 'node:child_process'
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { environment, freePort, nodeBinary, ownUid } from '@baton/runtime'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'

// Each starts the program itself, which takes long while others keep the machine busy.
vi.setConfig({ testTimeout: 90_000 })

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'baton-start-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

/** Runs `npm start`'s supervisor to its end. */
function start(settings: Record<string, string>): Promise<{ code: number | null; said: string }> {
  const main = fileURLToPath(new URL('main.ts', import.meta.url))
  const { DATABASE_URL: _, ...surroundings } = environment
  return new Promise((resolve) => {
    const child = spawn(nodeBinary, [main], { env: { ...surroundings, ...settings } })
    let said = ''
    child.stdout.on('data', (chunk) => (said += chunk))
    child.stderr.on('data', (chunk) => (said += chunk))
    child.on('close', (code) => resolve({ code, said }))
  })
}

/** Refused with a sentence that says what to do: exit code 1, and nobody has to read a stack trace. */
async function expectRefusal(settings: Record<string, string>, message: RegExp): Promise<void> {
  const { code, said } = await start({ PORT: String(await freePort()), DATA_DIR: folder, ...settings })
  expect(said).toMatch(message)
  expect(said).not.toMatch(/^\s+at /m)
  expect(code).toBe(1)
}

test('a taken port is named, with how to choose another one', async () => {
  const other = createServer()
  const port = await new Promise<number>((resolve) => {
    other.listen(0, '127.0.0.1', () => resolve((other.address() as { port: number }).port))
  })
  const DATA_DIR = path.join(folder, 'port')
  await expectRefusal({ PORT: String(port), DATA_DIR }, new RegExp(`Port ${port} is taken.*PORT=\\d+ npm start`))
  expect(await readdir(folder)).not.toContain('port')
  other.close()
})

test('data of another version of PostgreSQL is refused and left as it is', async () => {
  const DATA_DIR = path.join(folder, 'version')
  await mkdir(path.join(DATA_DIR, 'postgresql/data'), { recursive: true })
  const version = path.join(DATA_DIR, 'postgresql/data/PG_VERSION')
  await writeFile(version, '15\n')
  await expectRefusal({ DATA_DIR }, /made by PostgreSQL 15, but this Baton brings PostgreSQL \d+\. Dump it/)
  expect(await readFile(version, 'utf8')).toBe('15\n')
})

test('a file in the place of the data is refused', async () => {
  const DATA_DIR = path.join(folder, 'file')
  await writeFile(DATA_DIR, 'mine')
  await expectRefusal({ DATA_DIR }, /file is a file where a folder was wanted.*DATA_DIR/)
  expect(await readFile(DATA_DIR, 'utf8')).toBe('mine')
})

// Root may write everywhere, so only others can be refused.
test.skipIf(ownUid === 0)('a folder without permission to write is refused', async () => {
  const DATA_DIR = path.join(folder, 'locked')
  await mkdir(DATA_DIR)
  await chmod(DATA_DIR, 0o500)
  await expectRefusal({ DATA_DIR }, /no permission to write to .*chown/)
})

test('a folder on a disk that takes nothing new is refused', async () => {
  // Linux lets nobody, not even root, make anything there.
  await expectRefusal({ DATA_DIR: '/proc/baton' }, /\/proc\/baton could not be made.*Set DATA_DIR/)
})

test('faulty settings are listed together', async () => {
  await expectRefusal({ PORT: 'http', LOG_LEVEL: 'loud' }, /PORT should be[^]*LOG_LEVEL should be/)
})

test('a database server that does not answer is named without its password', async () => {
  const port = await freePort()
  const DATABASE_URL = `postgres://ana:secret@127.0.0.1:${port}/baton`
  const { code, said } = await start({ DATABASE_URL, DATA_DIR: folder, PORT: String(await freePort()) })
  expect(said).toContain(`No PostgreSQL answers at 127.0.0.1:${port}. Start it, or correct DATABASE_URL.`)
  expect(said).not.toContain('secret')
  expect(code).toBe(1)
})
