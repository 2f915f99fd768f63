import { request } from 'node:http'
import { cloud, newId, platform } from '@baton/runtime'
import { until } from '@baton/testing'
import { beforeEach, expect, inject, test } from 'vitest'
import { setUpProof } from './test/set-up.ts'
import { wait } from './wait.ts'

const { b } = inject('versions')
const minutes = 60_000
/** How long to wait for what will come: a machine that is busy with other work is many times slower. */
const patience = 10 * minutes

const proof = setUpProof({
  apiInstances: 1,
  // A worker that starts refuses what comes meanwhile, so all tries together must outlast a start.
  sqsd: { VisibilityTimeout: 10, ErrorVisibilityTimeout: 2 },
  properties: { DRAIN_SECONDS: '1' },
})
beforeEach(() => void (proof.local.mail.received.length = 0))

/** Launches processes whose first task is somebody else's: each makes one mail to them. */
async function launch(count: number): Promise<string[]> {
  const names = Array.from({ length: count }, () => newId())
  const left = [...names]
  const one = async () => {
    for (let name = left.pop(); name !== undefined; name = left.pop()) {
      const answer = await proof.client.ask(
        'POST',
        '/processes',
        { templateId: proof.organization.templateId, name },
        newId(),
      )
      expect(answer.status, answer.body).toBe(201)
    }
  }
  await Promise.all(Array.from({ length: 16 }, one))
  return names
}
const worker = () => proof.local.worker.instances[0]!
const queue = () => proof.local.services.count(proof.local.services.queue.name)
const waiting = () => queue().ready + queue().inflight + queue().delayed
const dead = () => proof.local.services.server.inspectQueue(proof.local.services.queue.deadLetters)!.messages.ready
/** SQS promises each message at least once, and no more than that: hands out a second time what it has not yet. */
function doubled(twice: Set<string>): void {
  const { ready, inflight } = proof.local.services.server.inspectQueue(proof.local.services.queue.name)!.messages
  for (const { body } of [...ready, ...inflight.map(({ message }) => message)]) {
    // The daemon's own messages are told apart by their attributes alone.
    if (twice.has(body) || !body.startsWith('{')) continue
    twice.add(body)
    proof.local.services.server.sendMessage(proof.local.services.queue.name, body)
  }
}
const received = () => proof.local.mail.received.map(({ subject }) => subject)

/** Each of these processes was told of in one mail, to its assignee, and no mail came twice. */
function expectOneMailEach(names: readonly string[]): void {
  expect(received().toSorted()).toEqual(names.map((name) => `Order – ${name}`).toSorted())
  expect(new Set(proof.local.mail.received.map(({ messageId }) => messageId)).size).toBe(names.length)
  expect(new Set(proof.local.mail.received.map(({ to }) => to))).toEqual(new Set([proof.organization.assignee.email]))
}

test(
  'a full queue is worked off when the worker returns, and each mail comes once though each message comes twice',
  async () => {
    await worker().stopDaemon()
    const names = await launch(500)
    await until('the queue to be full', () => waiting() >= names.length, patience)
    expect(proof.local.mail.received).toEqual([])
    const twice = new Set<string>()
    doubled(twice)
    expect(twice.size).toBe(names.length)
    let looked = 0
    await worker().resumeDaemon()
    await until(
      'all mails to have come and the queue to be empty',
      () => {
        if (received().length >= names.length && waiting() === 0) return true
        // Looking through thousands of messages takes long, and those who do the work need the time.
        if (Date.now() - looked < 250) return false
        looked = Date.now()
        doubled(twice)
        return false
      },
      patience,
    )
    // Notices that are to be written, and mails that are to be sent.
    expect([...twice].filter((body) => body.includes('"send-mail"')).length).toBeGreaterThan(0)
    expectOneMailEach(names)
    expect(dead()).toEqual([])
  },
  2 * patience,
)

/** Posts to the worker's proxy as its daemon does, but for what is given; the status of the answer. */
const post = (path: string, { from = '127.0.0.1', headers = {}, body = '' } = {}) =>
  new Promise<number>((resolve, reject) => {
    const asked = request(
      {
        host: '127.0.0.1',
        port: worker().port,
        localAddress: from,
        method: 'POST',
        path,
        headers: { 'user-agent': 'aws-sqsd/2.3', ...headers },
      },
      (answer) => answer.resume().on('end', () => resolve(answer.statusCode!)),
    )
    asked.on('error', reject)
    asked.end(body)
  })

test(
  'jobs are taken from the daemon of the instance alone, and what is done again and again comes by cron.yaml',
  async () => {
    const body = JSON.stringify({ kind: 'send-mail', payload: { orgId: newId(), mailId: newId() }, key: newId() })
    const prune = `${cloud.paths.schedules}prune`
    for (const path of [cloud.paths.jobs, prune]) {
      // Other systems give this machine one such address only.
      if (platform === 'linux') expect(await post(path, { from: '127.0.0.2', body })).toBe(403)
      expect(await post(path, { headers: { 'x-forwarded-for': '203.0.113.9' }, body })).toBe(403)
      expect(await post(path, { headers: { 'user-agent': 'curl/8' }, body })).toBe(403)
    }
    expect(await post(cloud.paths.metrics)).toBe(403)
    const measured = async () => (await fetch(`http://127.0.0.1:${worker().programPort}${cloud.paths.metrics}`)).text()
    expect(await post(prune)).toBe(200)
    expect(await measured()).toContain('kind="prune",outcome="200"')
    // Each minute; the worker has been up for longer unless this proof is run alone.
    await until(
      'a periodic task to be done',
      async () => (await measured()).includes('kind="fold-process-counts",outcome="200"'),
      patience,
    )
  },
  2 * patience,
)

test(
  'a poison message ends in the dead letters after its last try, and all others are done meanwhile',
  async () => {
    const poison = JSON.stringify({ kind: 'send-mail', payload: { mailId: 'no such thing' }, key: 'poison' })
    proof.local.services.server.sendMessage(proof.local.services.queue.name, poison)
    const names = await launch(20)
    await until('the poison to be among the dead letters', () => dead().length === 1, patience)
    expect(dead().map(({ body }) => body)).toEqual([poison])
    await until('all mails to have come', () => received().length >= names.length, patience)
    await until('the queue to be empty', () => waiting() === 0, patience)
    expectOneMailEach(names)
  },
  2 * patience,
)

test(
  'a worker that is killed in the middle of its jobs costs no mail and doubles none',
  async () => {
    proof.local.mail.hold(true)
    const names = await launch(30)
    await until('mails to be under way', () => proof.local.mail.held() >= 5, patience)
    const gone = worker()
    await gone.kill()
    await until('the mail server to see its connections end', () => proof.local.mail.connected() === 0, patience)
    proof.local.mail.hold(false)
    await proof.local.worker.replace(gone)
    await until('all mails to have come', () => received().length >= names.length, patience)
    await until('the queue to be empty', () => waiting() === 0, patience)
    expectOneMailEach(names)
  },
  2 * patience,
)

test(
  'a worker that is updated in place loses no mail and doubles none',
  async () => {
    let over = false
    const updating = proof.local.worker.update(b).finally(() => (over = true))
    const names: string[] = []
    while (!over) {
      // So many that there is always work, and no more than are soon done.
      if (waiting() < 20) names.push(...(await launch(5)))
      await wait(20)
    }
    expect(await updating).toEqual({ outcome: 'done' })
    const { version } = (await (await fetch(`http://127.0.0.1:${worker().port}/healthz`)).json()) as { version: string }
    expect(version).toBe('b')
    await until('all mails to have come', () => received().length >= names.length, patience)
    await until('the queue to be empty', () => waiting() === 0, patience)
    expectOneMailEach(names)
  },
  2 * patience,
)
