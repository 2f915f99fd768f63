import { Agent, request, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { cloud } from '@baton/runtime'
import { until } from '@baton/testing'
import { afterEach, describe, expect, test } from 'vitest'
import { buildTeam, startApi, type TestApi } from './test/api.ts'

const apis: TestApi[] = []
afterEach(async () => {
  for (const api of apis.splice(0)) await api.close()
})

async function start(given: Parameters<typeof startApi>[0]) {
  const api = await startApi(given)
  apis.push(api)
  await api.server.listen({ port: 0, host: '127.0.0.1' })
  return api
}

/** Asks over a real connection, which `agent` keeps as a balancer does. */
function get(api: TestApi, path: string, headers: Record<string, string> = {}, agent?: Agent) {
  const { port } = api.server.server.address() as AddressInfo
  return new Promise<{ status: number; headers: IncomingMessage['headers']; text: string }>((resolve, reject) => {
    const asked = request({ host: '127.0.0.1', port, path, headers, agent }, (response) => {
      let text = ''
      response.setEncoding('utf8').on('data', (part: string) => (text += part))
      response.on('end', () => resolve({ status: response.statusCode!, headers: response.headers, text }))
    })
    asked.on('error', reject)
    asked.end()
  })
}

describe('a node that is asked to stop', () => {
  test('says at once that it is not ready, and serves on', async () => {
    const api = await start({ drainSeconds: 0.5 })
    const { member } = await buildTeam(api)
    const agent = new Agent({ keepAlive: true })
    const before = await get(api, '/readyz', {}, agent)
    expect([before.status, before.headers.connection]).toEqual([200, 'keep-alive'])
    const drained = api.ctx.drain.begin()
    const ready = await get(api, '/readyz', {}, agent)
    expect([ready.status, ready.text]).toEqual([503, '{"status":"not ready","because":"it is stopping"}'])
    expect((await get(api, '/healthz')).status).toBe(200)
    const answer = await get(api, '/api/v1/me', member.as, agent)
    expect([answer.status, answer.headers.connection]).toEqual([200, 'close'])
    await drained
    agent.destroy()
  })

  test('ends its live streams with a word on when to come back', async () => {
    const api = await start({})
    const { member } = await buildTeam(api)
    const stream = get(api, '/api/v1/live', member.as)
    await until('the stream to stand', () => api.ctx.live.listeners === 1)
    await api.ctx.live.close()
    const retry = /^retry: (\d+)\n\n$/m.exec((await stream).text)
    expect(Number(retry?.[1])).toBeGreaterThanOrEqual(500)
    expect(Number(retry?.[1])).toBeLessThanOrEqual(2500)
  })

  test('lets a request that is under way come to its end', async () => {
    const api = await start({})
    const { member } = await buildTeam(api)
    let goOn: (() => void) | undefined
    const { read } = api.ctx.db
    api.ctx.db.read = async (orgId, query) => {
      await new Promise<void>((resolve) => (goOn = resolve))
      return read(orgId, query)
    }
    const underWay = get(api, '/api/v1/me', member.as)
    await until('it to be under way', () => goOn)
    await api.ctx.drain.begin()
    const closed = api.server.close()
    api.ctx.db.read = read
    goOn!()
    expect((await underWay).status).toBe(200)
    await closed
    expect(api.server.server.listening).toBe(false)
  })
})

test('a kept connection is closed by the balancer, never first by the node', async () => {
  const { server } = await start({})
  for (const idle of [cloud.keepAlive.balancer, cloud.keepAlive.proxy]) {
    expect(server.server.keepAliveTimeout).toBeGreaterThan(idle * 1000)
    expect(server.server.headersTimeout).toBeGreaterThan(server.server.keepAliveTimeout)
  }
})

test('a request comes from behind the proxies that are known to stand in front, whatever it says itself', async () => {
  const api = await start({ proxyHops: 3 })
  await api.server.inject({
    method: 'POST',
    url: '/api/v1/session',
    // Written by the sender itself, then by the distribution, the balancer and the instance's proxy.
    headers: { 'x-forwarded-for': '192.0.2.1, 198.51.100.7, 203.0.113.1, 10.0.0.1', 'sec-fetch-site': 'same-origin' },
    payload: { email: 'nobody@example.org', password: 'wrong' },
  })
  const rows = await api.database.sql<{ key: string }>('select key from login_attempt')
  const keys = rows.map(({ key }) => key).join()
  expect(keys).toContain('198.51.100.7')
  expect(keys).not.toMatch(/192\.0\.2\.1|203\.0\.113\.1|10\.0\.0\.1/)
})
