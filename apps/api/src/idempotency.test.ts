import { people, processes, session, templates } from '@baton/contract'
import { newId } from '@baton/runtime'
import { buildTemplate, until } from '@baton/testing'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { buildTeam, hiring, startApi, type TestApi, type TestOrganization } from './test/api.ts'
import { fingerprint } from './test/samples.ts'

let api: TestApi
let team: TestOrganization
let templateId: string
beforeAll(async () => {
  api = await startApi()
  team = await buildTeam(api)
  templateId = (await buildTemplate(api.database.db, team.administrator.actor, hiring)).templateId
})
afterAll(() => api.close())

const withKey = (key: string = newId()) => ({ headers: { 'idempotency-key': key } })

test('a launch that is repeated makes one process and gives the first answer, byte for byte', async () => {
  const call = { body: { templateId, answers: { name: 'Zoe' } }, ...withKey() }
  const first = await api.call(team.member.as, processes.launchProcess, call)
  await api.call(team.member.as, processes.renameProcess, {
    params: { processId: first.body.id },
    body: { name: 'Renamed' },
  })
  const before = await fingerprint(api, team.orgId)
  const again = await api.call(team.member.as, processes.launchProcess, call)
  expect(again.text).toBe(first.text)
  expect(again.headers).toMatchObject({ 'idempotency-replayed': 'true', etag: first.headers['etag'] })
  expect(await fingerprint(api, team.orgId)).toBe(before)
})

test('a write to a process that is repeated at the same moment, on two nodes, is done once', async () => {
  const node = await api.another()
  const { body: process } = await api.call(team.member.as, processes.launchProcess, {
    body: { templateId, answers: { name: 'Yuki' } },
  })
  const call = { params: { processId: process.id }, body: { text: 'Once' }, ...withKey() }
  const answers = await Promise.all(
    Array.from({ length: 10 }, (_, index) => (index % 2 ? api : node).call(team.member.as, processes.comment, call)),
  )
  expect(new Set(answers.map(({ text }) => text)).size).toBe(1)
  expect(answers[0]!.body.comments).toBe(1)
  await node.close()
})

test('a template that is created again at the same moment is created once', async () => {
  const call = { body: { document: hiring }, ...withKey() }
  const answers = await Promise.all(
    Array.from({ length: 5 }, () => api.call(team.member.as, templates.createTemplate, call)),
  )
  expect(new Set(answers.map(({ text }) => text)).size).toBe(1)
  expect(answers.filter(({ headers }) => headers['idempotency-replayed'])).toHaveLength(4)
  expect(answers[0]!.status).toBe(201)
})

test('another request with the same key is refused, and changes nothing', async () => {
  const { headers } = withKey()
  const { body: process } = await api.call(team.member.as, processes.launchProcess, {
    body: { templateId, answers: { name: 'Kim' } },
    headers,
  })
  await api.call(team.administrator.as, people.createGroup, { body: { name: 'Key holders', members: [] }, headers })
  const before = await fingerprint(api, team.orgId)
  const params = { processId: process.id }
  const refused = [
    await api.call(team.member.as, processes.launchProcess, {
      body: { templateId, answers: { name: 'Other' } },
      headers,
    }),
    await api.call(team.member.as, processes.comment, { params, body: { text: 'Hello' }, headers }),
    await api.call(team.administrator.as, people.createGroup, { body: { name: 'Others', members: [] }, headers }),
  ]
  for (const { problem } of refused) expect(problem).toMatchObject({ status: 422, code: 'idempotency_mismatch' })
  expect(await fingerprint(api, team.orgId)).toBe(before)
})

test('of two writes of different kinds with one key at the same instant one is done, the other refused', async () => {
  const { body: process } = await api.call(team.administrator.as, processes.launchProcess, {
    body: { templateId, answers: { name: 'Instant' } },
  })
  const params = { processId: process.id }
  for (let round = 0; round < 12; round += 1) {
    const { headers } = withKey()
    const name = `Round ${round}`
    const answers = await Promise.all([
      api.call(team.administrator.as, processes.comment, { params, body: { text: name }, headers }),
      api.call(team.administrator.as, people.createGroup, { body: { name, members: [] }, headers }),
    ])
    const refused = answers.filter(({ status }) => status >= 300)
    expect(refused.map(({ problem }) => problem)).toEqual([
      expect.objectContaining({ status: 422, code: 'idempotency_mismatch' }),
    ])
    const [done] = await api.database.sql<{ n: number }>(
      `select (select count(*) from people_group where org_id = $1 and name = $2)::int
         + (select count(*) from event where process_id = $3 and payload->>'text' = $2)::int as n`,
      [team.orgId, name, process.id],
    )
    expect(done!.n).toBe(1)
  }
})

test('a write that finds its key used by a process only at its end takes back what it did', async () => {
  const { headers } = withKey()
  const key = headers['idempotency-key']
  const { promise: mayEnd, resolve: end } = Promise.withResolvers<void>()
  const { promise: written, resolve: hasWritten } = Promise.withResolvers<void>()
  // As a batch of writes to processes does it, which is not yet committed.
  const other = api.database.db.write(team.orgId, async (tx) => {
    const row = { org_id: team.orgId, actor_id: team.administrator.id, key, request_hash: 'other', response: '{}' }
    await tx.insertInto('idempotency').values(row).execute()
    hasWritten()
    await mayEnd
  })
  await written
  const call = api.call(team.administrator.as, people.createGroup, { body: { name: 'Late', members: [] }, headers })
  await until('it waits for the other', async () => {
    const waiting = await api.database.sql(
      `select from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()`,
    )
    return waiting.length > 0
  })
  end()
  await other
  expect((await call).problem).toMatchObject({ status: 422, code: 'idempotency_mismatch' })
  expect(await api.database.sql(`select from people_group where name = 'Late'`)).toEqual([])
})

test('a key belongs to the member who sent it', async () => {
  const call = { body: { templateId, answers: { name: 'Ana' } }, ...withKey() }
  const mine = await api.call(team.member.as, processes.launchProcess, call)
  const theirs = await api.call(team.colleague.as, processes.launchProcess, call)
  expect(theirs.body.id).not.toBe(mine.body.id)
})

test('what was refused may be sent again with the same key, put right', async () => {
  const { headers } = withKey()
  const refused = await api.call(team.administrator.as, people.createGroup, {
    body: { name: 'Fitters', members: [newId()] },
    headers,
  })
  expect(refused.problem.code).toBe('member_not_found')
  const { status } = await api.call(team.administrator.as, people.createGroup, {
    body: { name: 'Fitters', members: [] },
    headers,
  })
  expect(status).toBe(201)
})

test('the secret of a token is given again to the same request, but is nowhere in the database', async () => {
  const call = { body: { name: 'CI', scopes: ['read' as const] }, ...withKey() }
  const first = await api.call(team.member.as, session.createAccessToken, call)
  const again = await api.call(team.member.as, session.createAccessToken, call)
  expect(again.text).toBe(first.text)
  const rows = JSON.stringify(await api.database.sql('select * from idempotency'))
  expect(rows).not.toContain(first.body.secret)
  expect(rows).not.toContain(call.headers['idempotency-key'])
})

test('a minimal answer is repeated as it was', async () => {
  const { body: process } = await api.call(team.member.as, processes.launchProcess, {
    body: { templateId, answers: { name: 'Eli' } },
  })
  const headers = { ...withKey().headers, prefer: 'return=minimal' }
  const call = { params: { processId: process.id }, body: { text: 'Short' }, headers }
  const first = await api.call(team.member.as, processes.comment, call)
  await api.call(team.member.as, processes.comment, { params: { processId: process.id }, body: { text: 'More' } })
  const again = await api.call(team.member.as, processes.comment, call)
  expect([again.status, again.text, again.headers['etag']]).toEqual([204, '', first.headers['etag']])
})

test('what cannot be a key is refused', async () => {
  const refused = await api.call(team.member.as, processes.launchProcess, {
    body: { templateId, answers: { name: 'Zoe' } },
    headers: { 'idempotency-key': 'two words' },
  })
  expect(refused.problem).toMatchObject({ status: 422, code: 'invalid_request' })
})
