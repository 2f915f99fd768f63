import { createServer, request, type RequestListener, type Server } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import { until } from '@baton/testing'
import { afterEach, expect, test } from 'vitest'
import { Balancer, type BalancerOptions } from './balancer.ts'

const ends: (() => unknown)[] = []
afterEach(async () => {
  for (const end of ends.splice(0).toReversed()) await end()
})

const quick: Partial<BalancerOptions> = {
  checks: { path: '/readyz', intervalMs: 20, timeoutMs: 10_000, healthyAfter: 2, unhealthyAfter: 2 },
}

async function target(listener: RequestListener): Promise<{ port: number; server: Server; sockets: Set<Socket> }> {
  const server = createServer((asked, answer) => {
    if (asked.url === '/readyz') answer.end()
    else listener(asked, answer)
  })
  const sockets = new Set<Socket>()
  server.on('connection', (socket) => sockets.add(socket))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  ends.push(() => {
    server.closeAllConnections()
    server.close()
  })
  return { port: (server.address() as AddressInfo).port, server, sockets }
}

async function balancer(options: Partial<BalancerOptions> = {}, ...ports: number[]): Promise<Balancer> {
  const made = new Balancer({ ...quick, ...options })
  await made.listen()
  ends.push(() => made.close())
  for (const port of ports) made.register(port)
  await until('targets to be healthy', () => ports.every((port) => made.stateOf(port) === 'healthy'))
  return made
}

const get = async ({ port }: Balancer, path = '/') => {
  const answer = await fetch(`http://127.0.0.1:${port}${path}`)
  return { status: answer.status, text: await answer.text() }
}

test('requests are spread over healthy targets, and a target that falls ill gets none', async () => {
  const [one, two] = await Promise.all([
    target((_, answer) => answer.end('one')),
    target((_, answer) => answer.end('two')),
  ])
  const made = await balancer({ choice: 'round robin' }, one.port, two.port)
  const texts = async () => new Set(await Promise.all(Array.from({ length: 6 }, async () => (await get(made)).text)))
  expect(await texts()).toEqual(new Set(['one', 'two']))
  one.server.closeAllConnections()
  one.server.close()
  await until('it to be found ill', () => made.stateOf(one.port) === 'unhealthy')
  expect(await texts()).toEqual(new Set(['two']))
})

test('the target with the fewest requests under way is chosen', async () => {
  const held: (() => void)[] = []
  const [slow, idle] = await Promise.all([
    target((_, answer) => void held.push(() => answer.end('slow'))),
    target((_, answer) => answer.end('idle')),
  ])
  const made = await balancer({}, slow.port)
  const first = get(made)
  await until('the first to be under way', () => held.length === 1)
  made.register(idle.port)
  await until('the second to be healthy', () => made.stateOf(idle.port) === 'healthy')
  for (let number = 0; number < 4; number += 1) expect((await get(made)).text).toBe('idle')
  held[0]!()
  expect((await first).text).toBe('slow')
})

test('a request that breaks at its target is answered with 502 and sent nowhere else, not even a read', async () => {
  let seen = 0
  const listener: RequestListener = (asked) => {
    seen += 1
    asked.socket.destroy()
  }
  const [one, two] = await Promise.all([target(listener), target(listener)])
  const made = await balancer({}, one.port, two.port)
  expect((await get(made)).status).toBe(502)
  const post = await fetch(`http://127.0.0.1:${made.port}/`, { method: 'POST', body: 'x' })
  expect(post.status).toBe(502)
  expect(seen).toBe(2)
  expect(made.own).toEqual({ 502: 2 })
})

test('a target that closes kept connections sooner than the balancer costs a request', async () => {
  // What happens when the program's keep-alive is shorter: the case that our time-outs rule out.
  const one = await target((_, answer) => answer.end('one'))
  const made = await balancer({}, one.port)
  expect((await get(made)).status).toBe(200)
  // The connection is cut at the very moment at which the next request uses it.
  one.server.prependListener('request', (asked) => asked.socket.destroy())
  expect((await get(made)).status).toBe(502)
})

test('without targets the answer is 503, and 504 when a target keeps silent', async () => {
  const made = await balancer()
  expect((await get(made)).status).toBe(503)
  const mute = await target(() => {})
  const waiting = await balancer({ idleMs: 100 }, mute.port)
  expect((await get(waiting)).status).toBe(504)
})

test('a target that leaves finishes what it has and is given no more', async () => {
  const held: (() => void)[] = []
  const one = await target((_, answer) => void held.push(() => answer.end('done')))
  const made = await balancer({}, one.port)
  const under = get(made)
  await until('it to be under way', () => held.length === 1)
  const left = made.deregister(one.port)
  expect(made.stateOf(one.port)).toBe('draining')
  expect((await get(made)).status).toBe(503)
  held[0]!()
  expect(await under).toEqual({ status: 200, text: 'done' })
  await left
  expect(made.stateOf(one.port)).toBe('unused')
})

test('what is still under way when the time to leave is over is cut off', async () => {
  const one = await target((_, answer) => void answer.write('and so on'))
  const made = await balancer({ deregistrationMs: 50 }, one.port)
  let cut = false
  const asked = request({ host: '127.0.0.1', port: made.port }, (answer) => {
    answer.resume()
    answer.on('error', () => (cut = true))
  })
  asked.on('error', () => {})
  asked.end()
  await until('it to be under way', () => made.sent.get(one.port) === 1)
  await made.deregister(one.port)
  await until('it to be cut off', () => cut)
})

test('connections to a target are kept and used again', async () => {
  const one = await target((_, answer) => answer.end('one'))
  const made = await balancer({ checks: { ...quick.checks!, intervalMs: 60_000 } }, one.port)
  const before = one.sockets.size
  for (let number = 0; number < 5; number += 1) await get(made)
  expect(one.sockets.size - before).toBe(1)
})

test('a target learns who asked, and that it is not from this machine', async () => {
  let headers: Record<string, unknown> = {}
  let from = ''
  const one = await target((asked, answer) => {
    headers = asked.headers
    from = asked.socket.remoteAddress ?? ''
    answer.end()
  })
  const made = await balancer({}, one.port)
  await fetch(`http://127.0.0.1:${made.port}/`, { headers: { 'x-forwarded-for': '203.0.113.9' } })
  expect(headers).toMatchObject({ 'x-forwarded-for': '203.0.113.9, 127.0.0.1', 'x-forwarded-proto': 'http' })
  expect(from).toBe('127.0.0.2')
})
