import { request } from 'node:http'
import { jobsThatFollow, queued, sendMail } from '@baton/commands'
import { openProcessStore, queueJobs, writeMail, type ProcessStore } from '@baton/database'
import { memoryDoor, memoryQueues, OperationalError, sqsDoor, type MailDoor, type QueueDoor } from '@baton/integrations'
import { cloud, newId, silentLog, systemClock } from '@baton/runtime'
import { buildOrganization, cloneDatabase, until, type ClonedDatabase } from '@baton/testing'
import { DeleteMessageCommand, ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs'
import { startFauxqs } from 'fauxqs'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { schedules } from '../schedules.ts'
import { startCloudWorker, type CloudWorker } from './cloud-worker.ts'

let database: ClonedDatabase
let processes: ProcessStore
let orgId: string
beforeAll(async () => {
  database = await cloneDatabase()
  processes = openProcessStore({ url: database.ownerUrl, jobsFor: jobsThatFollow })
  orgId = (await buildOrganization(database.db)).orgId
})
afterAll(async () => {
  await processes.close()
  await database.drop()
})

let worker: CloudWorker
let mail: ReturnType<typeof memoryDoor>
let queues: ReturnType<typeof memoryQueues>
const workers: CloudWorker[] = []
/** Lets go what a test that failed has left, which workers would wait for. */
const held: (() => void)[] = []
beforeEach(() => {
  mail = memoryDoor()
  queues = memoryQueues()
})
afterEach(async () => {
  for (const letGo of held.splice(0)) letGo()
  await Promise.all(workers.splice(0).map((one) => one.stop()))
  await database.sql('delete from graphile_worker._private_jobs')
})

async function start(given: { mail?: MailDoor; door?: QueueDoor; handler?: number; queue?: string } = {}) {
  worker = await startCloudWorker(
    {
      db: database.db,
      processes,
      mail: given.mail ?? mail,
      clock: systemClock,
      log: silentLog,
      publicUrl: 'https://baton.example',
      mailFrom: 'Baton <baton@baton.example>',
    },
    {
      url: database.ownerUrl,
      queues: new Map([['mail', given.queue ?? 'mail']]),
      door: given.door ?? queues,
      host: '127.0.0.1',
      port: 0,
      version: 'v1',
      ofNode: false,
      limits: { handler: given.handler ?? 10_000, patience: 2 },
    },
  )
  workers.push(worker)
  return worker
}

/** Asks as Beanstalk's daemon does, through the instance's proxy; `headers` take the place of its own. */
function post(path: string, body: string, headers: Record<string, string | undefined> = {}, method = 'POST') {
  const all = {
    'user-agent': 'aws-sqsd/2.3',
    'content-type': 'application/json',
    'x-aws-sqsd-msgid': newId(),
    'x-aws-sqsd-receive-count': '1',
    'x-forwarded-for': '127.0.0.1',
    'x-real-ip': '127.0.0.1',
    ...headers,
  }
  return new Promise<{ status: number; text: string }>((resolve, reject) => {
    const sent = request(
      {
        host: '127.0.0.1',
        port: worker.port,
        path,
        method,
        headers: Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined)),
      },
      (response) => {
        let text = ''
        response.setEncoding('utf8').on('data', (part: string) => (text += part))
        response.on('end', () => resolve({ status: response.statusCode!, text }))
      },
    )
    sent.on('error', reject)
    sent.end(body)
  })
}

/** A door that holds every mail until it is told to go on. */
function heldDoor(): { door: MailDoor; goOn: () => void } {
  const { promise, resolve } = Promise.withResolvers<void>()
  held.push(resolve)
  return { door: { ...mail, send: (one) => promise.then(() => mail.send(one)) }, goOn: resolve }
}

/** A mail in the outbox, and the message that asks for its sending. */
async function mailToSend({ withJob = false } = {}) {
  const id = newId()
  await database.db.write(orgId, async (tx) => {
    await writeMail(tx, orgId, {
      id,
      messageKey: id,
      messageId: `<${id}@baton.example>`,
      to: 'mara@example.org',
      subject: id,
      html: '<p>Hello</p>',
      text: 'Hello',
      kind: 'assigned',
      processId: id,
    })
    if (withJob) await queueJobs(tx, [queued(sendMail, { orgId, mailId: id })])
  })
  return { id, body: JSON.stringify({ kind: 'send-mail', payload: { orgId, mailId: id }, key: id }) }
}

const stateOf = async (id: string) =>
  (await database.sql<{ state: string }>('select state from mail where id = $1', [id]))[0]?.state
const jobsLeft = () =>
  database.sql<{ task: string; wait: number }>(
    `select task_identifier as task, extract(epoch from run_at - now())::int as wait from graphile_worker.jobs order by id`,
  )

describe('a job that the queue brings', () => {
  test('is carried out once, however often it comes', async () => {
    await start()
    const { id, body } = await mailToSend()
    expect((await post('/jobs', body)).status).toBe(200)
    expect((await post('/jobs', body, { 'x-aws-sqsd-receive-count': '2' })).status).toBe(200)
    expect(mail.sent.map(({ subject }) => subject)).toEqual([id])
    expect(await stateOf(id)).toBe('sent')
  })

  test('is not begun a second time while it is under way, not even by another worker', async () => {
    const { id, body } = await mailToSend()
    const { door: slow, goOn } = heldDoor()
    await start({ mail: slow })
    const first = post('/jobs', body)
    await until('the mail to be under way', async () => (await stateOf(id)) === 'sending')
    await start({ mail: slow })
    expect((await post('/jobs', body)).status).toBe(409)
    goOn()
    expect((await first).status).toBe(200)
    expect(mail.sent).toHaveLength(1)
  })

  test.each([
    ['no JSON', 'hello'],
    ['no job', '{"kind":"send-mail"}'],
    ['a kind that does not exist', JSON.stringify({ kind: 'rob-bank', payload: {}, key: 'a' })],
    ['a payload of another kind', JSON.stringify({ kind: 'send-mail', payload: { orgId: 'a' }, key: 'a' })],
  ])('is left to the dead letters when it is %s', async (_, body) => {
    await start()
    expect((await post('/jobs', body)).status).toBe(400)
    expect(await jobsLeft()).toEqual([])
  })

  test('is put off, and not lost, when the world is not ready for it again and again', async () => {
    const away: MailDoor = { ...mail, send: () => Promise.reject(new OperationalError('the mail server is away')) }
    await start({ mail: away })
    const { id, body } = await mailToSend()
    expect((await post('/jobs', body)).status).toBe(503)
    expect(await jobsLeft()).toEqual([])
    expect((await post('/jobs', body, { 'x-aws-sqsd-receive-count': '2' })).status).toBe(200)
    expect(await jobsLeft()).toEqual([{ task: 'hand-on-again', wait: expect.closeTo(120, -1) }])
    expect(await stateOf(id)).toBe('queued')
    // When its time comes it goes to the queue again, and is known to have been put off.
    await database.sql('update graphile_worker._private_jobs set run_at = now()')
    await until('it to be handed on', () => queues.sent.length > 0)
    expect(JSON.parse(queues.sent[0]!.messages[0]!.body)).toEqual({ ...JSON.parse(body), round: 1 })
  })

  test('is answered for in time, though it goes on', async () => {
    const { id, body } = await mailToSend()
    const { door: slow, goOn } = heldDoor()
    await start({ handler: 100, mail: slow })
    const { status, text } = await post('/jobs', body)
    expect(status).toBe(503)
    expect(text).toContain('longer than 100 ms')
    // To find that out takes some milliseconds, too, of which there are a hundred.
    await until('it to be told under way', async () => (await post('/jobs', body)).status === 409)
    goOn()
    await until('the mail to be sent', async () => (await stateOf(id)) === 'sent')
    await until('it to be free', async () => (await post('/jobs', body)).status === 200)
    expect(mail.sent).toHaveLength(1)
  })
})

describe('the door for jobs', () => {
  test.each([
    ['through the proxy from another machine', { 'x-forwarded-for': '203.0.113.9' }],
    ['from somebody who claims to be this machine', { 'x-forwarded-for': '127.0.0.1, 203.0.113.9' }],
    ['from another machine by its other name', { 'x-real-ip': '203.0.113.9' }],
    ['handed on in the newer way', { forwarded: 'for=127.0.0.1' }],
    ['from another program', { 'user-agent': 'curl/8' }],
    ['from nobody', { 'user-agent': undefined }],
  ])('is shut to a request %s', async (_, headers) => {
    await start()
    const { id, body } = await mailToSend()
    expect((await post('/jobs', body, headers)).status).toBe(403)
    expect((await post('/schedules/prune', '', headers)).status).toBe(403)
    expect(await stateOf(id)).toBe('queued')
    expect(mail.sent).toEqual([])
  })

  test('is for posting', async () => {
    await start()
    expect((await post('/jobs', '', {}, 'PUT')).status).toBe(405)
    expect((await post('/elsewhere', '')).status).toBe(404)
  })

  test('tells alive from ready, and measures only to its own machine', async () => {
    await start()
    const get = (path: string, headers = {}) => post(path, '', { 'x-forwarded-for': undefined, ...headers }, 'GET')
    expect(await get('/healthz')).toEqual({ status: 200, text: '{"status":"alive","version":"v1"}' })
    expect((await get('/readyz')).status).toBe(200)
    await post('/jobs', (await mailToSend()).body)
    expect((await get('/metrics')).text).toContain('baton_job_seconds_count{kind="send-mail",outcome="200"} 1')
    expect((await get('/metrics', { 'x-forwarded-for': '127.0.0.1' })).status).toBe(404)
  })

  test('lets a job under way come to its end before it shuts', async () => {
    const { id, body } = await mailToSend()
    const { door: slow, goOn } = heldDoor()
    await start({ mail: slow })
    const under = post('/jobs', body)
    await until('the mail to be under way', async () => (await stateOf(id)) === 'sending')
    const stopped = workers.pop()!.stop()
    await expect(post('/jobs', body)).rejects.toThrow('ECONNREFUSED')
    goOn()
    expect((await under).status).toBe(200)
    await stopped
    expect(mail.sent).toHaveLength(1)
  })
})

describe('what is done again and again', () => {
  test('is named alike by the worker and by the file that the daemon reads', () => {
    expect(schedules.map(({ name, when }) => ({ name, when }))).toEqual([...cloud.schedules])
  })

  test('is done when its time is told', async () => {
    await start()
    await database.sql(
      `insert into session (org_id, token_hash, member_id, expires_at)
       select org_id, sha256('x'), id, now() - interval '1 day' from member where org_id = $1`,
      [orgId],
    )
    const task = { 'x-aws-sqsd-taskname': 'prune', 'x-aws-sqsd-scheduled-at': '2026-11-22T22:17:00Z' }
    expect((await post('/schedules/prune', 'elasticbeanstalk scheduled job', task)).status).toBe(200)
    expect(await database.sql('select 1 from session where expires_at < now()')).toEqual([])
    expect((await post('/schedules/prune', '', { 'x-aws-sqsd-taskname': 'another' })).status).toBe(400)
    expect((await post('/schedules/nothing', '')).status).toBe(404)
  })
})

test('a job goes from the database through a real queue to the daemon and is done once', async () => {
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'test')
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'test')
  const faux = await startFauxqs({ port: 0, logger: false })
  const endpoint = `http://127.0.0.1:${faux.port}`
  const client = new SQSClient({ region: 'eu-central-1', endpoint })
  try {
    faux.createQueue('mail', { region: 'eu-central-1' })
    const queue = `${endpoint}/000000000000/mail`
    const door = sqsDoor({ region: 'eu-central-1', endpoint })
    await start({ door, queue })
    const mails = await Promise.all(Array.from({ length: 15 }, () => mailToSend({ withJob: true })))
    await until('all mails to be sent', async () => {
      const { Messages = [] } = await client.send(
        new ReceiveMessageCommand({ QueueUrl: queue, MaxNumberOfMessages: 10, MessageAttributeNames: ['All'] }),
      )
      for (const { Body, ReceiptHandle, MessageAttributes } of Messages) {
        expect(MessageAttributes?.kind?.StringValue).toBe('send-mail')
        if ((await post('/jobs', Body!)).status === 200)
          await client.send(new DeleteMessageCommand({ QueueUrl: queue, ReceiptHandle }))
      }
      return mail.sent.length === mails.length
    })
    expect(mail.sent.map(({ subject }) => subject).toSorted()).toEqual(mails.map(({ id }) => id).toSorted())
    // What the queue has taken may be done before the worker that handed it on has noted that.
    await until('no job to be left', async () => (await jobsLeft()).length === 0)
  } finally {
    client.destroy()
    await faux.stop()
    vi.unstubAllEnvs()
  }
})
