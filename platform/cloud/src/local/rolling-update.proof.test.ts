import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { environment } from '@baton/runtime'
import { cloneDatabase, until, type ClonedDatabase } from '@baton/testing'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { startLocalCloud, type LocalCloud } from './local-cloud.ts'
import { neverReady, refusedByHook } from './test/bad-version.ts'
import { Client } from './test/client.ts'
import { percentile, work, type LoadResult } from './test/load.ts'
import { signedOrganization } from './test/organization.ts'

const { a, b } = inject('versions')

const minutes = 60_000

let folder: string
let database: ClonedDatabase
let local: LocalCloud
let organization: Awaited<ReturnType<typeof signedOrganization>>
let client: Client
beforeAll(async () => {
  database = await cloneDatabase()
  organization = await signedOrganization(database)
  folder = await mkdtemp(path.join(tmpdir(), 'baton-cloud-'))
  local = await startLocalCloud({
    folder,
    databaseUrl: database.ownerUrl,
    version: a,
    gate: { sampleMs: 100 },
    balancer: {
      checks: { path: '/readyz', intervalMs: 250, timeoutMs: 4_000, healthyAfter: 2, unhealthyAfter: 2 },
      deregistrationMs: 2_000,
    },
    properties: { DRAIN_SECONDS: '2' },
  })
  client = new Client(local.apiUrl, organization.token, 16)
})
afterAll(async () => {
  client?.close()
  await local?.stop()
  await database?.drop()
})

const versionsServed = async () => {
  const answers = await Promise.all(
    local.api.instances.map(async ({ port }) => (await fetch(`http://127.0.0.1:${port}/healthz`)).json()),
  )
  return answers.map((answer) => (answer as { version: string }).version)
}

/** Each write that was answered with yes is there, and no process is there that nobody knows of. */
async function expectAllThere({ launched, completed }: LoadResult): Promise<void> {
  const rows = await database.sql<{ id: string; name: string; status: string }>(
    'select id, name, status from process where org_id = $1 and name = any($2)',
    [organization.orgId, [...launched.values()]],
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
    const followed = client.follow()
    const started = performance.now()
    const load = work(client, {
      people: 16,
      templateId: organization.quietTemplateId,
      until: (done) => {
        answered = done
        return over
      },
    })
    const rolling = (async () => {
      while (answered < wanted || rolls < 2) {
        const deployment = await local.api.update(rolls % 2 === 0 ? b : a)
        if (deployment.outcome === 'failed') throw new Error(deployment.because)
        rolls += 1
      }
    })().finally(() => (over = true))
    const [result] = await Promise.all([load, rolling])
    const seconds = (performance.now() - started) / 1000
    console.log(
      `${result.requests} requests in ${seconds.toFixed(0)} s through ${local.api.instances[0]!.proxy} during ${rolls} rolling updates: ` +
        `${result.failed.length} failed, half within ${percentile(result.latencies, 50).toFixed(1)} ms, ` +
        `99 of 100 within ${percentile(result.latencies, 99).toFixed(1)} ms, the longest ${percentile(result.latencies, 100).toFixed(0)} ms; ` +
        `the live stream connected ${followed.connections} times`,
    )

    expect(result.failed).toEqual([])
    expect(result.requests).toBeGreaterThanOrEqual(wanted)
    expect(local.balancer.own).toEqual({})
    expect(new Set(await versionsServed())).toEqual(new Set([rolls % 2 === 0 ? 'a' : 'b']))
    expect(local.api.instances).toHaveLength(2)
    await expectAllThere(result)
    // Each update of its instance ended the stream; nothing of what came meanwhile was missed.
    await until('the live stream to have told of all', () =>
      [...result.launched.keys()].every((id) => followed.seen.has(id)),
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
    const updating = make(folder)
      .then((version) => local.api.update(version, 5_000))
      .finally(() => (over = true))
    const load = await work(client, { people: 4, templateId: organization.quietTemplateId, until: () => over })
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
    const [instance] = local.api.instances
    let over = false
    const restarting = instance!
      .restartProgram()
      .then(() => until('it to serve again', () => local.balancer.stateOf(instance!.port) === 'healthy', 5 * minutes))
      .finally(() => (over = true))
    const load = await work(client, { people: 8, templateId: organization.quietTemplateId, until: () => over })
    await restarting
    expect(load.failed).toEqual([])
    await expectAllThere(load)
  },
  15 * minutes,
)

test(
  'an instance that dies costs only what it was given: it is taken out, and asking again with the same key does nothing twice',
  async () => {
    const [gone] = local.api.instances
    let over = false
    const loading = work(client, {
      people: 8,
      templateId: organization.quietTemplateId,
      until: () => over,
      repeat: true,
    })
    await until('it to be at work', () => local.balancer.underWay(gone!.port) > 0)
    const given = local.balancer.sent.get(gone!.port) ?? 0
    const underWay = local.balancer.underWay(gone!.port)
    await gone!.kill()
    await until('the balancer to take it out', () => local.balancer.stateOf(gone!.port) === 'unhealthy')
    const sentAfter = (local.balancer.sent.get(gone!.port) ?? 0) - given
    await until('the others to go on', () => local.balancer.underWay(gone!.port) === 0)
    over = true
    const load = await loading
    // A balancer of AWS sends on to a dead target, too, until its checks have failed; nothing else may fail.
    expect(load.failed.length).toBeLessThanOrEqual(underWay + sentAfter)
    expect(load.failed.filter((why) => !why.includes(' 502 '))).toEqual([])
    await expectAllThere(load)
    await local.balancer.deregister(gone!.port)
    await local.api.replace(gone!)
    const after = await work(client, {
      people: 4,
      templateId: organization.quietTemplateId,
      until: (done) => done >= 200,
    })
    expect(after.failed).toEqual([])
  },
  15 * minutes,
)
