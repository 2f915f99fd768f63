import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { ensureLogGroups, type LogGroups } from './ensure-log-groups.ts'

function memory(...there: string[]): LogGroups & { kept: Map<string, number | undefined> } {
  const kept = new Map<string, number | undefined>(there.map((name) => [name, undefined]))
  return {
    kept,
    async make(name) {
      if (kept.has(name)) return false
      kept.set(name, undefined)
      return true
    },
    async keep(name, days) {
      if (!kept.has(name)) throw new Error(`${name} is not there`)
      kept.set(name, days)
    },
  }
}

test('groups that are missing are made, and all keep their lines for as long', async () => {
  const groups = memory('b')
  const ResourceProperties = { Groups: ['a', 'b'], Days: '30' }
  expect(await ensureLogGroups(groups, { RequestType: 'Create', ResourceProperties })).toBe('log-groups')
  expect([...groups.kept]).toEqual([
    ['b', 30],
    ['a', 30],
  ])
})

test('deleting leaves the groups, and keeps the identity it had', async () => {
  const groups = memory('a')
  const asked = { RequestType: 'Delete', PhysicalResourceId: 'x', ResourceProperties: {} } as const
  expect(await ensureLogGroups(groups, asked)).toBe('x')
  expect([...groups.kept]).toEqual([['a', undefined]])
})

test('a number of days that is none makes nothing', async () => {
  const groups = memory()
  const ResourceProperties = { Groups: ['a'], Days: 'soon' }
  await expect(ensureLogGroups(groups, { RequestType: 'Create', ResourceProperties })).rejects.toThrow('soon')
  expect(groups.kept.size).toBe(0)
})

/** CloudWatch Logs, as far as it is asked here, and the place where CloudFormation waits for its answer. */
const calls: { action: string; body: { logGroupName: string; retentionInDays?: number } }[] = []
const answers: Record<string, unknown>[] = []
let refuse = false
const world = createServer((request, response) => {
  let text = ''
  request.setEncoding('utf8')
  request.on('data', (part: string) => (text += part))
  request.on('end', () => {
    if (request.method === 'PUT') {
      answers.push(JSON.parse(text) as Record<string, unknown>)
      response.end()
      return
    }
    const action = String(request.headers['x-amz-target']).split('.')[1]!
    const body = JSON.parse(text) as { logGroupName: string }
    calls.push({ action, body })
    const fault = refuse
      ? 'AccessDeniedException'
      : action === 'CreateLogGroup' && body.logGroupName === 'there'
        ? 'ResourceAlreadyExistsException'
        : undefined
    response.writeHead(fault ? 400 : 200, { 'content-type': 'application/x-amz-json-1.1' })
    response.end(fault ? JSON.stringify({ __type: fault, message: fault }) : '{}')
  })
})
let address: string
beforeAll(async () => {
  await new Promise<void>((resolve) => world.listen(0, '127.0.0.1', resolve))
  address = `http://127.0.0.1:${(world.address() as AddressInfo).port}`
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'test')
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'test')
  vi.stubEnv('AWS_REGION', 'eu-central-1')
  vi.stubEnv('AWS_ENDPOINT_URL', address)
})
afterAll(() => {
  vi.unstubAllEnvs()
  world.closeAllConnections()
  world.close()
})

const request = {
  RequestType: 'Create',
  StackId: 'stack',
  RequestId: 'request',
  LogicalResourceId: 'Ensured',
  ResourceProperties: { Groups: ['there', 'new'], Days: '7' },
} as const

test('CloudFormation hears that it is done, though a group was there before', async () => {
  const { handler } = await import('./ensure-log-groups.lambda.ts')
  const { Groups, Days } = request.ResourceProperties
  await handler({ ...request, ResponseURL: `${address}/answer`, ResourceProperties: { Groups: [...Groups], Days } })
  expect(calls.map(({ action, body }) => [action, body.logGroupName, body.retentionInDays])).toEqual([
    ['CreateLogGroup', 'there', undefined],
    ['PutRetentionPolicy', 'there', 7],
    ['CreateLogGroup', 'new', undefined],
    ['PutRetentionPolicy', 'new', 7],
  ])
  expect(answers).toEqual([
    {
      Status: 'SUCCESS',
      PhysicalResourceId: 'log-groups',
      StackId: 'stack',
      RequestId: 'request',
      LogicalResourceId: 'Ensured',
    },
  ])
})

test('CloudFormation hears of a failure at once, with its cause, and does not wait in vain', async () => {
  const { handler } = await import('./ensure-log-groups.lambda.ts')
  const said = vi.spyOn(console, 'error').mockImplementation(() => {})
  refuse = true
  const { Groups, Days } = request.ResourceProperties
  await handler({ ...request, ResponseURL: `${address}/answer`, ResourceProperties: { Groups: [...Groups], Days } })
  expect(answers.at(-1)).toMatchObject({ Status: 'FAILED', Reason: expect.stringContaining('AccessDenied') })
  said.mockRestore()
})
