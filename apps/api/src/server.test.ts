import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { brotliDecompressSync, gzipSync } from 'node:zlib'
import { mails, people, processes, search, session, templates } from '@baton/contract'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { buildTeam, startApi, type TestApi, type TestOrganization } from './test/api.ts'
import { buildSamples, type Samples } from './test/samples.ts'

let api: TestApi
let team: TestOrganization
let samples: Samples
let webFolder: string
beforeAll(async () => {
  webFolder = await mkdtemp(path.join(tmpdir(), 'baton-web-'))
  api = await startApi({ webFolder })
  team = await buildTeam(api)
  samples = await buildSamples(api, team)
})
afterAll(async () => {
  await api.close()
  await rm(webFolder, { recursive: true })
})

const get = (url: string, headers: Record<string, string> = {}) => api.server.inject({ url, headers })
const asPage = { accept: 'text/html,application/xhtml+xml', 'sec-fetch-mode': 'navigate' }

describe('the web app', () => {
  test('is asked to be built when it is not', async () => {
    const page = await get('/tasks', asPage)
    expect(page.statusCode).toBe(503)
    expect(page.payload).toContain('not built yet')
  })

  test('is served from the same address, its files kept for ever, its page never', async () => {
    await mkdir(path.join(webFolder, 'assets'))
    const script = `console.log('${'x'.repeat(3000)}')`
    await writeFile(path.join(webFolder, 'assets', 'app-1a2b3c4d.js'), script)
    await writeFile(
      path.join(webFolder, 'index.html'),
      '<!doctype html><script>let early</script><script src="/assets/app-1a2b3c4d.js"></script>',
    )
    for (const address of ['/', '/tasks?scope=mine', '/processes/123', '/index.html']) {
      const page = await get(address, asPage)
      expect(page.statusCode).toBe(200)
      expect(page.headers['cache-control']).toBe('no-cache')
      // The script that stands in the page may run, and no other that does.
      expect(page.headers['content-security-policy']).toMatch(/script-src 'self' 'sha256-[\w+/=]+';/)
      expect(page.headers['content-security-policy']).toContain(`object-src 'none'; base-uri 'none'`)
    }
    const asset = await get('/assets/app-1a2b3c4d.js', { 'accept-encoding': 'gzip, br' })
    expect(asset.headers).toMatchObject({
      'cache-control': 'public, max-age=31536000, immutable',
      'content-encoding': 'br',
      'content-type': 'text/javascript; charset=utf-8',
    })
    expect(brotliDecompressSync(asset.rawPayload).toString()).toBe(script)
    const known = await get('/assets/app-1a2b3c4d.js', { 'if-none-match': String(asset.headers['etag']) })
    expect([known.statusCode, known.payload]).toEqual([304, ''])
  })

  test('gives the page for pages only', async () => {
    for (const [address, headers] of [
      ['/assets/gone-9f.js', asPage],
      ['/api/v1/nothing', asPage],
      ['/api', asPage],
      ['/tasks', { accept: 'application/json' }],
      ['/tasks', { accept: 'text/html', 'sec-fetch-mode': 'cors' }],
      ['/%2e%2e/%2e%2e/package.json', {}],
      ['/..%2f..%2fpackage.json', {}],
      ['/%00', {}],
    ] as const) {
      const { statusCode, headers: told } = await get(address, headers)
      expect([address, statusCode, told['content-type']]).toEqual([
        address,
        404,
        'application/problem+json; charset=utf-8',
      ])
    }
  })
})

describe('whoever looks after a node', () => {
  test('is told that it is alive and ready', async () => {
    expect((await get('/healthz')).json()).toEqual({ status: 'alive', version: 'unknown' })
    expect((await get('/readyz')).json()).toEqual({ status: 'ready' })
  })

  test('is told that it is not ready while the database lacks a migration', async () => {
    const [row] = await api.database.sql<{ name: string }>(
      'delete from migration where name = (select max(name) from migration) returning name',
    )
    const response = await get('/readyz')
    expect(response.statusCode).toBe(503)
    expect(response.json()).toEqual({ status: 'not ready', because: `the database lacks ${row!.name}` })
    await api.database.sql('insert into migration (name, run_on) values ($1, now())', [row!.name])
    expect((await get('/readyz')).statusCode).toBe(200)
  })

  test('is told that it is not ready while the database keeps silent, rather than nothing', async () => {
    const { outside } = api.ctx.db
    api.ctx.db.outside = () => new Promise(() => {})
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    try {
      const asked = get('/readyz')
      await vi.waitUntil(() => vi.getTimerCount() > 0)
      await vi.advanceTimersByTimeAsync(4000)
      const response = await asked
      expect([response.statusCode, response.json()]).toEqual([
        503,
        { status: 'not ready', because: 'the database does not answer' },
      ])
    } finally {
      vi.useRealTimers()
      api.ctx.db.outside = outside
    }
    expect((await get('/readyz')).statusCode).toBe(200)
  })

  test('measures from its own network only', async () => {
    await api.call(team.member.as, processes.countProcesses)
    const { payload } = await get('/metrics')
    expect(payload).toContain(
      'baton_http_request_seconds_count{route="/api/v1/processes/counts",method="GET",status="200"}',
    )
    expect(payload).toContain('baton_batch_commands_count')
    expect(payload).not.toContain(team.orgId)
    expect((await get('/metrics', { 'x-forwarded-for': '203.0.113.7' })).statusCode).toBe(404)
    const far = await api.server.inject({ url: '/metrics', remoteAddress: '203.0.113.7' })
    expect(far.statusCode).toBe(404)
  })
})

describe('a refusal', () => {
  test.each([
    ['no such address', { method: 'GET', url: '/api/v1/nothing' }, 404, 'not_found'],
    ['a method that the address does not have', { method: 'DELETE', url: '/api/v1/processes' }, 404, 'not_found'],
    [
      'what is not JSON',
      { method: 'POST', url: '/api/v1/templates', payload: '{', headers: { 'content-type': 'application/json' } },
      400,
      'invalid_request',
    ],
    [
      'JSON that would change prototypes',
      {
        method: 'POST',
        url: '/api/v1/templates',
        payload: '{"__proto__":{}}',
        headers: { 'content-type': 'application/json' },
      },
      400,
      'invalid_request',
    ],
    [
      'JSON that is compressed',
      {
        method: 'POST',
        url: '/api/v1/templates',
        payload: gzipSync('{}'),
        headers: { 'content-type': 'application/json', 'content-encoding': 'gzip' },
      },
      415,
      'invalid_request',
    ],
    [
      'JSON in another encoding',
      {
        method: 'POST',
        url: '/api/v1/templates',
        payload: Buffer.from('{}', 'utf16le'),
        headers: { 'content-type': 'application/json; charset=utf-16' },
      },
      415,
      'invalid_request',
    ],
    [
      'JSON that is nested without end',
      {
        method: 'POST',
        url: '/api/v1/templates',
        payload: `{"document":${'['.repeat(100_000)}${']'.repeat(100_000)}}`,
        headers: { 'content-type': 'application/json' },
      },
      422,
      'invalid_request',
    ],
    ['an address that is cut off', { method: 'GET', url: '/api/v1/processes/%zz' }, 400, 'invalid_request'],
    ['an id without end', { method: 'GET', url: `/api/v1/processes/${'a'.repeat(500)}` }, 404, 'not_found'],
    [
      'another media type',
      {
        method: 'POST',
        url: '/api/v1/templates',
        payload: 'a=1',
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
      },
      415,
      'invalid_request',
    ],
    ['no body where one is wanted', { method: 'POST', url: '/api/v1/templates' }, 422, 'invalid_request'],
    [
      'a body that is too large',
      {
        method: 'POST',
        url: '/api/v1/templates',
        payload: JSON.stringify({ document: 'x'.repeat(5_000_000) }),
        headers: { 'content-type': 'application/json' },
      },
      413,
      'invalid_request',
    ],
    ['an id that is none', { method: 'GET', url: '/api/v1/processes/123' }, 422, 'invalid_request'],
    ['a limit beyond the most', { method: 'GET', url: '/api/v1/processes?limit=1000' }, 422, 'invalid_request'],
  ] as const)('is a problem with a stable code: %s', async (_, request, status, code) => {
    const response = await api.server.inject({
      ...request,
      headers: { 'sec-fetch-site': 'same-origin', ...team.member.as, ...('headers' in request ? request.headers : {}) },
    })
    expect(response.headers['content-type']).toBe('application/problem+json; charset=utf-8')
    expect(response.json()).toMatchObject({
      type: `urn:baton:problem:${code}`,
      status,
      code,
      requestId: expect.any(String),
    })
    expect(response.statusCode).toBe(status)
  })

  test('of JSON that cannot be read says why', async () => {
    const refused = async (payload: string) => {
      const headers = { 'content-type': 'application/json', 'sec-fetch-site': 'same-origin', ...team.member.as }
      const response = await api.server.inject({ method: 'POST', url: '/api/v1/templates', payload, headers })
      return response.json<{ detail: string }>().detail
    }
    expect(await refused('{"document":')).toContain('Unexpected end of JSON input')
    expect(await refused('{"document":{"constructor":{"prototype":{}}}}')).toContain('“constructor.prototype”')
    expect(await refused('')).toContain('nothing was sent')
    // Brackets in a text are no nesting.
    expect(await refused(`{"words":"${'[{\\"'.repeat(500)}"}`)).toContain('“document” is missing')
  })

  test('lists every fault at its place, with what was wanted and what was found', async () => {
    const document = {
      title: 7,
      steps: [{ id: 'Bad Id', type: 'dance', title: 'x', colour: 'red' }],
      rules: [{ id: 'r', then: [] }],
    }
    const { problem } = await api.call(team.member.as, templates.createTemplate, { body: { document } as never })
    expect(problem.findings).toEqual(
      expect.arrayContaining([
        { path: '/document/title', code: 'wrong_type', message: 'A text was wanted, found 7.' },
        expect.objectContaining({ path: '/document/steps/0/id', code: 'wrong_form' }),
        expect.objectContaining({
          path: '/document/steps/0/type',
          code: 'not_one_of',
          message: 'One of task, approval, expiring, email was wanted, found "dance".',
        }),
        expect.objectContaining({ path: '/document/steps/0/colour', code: 'unknown_key' }),
        expect.objectContaining({ path: '/document/rules/0/when', code: 'missing' }),
      ]),
    )
  })

  test('of an answer that is no answer names every kind that there is', async () => {
    const body = { templateId: samples.params['templateId']!, answers: { name: true } } as never
    const { problem } = await api.call(team.member.as, processes.launchProcess, { body })
    expect(problem.findings).toEqual([
      expect.objectContaining({
        path: '/answers/name',
        message: expect.stringMatching(/^A text, or .* null .*true\.$/i),
      }),
    ])
  })

  test('of a fault of ours tells nothing but where to look it up', async () => {
    api.server.log.level = 'silent'
    const { read } = api.ctx.db
    api.ctx.db.read = () => Promise.reject(new Error('relation "secret" does not exist'))
    const { problem } = await api.call(team.member.as, processes.countProcesses)
    api.ctx.db.read = read
    expect(problem).toMatchObject({ status: 500, code: 'internal' })
    expect(JSON.stringify(problem)).not.toContain('secret')
  })
})

test('the reference of the API loads nothing from elsewhere', async () => {
  const page = await get('/api/v1/reference')
  expect(page.payload).not.toMatch(/https?:\/\//)
  expect(page.headers['content-security-policy']).toMatch(/script-src 'self';.*connect-src 'self'/)
  const script = await get('/api/v1/reference/reference.js')
  expect(script.headers['content-type']).toBe('text/javascript; charset=utf-8')
  expect(script.rawPayload.length).toBeGreaterThan(1_000_000)
})

test('the outbox shows administrators what would have been sent', async () => {
  const { body } = await api.call(team.administrator.as, mails.listMails, { query: { state: 'queued' } })
  expect(body.items).toMatchObject([{ to: 'zoe@example.org', subject: 'Welcome', state: 'queued', error: null }])
  const { body: mail } = await api.call(team.administrator.as, mails.getMail, { params: { mailId: body.items[0]!.id } })
  expect(mail).toMatchObject({ text: 'Welcome', html: '<p>Welcome</p>' })
  expect((await api.call(team.administrator.as, mails.listMails, { query: { state: 'sent' } })).body.items).toEqual([])
})

test('search finds templates, processes and people by parts of their names', async () => {
  const found = async (text: string) => (await api.call(team.member.as, search.search, { query: { text } })).body.items
  expect(await found('sampl')).toMatchObject([
    { kind: 'process', id: samples.params['processId'], title: 'Hire Sample', detail: 'Hire a person', emoji: '🎉' },
  ])
  expect((await found('hire')).map(({ kind }) => kind)).toEqual(['template', 'process'])
  expect(await found(team.colleague.name)).toMatchObject([{ kind: 'member', id: team.colleague.id }])
  expect(await found('100%_')).toEqual([])
})

test('a name is one line with something to read; another is refused and not kept', async () => {
  const by = team.administrator.as
  const before = (await api.call(by, people.listPeople)).body
  for (const name of ['  ', 'Ana\r\nBcc: all@example.org', '\t']) {
    const member = { name, email: 'ana@example.org', role: 'member', password: 'correct horse battery' } as const
    const refused = [
      await api.call(by, people.addMember, { body: member }),
      await api.call(by, people.createGroup, { body: { name, members: [] } }),
      await api.call(by, session.createAccessToken, { body: { name, scopes: ['read'] } }),
    ]
    for (const { problem } of refused) {
      expect(problem.findings).toEqual([expect.objectContaining({ path: '/name', code: 'wrong_form' })])
      expect(problem.detail).toContain('One line with something to read was wanted')
    }
  }
  expect((await api.call(by, people.listPeople)).body).toEqual(before)
})

test('groups are kept with all of their members', async () => {
  const by = team.administrator.as
  const { body: group } = await api.call(by, people.createGroup, {
    body: { name: 'Finance', members: [team.member.id] },
  })
  const params = { groupId: group.id }
  const changed = await api.call(by, people.changeGroup, {
    params,
    body: { name: 'Money', members: [team.colleague.id] },
  })
  expect(changed.body).toEqual({ id: group.id, name: 'Money', members: [team.colleague.id] })
  const { body } = await api.call(team.member.as, people.listPeople)
  expect(body.groups).toContainEqual(changed.body)
  expect(body.members.find(({ id }) => id === team.colleague.id)?.groups).toContain(group.id)
  const taken = await api.call(by, people.createGroup, { body: { name: 'money', members: [] } })
  expect(taken.problem).toMatchObject({ status: 409, code: 'already_exists' })
})
