import type { ChildProcess } from 'node:child_process'
import { execFile, spawn } from 'node:child_process'
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { createConnection } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { nodeBinary, signal } from '../node.ts'
import { startEmbeddedPostgres } from './server.ts'

let root: string
beforeAll(async () => {
  // Only its owner may enter: the server runs as another account when the tests run as root.
  root = await mkdtemp(path.join(tmpdir(), 'baton-runtime-'))
})
afterAll(() => rm(root, { recursive: true, force: true }))

const run = promisify(execFile)

/** Whether someone listens on this port of 127.0.0.1. */
const answers = (port: number) =>
  new Promise<boolean>((resolve) => {
    const socket = createConnection(port, '127.0.0.1')
    socket.once('connect', () => (socket.destroy(), resolve(true)))
    socket.once('error', () => resolve(false))
  })

async function within(milliseconds: number, holds: () => Promise<boolean> | boolean): Promise<void> {
  const deadline = Date.now() + milliseconds
  while (!(await holds())) {
    if (Date.now() > deadline) throw new Error(`not so after ${milliseconds} ms`)
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}

test('data survives a stop, and a second start makes no new cluster', async () => {
  const folder = path.join(root, 'kept')
  const first = await startEmbeddedPostgres({ folder })
  await first.stop()
  const system = await readFile(path.join(folder, 'data/global/pg_control'))
  const second = await startEmbeddedPostgres({ folder })
  expect(await answers(second.port)).toBe(true)
  await second.stop()
  expect(await answers(second.port)).toBe(false)
  // The first eight bytes number the cluster.
  expect((await readFile(path.join(folder, 'data/global/pg_control'))).subarray(0, 8)).toEqual(system.subarray(0, 8))
})

test('data of another version is refused and left as it is', async () => {
  const folder = path.join(root, 'older')
  await mkdir(path.join(folder, 'data'), { recursive: true })
  await writeFile(path.join(folder, 'data/PG_VERSION'), '14\n')
  await expect(startEmbeddedPostgres({ folder })).rejects.toThrow(/made by PostgreSQL 14, .* brings PostgreSQL 18/)
  expect(await readFile(path.join(folder, 'data/PG_VERSION'), 'utf8')).toBe('14\n')
})

test('a folder that holds something else is refused', async () => {
  const folder = path.join(root, 'photos')
  await mkdir(path.join(folder, 'data'), { recursive: true })
  await writeFile(path.join(folder, 'data/beach.jpg'), 'sand')
  await expect(startEmbeddedPostgres({ folder })).rejects.toThrow(/should hold the data of PostgreSQL.*Move the folder/)
  expect(await readFile(path.join(folder, 'data/beach.jpg'), 'utf8')).toBe('sand')
})

test('a file in the place of the folder is refused', async () => {
  const folder = path.join(root, 'file')
  await writeFile(folder, '')
  await expect(startEmbeddedPostgres({ folder })).rejects.toThrow(/is a file where a folder was wanted/)
})

test('a server that dies says so', async () => {
  const server = await startEmbeddedPostgres({ folder: path.join(root, 'dying') })
  const postmaster = await readFile(path.join(root, 'dying/data/postmaster.pid'), 'utf8')
  signal(Number(postmaster.split('\n')[0]), 'SIGKILL')
  expect((await server.failed).message).toMatch(/PostgreSQL could not work in .*server\.log/)
  await server.stop()
})

/** Starts a server from another operating system process, which a test may kill. */
async function startElsewhere(folder: string) {
  const module = fileURLToPath(new URL('server.ts', import.meta.url))
  const script = `
    import { startEmbeddedPostgres } from ${JSON.stringify(module)}
    const { port } = await startEmbeddedPostgres({ folder: ${JSON.stringify(folder)} })
    console.log(port)
    setInterval(() => {}, 1000)`
  const child = spawn(nodeBinary, ['--input-type=module', '-e', script], { stdio: ['ignore', 'pipe', 'inherit'] })
  const port = await new Promise<number>((resolve) => child.stdout.once('data', (line) => resolve(Number(line))))
  return { child, port }
}

const killed = (child: ChildProcess) =>
  new Promise<void>((resolve) => {
    child.once('exit', () => resolve())
    child.kill('SIGKILL')
  })

test('two that want the same folder do not share it', async () => {
  const folder = path.join(root, 'shared')
  const { child, port } = await startElsewhere(folder)
  await expect(startEmbeddedPostgres({ folder })).rejects.toThrow(`already running on ${folder}`)
  expect(await answers(port)).toBe(true)
  await killed(child)
  await within(10_000, async () => !(await answers(port)))
})

test('a server ends when its starter is killed, and the next start finds its data whole', async () => {
  const folder = path.join(root, 'orphan')
  const { child, port } = await startElsewhere(folder)
  await killed(child)
  // It does not wait for the one that was left behind to be gone.
  const next = await startEmbeddedPostgres({ folder })
  expect(await answers(port)).toBe(false)
  await next.stop()
})

test('a server whose starter and guard were killed is ended by the next start', async () => {
  const folder = path.join(root, 'abandoned')
  const { child, port } = await startElsewhere(folder)
  const [line] = (await readFile(path.join(folder, 'data/postmaster.pid'), 'utf8')).split('\n')
  const postmaster = Number(line)
  const { stdout } = await run('/bin/sh', ['-c', `cut -d' ' -f4 /proc/${postmaster}/stat`])
  signal(Number(stdout), 'SIGKILL')
  await killed(child)
  const next = await startEmbeddedPostgres({ folder })
  expect(await answers(port)).toBe(false)
  await next.stop()
})
