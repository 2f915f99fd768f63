import { allRoutes, processes, tasks, type Route } from '@baton/contract'
import { buildMember } from '@baton/testing'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { endpoints } from './routes/all.ts'
import {
  anonymous,
  buildTeam,
  signedIn,
  startApi,
  tokenOf,
  type As,
  type TestApi,
  type TestOrganization,
} from './test/api.ts'
import { buildSamples, fingerprint, type Samples } from './test/samples.ts'

let api: TestApi
let team: TestOrganization
let samples: Samples
let stranger: TestOrganization
let deactivated: As
let readOnly: As
beforeAll(async () => {
  api = await startApi()
  team = await buildTeam(api)
  samples = await buildSamples(api, team)
  stranger = await buildTeam(api)
  const gone = await buildMember(api.database.db, team.orgId, { role: 'administrator' })
  deactivated = await signedIn(api, gone.actor)
  await api.database.sql(`update member set status = 'deactivated' where id = $1`, [gone.id])
  readOnly = await tokenOf(api, team.administrator.actor, ['read'])
})
afterAll(() => api.close())

const all = [...allRoutes]
const closed = all.filter(([, route]) => route.access !== 'anyone')
const writes = closed.filter(([, route]) => route.method !== 'GET')
const administrative = all.filter(([, route]) => route.access === 'administrator')
/** Names something of an organization, besides the actor's own. */
const ofOthers = closed.filter(([, route]) => route.params)

function call(as: As, name: string, route: Route, body?: object, of: Samples = samples) {
  const names = [...route.path.matchAll(/:(\w+)/g)].map(([, param]) => param!)
  const params = Object.fromEntries(names.map((param) => [param, of.params[param]]))
  return api.call(as, route, {
    params: params,
    query: of.queries[name] as never,
    body: (body ?? of.bodies[name]) as never,
  })
}

async function changesNothing<T>(orgId: string, work: () => Promise<T>): Promise<T> {
  const before = await fingerprint(api, orgId)
  const result = await work()
  expect(await fingerprint(api, orgId)).toBe(before)
  return result
}

test('every route of the contract is served, and no other under /api/v1', async () => {
  const wanted = all.map(([, { method, path }]) => `${method} /api/v1${path}`).sort()
  expect(endpoints.map(({ route }) => `${route.method} /api/v1${route.path}`).sort()).toEqual(wanted)
  const routed = new Set<string>()
  let prefix: string[] = []
  for (const line of api.server.printRoutes({ commonPrefix: false }).split('\n')) {
    const [, indent = '', segment = '', methods] = /^([│├└─\s]*)(\S*?)(?: \(([A-Z, ]+)\))?$/.exec(line) ?? []
    const depth = indent.length / 4
    prefix = [...prefix.slice(0, depth - 1), segment]
    for (const method of methods?.split(', ') ?? []) routed.add(`${method} ${prefix.join('')}`)
  }
  const open = ['/api/v1/openapi.json', '/api/v1/reference', '/api/v1/reference/reference.js']
  const served = [...routed].filter(
    (one) => one.includes(' /api/') && !one.startsWith('HEAD') && !open.some((path) => one.endsWith(` ${path}`)),
  )
  expect(served.sort()).toEqual(wanted)
})

describe('nothing is told to, nor changed by', () => {
  test.each(closed)('somebody who is not signed in: %s', async (name, route) => {
    const { problem } = await changesNothing(team.orgId, () => call(anonymous, name, route))
    expect(problem).toMatchObject({ status: 401, code: 'not_signed_in' })
  })

  test.each(closed)('a member who was deactivated: %s', async (name, route) => {
    const { problem } = await changesNothing(team.orgId, () => call(deactivated, name, route))
    expect(problem).toMatchObject({ status: 401, code: 'not_signed_in' })
  })

  test.each(writes)('an access token that may only read: %s', async (name, route) => {
    const { problem } = await changesNothing(team.orgId, () => call(readOnly, name, route))
    expect(problem).toMatchObject({ status: 403, code: 'not_allowed' })
  })

  test.each(administrative)('a member where only administrators may: %s', async (name, route) => {
    const { problem } = await changesNothing(team.orgId, () => call(team.member.as, name, route))
    expect(problem).toMatchObject({ status: 403, code: 'not_allowed' })
  })

  test.each(ofOthers)('an administrator of another organization: %s', async (name, route) => {
    const { problem } = await changesNothing(team.orgId, () => call(stranger.administrator.as, name, route))
    expect(problem).toMatchObject({ status: 404 })
  })

  test.each(writes)('a page of another site, in a member’s browser: %s', async (name, route) => {
    for (const headers of [{ 'sec-fetch-site': 'cross-site' }, { 'sec-fetch-site': 'same-site' }]) {
      const { problem } = await changesNothing(team.orgId, () =>
        call({ ...team.administrator.as, ...headers }, name, route),
      )
      expect(problem).toMatchObject({ status: 403, code: 'not_allowed' })
    }
  })

  test.each(all.filter(([name, route]) => route.method !== 'GET' && name !== 'uploadFile'))(
    'who sends what is not known: %s',
    async (name, route) => {
      const body = { ...samples.bodies[name], surprise: 1 }
      const { problem } = await changesNothing(team.orgId, () => call(team.administrator.as, name, route, body))
      expect(problem).toMatchObject({ status: 422, code: 'invalid_request' })
      expect(problem.findings).toContainEqual(expect.objectContaining({ path: '/surprise', code: 'unknown_key' }))
    },
  )

  test.each(all.filter(([name, route]) => route.method === 'GET' && name !== 'openLive'))(
    'who asks by what is not known: %s',
    async (name, route) => {
      const queries = { [name]: { ...samples.queries[name], surprise: 1 } }
      const { problem } = await call(team.administrator.as, name, route, undefined, { ...samples, queries })
      expect(problem).toMatchObject({ status: 422, code: 'invalid_request' })
    },
  )
})

test('the same calls are answered to those who may make them', async () => {
  const own = await buildTeam(api)
  const ours = await buildSamples(api, own)
  // None of these is refused for who asks: the password is wrong, no bytes were sent, and none are kept.
  const expected: Record<string, number> = {
    changePassword: 401,
    uploadFile: 422,
    downloadFile: 404,
    finishUpload: 404,
  }
  const last = ['saveTemplateDraft', 'completeTask', 'cancelProcess', 'signOut']
  const inOrder = closed.filter(([name]) => name !== 'openLive').sort(([a], [b]) => last.indexOf(a) - last.indexOf(b))
  for (const [name, route] of inOrder) {
    const { status, problem } = await call(own.administrator.as, name, route, undefined, ours)
    expect(status, `${name}: ${JSON.stringify(problem)}`).toBe(expected[name] ?? status)
    if (!expected[name]) expect(status, `${name}: ${JSON.stringify(problem)}`).toBeLessThan(300)
  }
})

test('lists hold nothing of another organization', async () => {
  for (const [name, route] of closed.filter(
    ([key, { method, params }]) => method === 'GET' && !params && key !== 'openLive',
  )) {
    const { text } = await call(stranger.administrator.as, name, route)
    for (const id of [team.orgId, team.administrator.id, samples.params['processId'], samples.params['templateId']])
      expect(text, name).not.toContain(id)
  }
})

test('other people cannot be brought in from another organization', async () => {
  const params = { processId: String(samples.params['processId']), taskId: 'ask' }
  const refused = await changesNothing(team.orgId, () =>
    api.call(team.administrator.as, processes.assignTask, {
      params,
      body: { people: [stranger.member.id], groups: [] },
    }),
  )
  expect(refused.problem).toMatchObject({ status: 404, code: 'member_not_found' })
})

test('where a browser does not say where a request comes from, its origin decides', async () => {
  const params = { processId: String(samples.params['processId']) }
  const post = (headers: Record<string, string>) =>
    api.server.inject({
      method: 'POST',
      url: `/api/v1/processes/${params.processId}/comments`,
      payload: { text: 'Hello' },
      headers: { ...team.member.as, host: 'baton.example:8080', ...headers },
    })
  expect((await post({ origin: 'http://baton.example:8080' })).statusCode).toBe(200)
  expect((await post({ origin: 'http://localhost:3000' })).statusCode).toBe(200)
  expect((await post({ origin: 'http://evil.example' })).statusCode).toBe(403)
  expect((await post({ origin: 'null' })).statusCode).toBe(403)
  expect((await post({})).statusCode).toBe(403)
})

test('a token that may only write cannot read', async () => {
  const writeOnly = await tokenOf(api, team.member.actor, ['write'])
  expect((await api.call(writeOnly, tasks.listTasks)).problem).toMatchObject({ status: 403, code: 'not_allowed' })
})
