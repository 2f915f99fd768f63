import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { cloud } from '@baton/runtime'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { platformFiles } from '../bundle/contents.ts'
import { findNginx, InstanceProxy } from '../local/instance-proxy.ts'
import { wait } from '../local/wait.ts'
import { asBeanstalkWritesIt } from './until-a-version.ts'

const nginx = await findNginx()
if (!nginx) console.log('nginx is not installed: what a worker answers without a version is not tried here.')

let folder: string
const ends: (() => unknown)[] = []
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'baton-until-'))
})
afterEach(async () => {
  for (const end of ends.splice(0).toReversed()) await end()
  await rm(folder, { recursive: true })
})

/** Answers 200 to everything, as Beanstalk's sample does, on a port of its own. */
async function program(): Promise<number> {
  const server = createServer((asked, answer) => asked.resume().on('end', () => answer.end('taken')))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  ends.push(
    () => server.close(),
    () => server.closeAllConnections(),
  )
  return (server.address() as AddressInfo).port
}

async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return port
}

/** What the daemon is answered by an instance with the stage's option and this bundle. */
async function answerTo(files: { path: string; bytes: string | Uint8Array }[]): Promise<number> {
  const bundle = path.join(folder, 'bundle')
  for (const file of files.filter((each) => each.path.startsWith('.platform/nginx/'))) {
    await mkdir(path.dirname(path.join(bundle, file.path)), { recursive: true })
    await writeFile(path.join(bundle, file.path), file.bytes)
  }
  const port = await freePort()
  const proxy = new InstanceProxy({ folder, port, program: await program(), nginx })
  await proxy.configure(bundle)
  await proxy.start()
  ends.push(() => proxy.kill())
  const url = `http://127.0.0.1:${port}${cloud.paths.jobs}`
  return (await answered(() => fetch(url, { method: 'POST', body: '{}' }))).status
}

async function answered(ask: () => Promise<Response>): Promise<Response> {
  for (const until = Date.now() + 20_000; ;) {
    try {
      return await ask()
    } catch (error) {
      if (Date.now() > until) throw error
      await wait(20)
    }
  }
}

/** Beanstalk writes it into the same folder as the bundle's. */
const option = { path: '.platform/nginx/conf.d/elasticbeanstalk/01_static.conf', bytes: asBeanstalkWritesIt }

test.runIf(nginx)('a worker without a version of ours refuses jobs, so that none is lost', async () => {
  expect(await answerTo([option])).toBe(404)
})

test.runIf(nginx)('a version of ours takes them in spite of the option', async () => {
  expect(await answerTo([option, ...platformFiles('0.0.0')])).toBe(200)
})
