import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { silentLog } from '@baton/runtime'
import { until } from '@baton/testing'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { Election, parsePeriodicTasks } from './periodic-tasks.ts'
import { startServices, type Services } from './services.ts'
import { Sqsd, type SqsdGiven } from './sqsd.ts'

type Posted = { path: string; headers: IncomingMessage['headers']; body: string }

let services: Services
let server: Server
let port: number
let posted: Posted[]
let answer: (posted: Posted, response: ServerResponse) => void
const daemons: Sqsd[] = []

beforeAll(async () => {
  server = createServer((asked, response) => {
    let body = ''
    asked.setEncoding('utf8').on('data', (part: string) => (body += part))
    asked.on('end', () => {
      const one = { path: asked.url!, headers: asked.headers, body }
      posted.push(one)
      answer(one, response)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  port = (server.address() as AddressInfo).port
})
afterAll(async () => {
  server.closeAllConnections()
  server.close()
})
beforeEach(async () => {
  posted = []
  answer = (_, response) => response.writeHead(200).end()
  // A queue of its own: what a daemon asked for before it was killed may still be handed to it.
  services = await startServices({ maxReceives: 3 })
})
afterEach(async () => {
  await Promise.all(daemons.splice(0).map((daemon) => daemon.kill()))
  await services.stop()
})

function start(options: SqsdGiven['options'] = {}, given: Partial<SqsdGiven> = {}): Sqsd {
  // Longer than any test, so that nothing shows itself again because the machine is busy.
  const times = { VisibilityTimeout: 120, ErrorVisibilityTimeout: 0, InactivityTimeout: 60 }
  const daemon = new Sqsd({
    sqs: services.sqs,
    queueUrl: services.queue.url,
    port,
    options: { ...times, ...options },
    log: silentLog,
    ...given,
  })
  daemons.push(daemon)
  return daemon
}
const send = (body: string, messageAttributes = {}) => services.server.sendMessage('jobs', body, { messageAttributes })
const left = () => services.count('jobs')
const empty = { ready: 0, inflight: 0, delayed: 0 }
const dead = () => services.server.inspectQueue('jobs-dead-letters')!.messages.ready.map(({ body }) => body)

describe('a message', () => {
  test('is posted word for word with what is known of it', async () => {
    const { messageId } = send('{"ä": 1}', {
      kind: { DataType: 'String', StringValue: 'send-mail' },
      Size: { DataType: 'Number', StringValue: '7' },
      blob: { DataType: 'Binary', BinaryValue: Buffer.from('x').toString('base64') },
    })
    start()
    await until('it to be done', () => posted.length === 1 && left().inflight === 0)
    const [{ path, headers, body }] = posted as [Posted]
    expect([path, body]).toEqual(['/jobs', '{"ä": 1}'])
    expect(headers).toMatchObject({
      'user-agent': expect.stringMatching(/^aws-sqsd/),
      'content-type': 'application/json',
      'x-aws-sqsd-msgid': messageId,
      'x-aws-sqsd-queue': 'jobs',
      'x-aws-sqsd-receive-count': '1',
      'x-aws-sqsd-first-received-at': expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
      'x-aws-sqsd-attr-kind': 'send-mail',
      'x-aws-sqsd-attr-size': '7',
    })
    expect(headers).not.toHaveProperty('x-aws-sqsd-attr-blob')
    expect(headers).not.toHaveProperty('x-forwarded-for')
  })

  test('is over with 200', async () => {
    send('one')
    start()
    await until('it to be gone', () => posted.length === 1 && left().ready + left().inflight === 0)
    expect(dead()).toEqual([])
  })

  test.each([201, 202, 204, 302, 400, 403, 500, 503])('comes again after %i, which is not 200', async (status) => {
    answer = (_, response) => response.writeHead(posted.length === 1 ? status : 200).end()
    send('one')
    start()
    await until('it to be gone', () => posted.length === 2 && left().ready + left().inflight === 0)
    expect(posted.map(({ headers }) => headers['x-aws-sqsd-receive-count'])).toEqual(['1', '2'])
    expect(posted[0]!.headers['x-aws-sqsd-first-received-at']).toBe(posted[1]!.headers['x-aws-sqsd-first-received-at'])
  })

  test('is hidden for the time of errors before it comes again', async () => {
    answer = (_, response) => response.writeHead(500).end()
    send('one')
    start({ ErrorVisibilityTimeout: 900 })
    await until('it to be hidden', () => {
      const [hidden] = services.server.inspectQueue('jobs')!.messages.inflight
      return hidden !== undefined && hidden.visibilityDeadline - Date.now() > 500_000
    })
    expect(posted).toHaveLength(1)
  })

  test('comes again when the program keeps silent for too long', async () => {
    answer = (_, response) => void (posted.length > 1 && response.writeHead(200).end())
    send('one')
    start({ InactivityTimeout: 1, VisibilityTimeout: 30 })
    await until('it to be done', () => posted.length === 2 && left().ready + left().inflight === 0)
  })

  test('comes again when there is no program', async () => {
    send('one')
    start({ ErrorVisibilityTimeout: 1, VisibilityTimeout: 2 }, { port: 1 })
    await until('it to have been tried', () => left().inflight === 1)
    await daemons.pop()!.kill()
    start()
    await until('it to be done', () => posted.length === 1)
  })

  test('ends in the dead letters after its last try, and holds nobody up', async () => {
    answer = ({ body }, response) => response.writeHead(body === 'poison' ? 500 : 200).end()
    for (const body of ['poison', 'one', 'two', 'three']) send(body)
    start()
    const others = () => posted.flatMap(({ body }) => (body === 'poison' ? [] : [body]))
    await until('it to be dead and the others done', () => dead().length === 1 && others().length === 3)
    expect(dead()).toEqual(['poison'])
    expect(posted.filter(({ body }) => body === 'poison')).toHaveLength(3)
    expect(others().toSorted()).toEqual(['one', 'three', 'two'])
  })

  test('is deleted unposted when it is older than the daemon keeps messages', async () => {
    send('old')
    start({ RetentionPeriod: 60 }, { now: () => new Date(Date.now() + 61_000) })
    await until('it to be gone', () => left().ready + left().inflight === 0)
    expect(posted).toEqual([])
  })

  test('that a daemon had when its machine went shows itself again', async () => {
    answer = () => {}
    send('one')
    const first = start({ VisibilityTimeout: 2 })
    await until('it to be posted', () => posted.length === 1)
    await first.kill()
    expect(left()).toEqual({ ...empty, inflight: 1 })
    answer = (_, response) => response.writeHead(200).end()
    start()
    await until('another to do it', () => posted.length === 2 && left().inflight === 0)
  })
})

test('no more messages are posted at once than there may be connections', async () => {
  const open: ServerResponse[] = []
  let most = 0
  answer = (_, response) => {
    open.push(response)
    most = Math.max(most, open.length)
    if (posted.length === 12 || open.length === 3) for (const one of open.splice(0)) one.writeHead(200).end()
  }
  for (let number = 0; number < 12; number += 1) send(String(number))
  start({ HttpConnections: 3, VisibilityTimeout: 60 })
  await until('all to be done', () => posted.length === 12 && left().inflight === 0)
  expect(most).toBe(3)
})

test('a daemon that is stopped waits for the answers to what it has posted', async () => {
  let yes = () => {}
  answer = (_, response) => (yes = () => response.writeHead(200).end())
  send('one')
  const daemon = start()
  await until('it to be posted', () => posted.length === 1)
  const stopped = daemon.stop()
  yes()
  await stopped
  expect(left()).toEqual(empty)
})

describe('a periodic task', () => {
  const tasks = parsePeriodicTasks(`version: 1
cron:
  - name: "prune"
    url: "/schedules/prune"
    schedule: "17 * * * *"
`)

  test('is posted to its own path when its minute has come, by one of all instances', async () => {
    let now = new Date('2026-03-04T10:16:40Z')
    const election = new Election()
    const given = { periodicTasks: tasks, election, now: () => now }
    const retention = { RetentionPeriod: Number.MAX_SAFE_INTEGER }
    const [one, two] = [start(retention, given), start(retention, given)]
    await Promise.all([one.tick(), two.tick()])
    expect(posted).toEqual([])
    now = new Date('2026-03-04T10:17:02Z')
    await Promise.all([one.tick(), two.tick()])
    await Promise.all([one.tick(), two.tick()])
    await until('it to be done', () => posted.length > 0 && left().ready + left().inflight === 0)
    expect(posted).toHaveLength(1)
    expect(posted[0]).toMatchObject({ path: '/schedules/prune', body: 'elasticbeanstalk scheduled job' })
    expect(posted[0]!.headers).toMatchObject({
      'x-aws-sqsd-taskname': 'prune',
      'x-aws-sqsd-scheduled-at': '2026-03-04 10:17:00 UTC',
      'x-aws-sqsd-sender-id': expect.stringMatching(/./),
    })
  })

  test.each([
    ['version 2', 'version: 2\ncron: []'],
    [
      'the same name twice',
      'version: 1\ncron: [{name: a, url: /, schedule: "* * * * *"}, {name: a, url: /, schedule: "* * * * *"}]',
    ],
    ['a minute that never comes', 'version: 1\ncron: [{name: a, url: /, schedule: "60 * * * *"}]'],
  ])('is refused in a file with %s', (_, text) => {
    expect(() => parsePeriodicTasks(text)).toThrow()
  })
})
