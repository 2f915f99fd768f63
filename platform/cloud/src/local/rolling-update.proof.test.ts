import { verifyProcesses } from '@baton/database'
import { environment } from '@baton/runtime'
import { until } from '@baton/testing'
import { expect, inject, test } from 'vitest'
import { neverReady, refusedByHook } from './test/bad-version.ts'
import { percentile, work, type LoadResult } from './test/load.ts'
import { setUpProof } from './test/set-up.ts'

const { a, b } = inject('versions')

const minutes = 60_000

const proof = setUpProof({
  // Of drain and leave, both long beside what the machine may be late by when it is busy.
  balancer: {
    checks: { path: '/readyz', intervalMs: 100, timeoutMs: 4_000, healthyAfter: 2, unhealthyAfter: 2 },
    deregistrationMs: 5_000,
  },
  properties: { DRAIN_SECONDS: '3' },
})

const versionsServed = async () => {
  const answers = await Promise.all(
    proof.local.api.instances.map(async ({ port }) => (await fetch(`http://127.0.0.1:${port}/healthz`)).json()),
  )
  return answers.map((answer) => (answer as { version: string }).version)
}

/** Each write that was answered with yes is there, and no process is there that nobody knows of. */
async function expectAllThere({ launched, completed }: LoadResult): Promise<void> {
  const rows = await proof.database.sql<{ id: string; name: string; status: string }>(
    'select id, name, status from process where org_id = $1 and name = any($2)',
    [proof.organization.orgId, [...launched.values()]],
  )
  expect(rows.length).toBe(launched.size)
  expect(rows.filter(({ id, name }) => launched.get(id) !== name)).toEqual([])
  expect(rows.filter(({ id, status }) => completed.has(id) && status !== 'finished')).toEqual([])
}

test(
  'no request fails in 100,000 while version after version is rolled out, and no write is lost',
  async () => {
    const wanted = Number(environment['PROOF_REQUESTS'] ?? 100_000)
    let rolls = 0
    let answered = 0
    let over = false
    const followed = proof.client.follow()
    const started = performance.now()
    const load = work(proof.client, {
      people: 16,
      templateId: proof.organization.quietTemplateId,
      until: (done) => {
        answered = done
        return over
      },
    })
    const rolling = (async () => {
      while (answered < wanted || rolls < 2) {
        const deployment = await proof.local.api.update(rolls % 2 === 0 ? b : a)
        if (deployment.outcome === 'failed') throw new Error(deployment.because)
        rolls += 1
      }
    })().finally(() => (over = true))
    const [result] = await Promise.all([load, rolling])
    const seconds = (performance.now() - started) / 1000
    console.log(
      `${result.requests} requests in ${seconds.toFixed(0)} s through ${proof.local.api.instances[0]!.proxy} during ${rolls} rolling updates: ` +
        `${result.failed.length} failed, half within ${percentile(result.latencies, 50).toFixed(1)} ms, ` +
        `99 of 100 within ${percentile(result.latencies, 99).toFixed(1)} ms, the longest ${percentile(result.latencies, 100).toFixed(0)} ms; ` +
        `the live stream connected ${followed.connections} times`,
    )

    expect(result.failed).toEqual([])
    expect(result.requests).toBeGreaterThanOrEqual(wanted)
    expect(proof.local.balancer.own).toEqual({})
    expect(new Set(await versionsServed())).toEqual(new Set([rolls % 2 === 0 ? 'a' : 'b']))
    expect(proof.local.api.instances).toHaveLength(2)
    await expectAllThere(result)
    // Each update of its instance ended the stream; nothing of what came meanwhile was missed.
    await until(
      'the live stream to have told of all',
      () => [...result.launched.keys()].every((id) => followed.seen.has(id)),
      minutes,
    )
    followed.stop()
    expect(followed.connections).toBeGreaterThan(1)
    expect(followed.resets).toBe(0)
  },
  40 * minutes,
)

test.each([
  ['a hook refuses', refusedByHook],
  ['never becomes ready', neverReady],
])(
  'a version that %s stops the roll, and the one before serves on without a failed request',
  async (_, make) => {
    const before = await versionsServed()
    let over = false
    const updating = make(proof.folder)
      .then((version) => proof.local.api.update(version, 5_000))
      .finally(() => (over = true))
    const load = await work(proof.client, {
      people: 4,
      templateId: proof.organization.quietTemplateId,
      until: () => over,
    })
    expect((await updating).outcome).toBe('failed')
    expect(await versionsServed()).toEqual(before)
    expect(load.failed).toEqual([])
    await expectAllThere(load)
  },
  15 * minutes,
)

test(
  'a program that is told to stop while it serves is taken out before it ends: no request fails',
  async () => {
    const [instance] = proof.local.api.instances
    let over = false
    const restarting = instance!
      .restartProgram()
      .then(() =>
        until('it to serve again', () => proof.local.balancer.stateOf(instance!.port) === 'healthy', 5 * minutes),
      )
      .finally(() => (over = true))
    const load = await work(proof.client, {
      people: 8,
      templateId: proof.organization.quietTemplateId,
      until: () => over,
    })
    await restarting
    expect(load.failed).toEqual([])
    await expectAllThere(load)
  },
  15 * minutes,
)

test(
  'an instance killed in the middle of a batch of an update: the others serve on, no change that was answered is lost, none that is asked again with its key is done twice, and the record verifies',
  async () => {
    const [gone] = proof.local.api.instances
    const sentTo = (port: number) => proof.local.balancer.sent.get(port) ?? 0
    let over = false
    const loading = work(proof.client, {
      people: 8,
      templateId: proof.organization.quietTemplateId,
      until: () => over,
      repeat: true,
    })
    const { events } = proof.local.api
    const before = events.length
    const updating = proof.local.api.update(b)
    await until('the additional batch to be made', () =>
      events.slice(before).some((event) => event.startsWith('Added')),
    )
    await until('it to be at work', () => proof.local.balancer.underWay(gone!.port) > 0, minutes)
    const [given, underWay] = [sentTo(gone!.port), proof.local.balancer.underWay(gone!.port)]
    await gone!.kill()
    expect(await updating).toEqual({ outcome: 'failed', because: `${gone!.id} is gone.` })
    await proof.local.balancer.deregister(gone!.port)
    over = true
    const load = await loading

    // A balancer of AWS sends on to a dead target, too, until its checks have failed, and breaks off what it had begun to
    // answer; nothing else may fail.
    expect(load.failed.length).toBeLessThanOrEqual(underWay + sentTo(gone!.port) - given)
    expect(load.failed.filter((why) => !/ 502 |aborted|ECONNRESET|socket hang up/.test(why))).toEqual([])
    expect(load.unlike).toEqual([])
    await expectAllThere(load)
    const { orgId } = proof.organization
    const [{ done } = { done: 0 }] = await proof.database.sql<{ done: number }>(
      `select count(*)::int as done from event where org_id = $1 and process_id = any($2) and type = 'TaskCompleted'`,
      [orgId, [...load.launched.keys()]],
    )
    expect(done).toBe(load.completed.size)
    expect((await verifyProcesses(proof.database.db, orgId)).faults).toEqual([])

    await proof.local.api.replace(gone!)
    const after = await work(proof.client, {
      people: 4,
      templateId: proof.organization.quietTemplateId,
      until: (answered) => answered >= 200,
    })
    expect(after.failed).toEqual([])
  },
  15 * minutes,
)
