import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { gunzipSync } from 'node:zlib'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import { cloudWatchDoor, type MetricsDoor } from './metrics-door.ts'

type Asked = { headers: IncomingMessage['headers']; body: string }

let asked: Asked[] = []
let status = 200
const cloudWatch = createServer((request, response) => {
  const parts: Buffer[] = []
  request.on('data', (part: Buffer) => parts.push(part))
  request.on('end', () => {
    const bytes = Buffer.concat(parts)
    const body = request.headers['content-encoding'] === 'gzip' ? gunzipSync(bytes) : bytes
    asked.push({ headers: request.headers, body: body.toString('utf8') })
    response.writeHead(status, { 'content-type': 'application/x-amz-json-1.0' }).end('{}')
  })
})
let door: MetricsDoor
beforeAll(async () => {
  await new Promise<void>((resolve) => cloudWatch.listen(0, '127.0.0.1', resolve))
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'test')
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'test')
})
afterAll(() => {
  cloudWatch.closeAllConnections()
  cloudWatch.close()
  vi.unstubAllEnvs()
})
beforeEach(() => {
  asked = []
  status = 200
  door = cloudWatchDoor({
    region: 'eu-central-1',
    endpoint: `http://127.0.0.1:${(cloudWatch.address() as AddressInfo).port}`,
    namespace: 'Baton/test',
    stage: 'test',
  })
})
afterEach(() => door.close())

test('the numbers of a minute go to CloudWatch in one signed request, with the stage as their only dimension', async () => {
  await door.post('2026-11-22T10:15:00.000Z', [
    { name: 'ProcessesLaunched', value: 3 },
    { name: 'TasksOverdue', value: 0 },
  ])
  expect(asked).toHaveLength(1)
  const [{ headers, body }] = asked as [Asked]
  expect(headers.authorization).toContain('/eu-central-1/monitoring/aws4_request')
  const common = { Dimensions: [{ Name: 'Stage', Value: 'test' }], Timestamp: 1_795_342_500, Unit: 'Count' }
  expect(JSON.parse(body)).toEqual({
    Namespace: 'Baton/test',
    MetricData: [
      { MetricName: 'ProcessesLaunched', Value: 3, ...common },
      { MetricName: 'TasksOverdue', Value: 0, ...common },
    ],
  })
})

test('what CloudWatch does not take is the fault of the world, and nothing is thrown away in silence', async () => {
  status = 500
  await expect(door.post('2026-11-22T10:15:00.000Z', [{ name: 'A', value: 1 }])).rejects.toMatchObject({
    name: 'OperationalError',
  })
  expect(asked.length).toBeGreaterThan(1)
})

test('a door that was never used is closed without loading anything', () => {
  door.close()
  expect(asked).toEqual([])
})
