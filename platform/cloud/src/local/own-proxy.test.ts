import { mkdtemp, mkdir, rm, writeFile } from 'node:fs/promises'
import { createServer, request, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { platformFiles } from '../bundle/contents.ts'
import { createOwnProxy } from './own-proxy.ts'
import { outerConfig } from './outer-config.ts'
import { parseNginxConfig } from './nginx-config.ts'
import { proxyRules } from './proxy-rules.ts'

let folder: string
const ends: (() => unknown)[] = []
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'baton-proxy-'))
})
afterEach(async () => {
  for (const end of ends.splice(0).toReversed()) await end()
  await rm(folder, { recursive: true })
})

async function listening(listener: RequestListener): Promise<number> {
  const server = createServer(listener)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  ends.push(() => {
    server.closeAllConnections()
    server.close()
  })
  return (server.address() as AddressInfo).port
}

/** A proxy by these settings of a server before a program. */
async function proxy(settings: string, listener: RequestListener, http = ''): Promise<string> {
  const program = await listening(listener)
  await mkdir(path.join(folder, 'conf.d/elasticbeanstalk'), { recursive: true })
  await writeFile(path.join(folder, 'conf.d/ours.conf'), http.replaceAll('PROGRAM', String(program)))
  await writeFile(
    path.join(folder, 'conf.d/elasticbeanstalk/ours.conf'),
    settings.replaceAll('PROGRAM', String(program)),
  )
  await writeFile(path.join(folder, 'nginx.conf'), outerConfig({ folder, port: 1, program }))
  const { server } = createOwnProxy(() => proxyRules(path.join(folder, 'nginx.conf')))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  ends.push(() => {
    server.closeAllConnections()
    server.close()
  })
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}
const well: RequestListener = (asked, answer) => {
  asked.resume().on('end', () => answer.end(`well ${asked.url}`))
}

test('Beanstalk’s own settings hand everything on, with where it came from', async () => {
  let headers: Record<string, unknown> = {}
  const url = await proxy('', (asked, answer) => {
    headers = asked.headers
    answer.end('well')
  })
  expect(await (await fetch(`${url}/any?x=1`, { headers: { 'x-forwarded-for': '203.0.113.9' } })).text()).toBe('well')
  expect(headers).toMatchObject({ 'x-forwarded-for': '203.0.113.9, 127.0.0.1', 'x-real-ip': '127.0.0.1' })
  expect(headers['host']).toBe(new URL(url).host)
})

test('the longest beginning of a path decides, and the same path before all', async () => {
  const to = 'proxy_pass http://127.0.0.1:PROGRAM;'
  const url = await proxy(`location /a/ { ${to} } location = /a/b { deny all; } location /a/c { deny all; }`, well)
  const status = async (at: string) => (await fetch(url + at)).status
  expect([await status('/a/x'), await status('/a/b'), await status('/a/b/d'), await status('/a/cd')]).toEqual([
    200, 403, 200, 403,
  ])
})

test('only those who are allowed are let in', async () => {
  const url = await proxy('location /jobs { allow 127.0.0.1; deny all; proxy_pass http://127.0.0.1:PROGRAM; }', well)
  const from = (localAddress: string) =>
    new Promise<number>((resolve, reject) => {
      const { hostname: host, port } = new URL(url)
      const asked = request({ host, port, path: '/jobs', localAddress, agent: false }, (answer) => {
        answer.resume()
        resolve(answer.statusCode!)
      })
      asked.on('error', reject)
      asked.end()
    })
  expect(await from('127.0.0.1')).toBe(200)
  expect(await from('127.0.0.2')).toBe(403)
})

test('a larger body than the settings let through is answered with 413 and never reaches the program', async () => {
  let reached = 0
  const url = await proxy('client_max_body_size 1k;', (asked, answer) => {
    reached += 1
    well(asked, answer)
  })
  expect((await fetch(url, { method: 'POST', body: 'x'.repeat(1024) })).status).toBe(200)
  expect((await fetch(url, { method: 'POST', body: 'x'.repeat(1025) })).status).toBe(413)
  const pieces = new ReadableStream({
    start(controller) {
      for (let number = 0; number < 3; number += 1) controller.enqueue(new Uint8Array(1000))
      controller.close()
    },
  })
  const streamed = { method: 'POST', body: pieces, duplex: 'half' } as RequestInit
  expect((await fetch(url, streamed)).status).toBe(413)
  expect(reached).toBe(1)
})

test('a program that is silent is cut off with 504, one that is not there with 502', async () => {
  const url = await proxy('proxy_read_timeout 100ms;', () => {})
  expect((await fetch(url)).status).toBe(504)
  const gone = await proxy('location /gone { proxy_pass http://127.0.0.1:1; }', well)
  expect((await fetch(`${gone}/gone`)).status).toBe(502)
})

test('a stream passes as it is written', async () => {
  const url = await proxy('', (_, answer) => {
    answer.writeHead(200, { 'content-type': 'text/event-stream' })
    answer.write('data: 1\n\n')
  })
  const answer = await fetch(url)
  const reader = answer.body!.getReader()
  const { value } = await reader.read()
  expect(new TextDecoder().decode(value)).toBe('data: 1\n\n')
  await reader.cancel()
})

describe('settings', () => {
  test('of the bundle are understood', async () => {
    for (const { path: name, bytes } of platformFiles('v')) {
      const [, place] = /^\.platform\/nginx\/(conf\.d\/.*)$/.exec(name) ?? []
      if (!place) continue
      await mkdir(path.dirname(path.join(folder, place)), { recursive: true })
      await writeFile(path.join(folder, place), bytes)
    }
    await writeFile(path.join(folder, 'nginx.conf'), outerConfig({ folder, port: 80, program: 8080 }))
    const { placeOf } = proxyRules(path.join(folder, 'nginx.conf'))
    expect(placeOf('/api/v1/tasks')).toMatchObject({ to: { port: 8080 }, keep: 64, idle: 60_000 })
    expect(placeOf('/api/v1/live')!.readTimeout).toBe(3_600_000)
    expect(placeOf('/jobs')!.admits('127.0.0.2')).toBe(false)
  })

  test('that only nginx itself could obey are refused', async () => {
    await expect(proxy('location /a { rewrite ^ /b; }', well)).rejects.toThrow('rewrite')
    await expect(proxy('location ~ \\.php$ { deny all; }', well)).rejects.toThrow('not understood')
  })

  test.each(['location / {', 'deny all', '}', 'server { deny all }'])('“%s” is told to be wrong', (text) => {
    expect(() => parseNginxConfig(text)).toThrow()
  })
})
