import { files, processes } from '@baton/contract'
import { s3Storage } from '@baton/integrations'
import { newId } from '@baton/runtime'
import { buildTemplate } from '@baton/testing'
import { startFauxqs, type FauxqsServer } from 'fauxqs'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { buildTeam, startApi, type As, type TestApi, type TestOrganization } from './test/api.ts'
import { fingerprint } from './test/samples.ts'

let s3: FauxqsServer
let api: TestApi
let team: TestOrganization
beforeAll(async () => {
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'test')
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'test')
  s3 = await startFauxqs({ port: 0, logger: false })
  s3.createBucket('files')
  const endpoint = `http://127.0.0.1:${s3.port}`
  api = await startApi({ files: s3Storage({ bucket: 'files', region: 'eu-central-1', endpoint, pathStyle: true }) })
  team = await buildTeam(api)
})
afterAll(async () => {
  await api.close()
  await s3.stop()
  vi.unstubAllEnvs()
})

const start = (as: As, name: string, size: number) => api.call(as, files.startUpload, { body: { name, size } })
const finish = (as: As, fileId: string, name: string, headers = {}) =>
  api.call(as, files.finishUpload, { params: { fileId }, body: { name }, headers })

async function send(as: As, name: string, bytes: string): Promise<string> {
  const { body } = await start(as, name, bytes.length)
  const { method, url, headers } = body.straight!
  expect((await fetch(url, { method, headers, body: bytes })).status).toBe(200)
  return body.id
}

const objects = async () =>
  (await (await fetch(`http://127.0.0.1:${s3.port}/files?list-type=2`)).text()).match(/<Key>/g)?.length ?? 0

test('a file goes straight to the bucket and back, and counts in answers like any other', async () => {
  const id = await send(team.member.as, '../Vertrag.pdf', '%PDF-1.7 the contract')
  const { body, status } = await finish(team.member.as, id, '../Vertrag.pdf')
  expect([status, body]).toEqual([201, { id, name: 'Vertrag.pdf', size: 21, type: 'application/pdf' }])

  const { templateId } = await buildTemplate(api.database.db, team.administrator.actor, {
    title: 'With papers',
    kickoff: { fields: [{ id: 'papers', type: 'file', label: 'Papers' }] },
    steps: [{ id: 'read', type: 'task', title: 'Read' }],
  })
  const answers = { papers: [body] }
  expect((await api.call(team.member.as, processes.launchProcess, { body: { templateId, answers } })).status).toBe(201)

  const down = await api.server.inject({ url: `/api/v1/files/${id}`, headers: team.colleague.as })
  expect([down.statusCode, down.headers['cache-control']]).toEqual([302, 'private, no-store'])
  const fetched = await fetch(down.headers.location!)
  expect(await fetched.text()).toBe('%PDF-1.7 the contract')
})

test.each([
  ['a program under another name', 'invoice.pdf', 'MZ\x90\x00', /something else/],
  ['a file that was never sent', 'a.txt', undefined, /no upload with this id/],
])('%s is refused and not kept', async (_, name, bytes, why) => {
  const [before, kept] = [await fingerprint(api, team.orgId), await objects()]
  const id =
    bytes === undefined ? (await start(team.member.as, name, 5)).body.id : await send(team.member.as, name, bytes)
  const { problem } = await finish(team.member.as, id, name)
  expect(problem.detail).toMatch(why)
  expect(await fingerprint(api, team.orgId)).toBe(before)
  expect(await objects()).toBe(kept)
})

test('more than 50 MB is refused before anything is sent', async () => {
  const { problem } = await start(team.member.as, 'big.bin', 50 * 1024 * 1024 + 1)
  expect(problem).toMatchObject({ status: 422, code: 'file_refused' })
})

test('an upload is finished once, by its own organization', async () => {
  const stranger = await buildTeam(api)
  const id = await send(team.member.as, 'a.txt', 'ours')
  expect((await finish(stranger.member.as, id, 'a.txt')).problem).toMatchObject({ status: 404 })
  const headers = { 'idempotency-key': newId() }
  const first = await finish(team.member.as, id, 'a.txt', headers)
  expect(first.status).toBe(201)
  expect((await finish(team.member.as, id, 'a.txt', headers)).text).toBe(first.text)
  expect((await finish(team.member.as, id, 'a.txt')).problem).toMatchObject({ status: 404, code: 'file_not_found' })
  expect((await api.ctx.files.get(team.orgId, id)) !== undefined).toBe(true)
})

test('where files lie on the disk of the server, they are to be sent through it', async () => {
  const onDisk = await startApi()
  try {
    const { member } = await buildTeam(onDisk)
    const { body } = await onDisk.call(member.as, files.startUpload, { body: { name: 'a.txt', size: 4 } })
    expect(body).toEqual({ id: expect.any(String) })
    const done = await onDisk.call(member.as, files.finishUpload, {
      params: { fileId: body.id },
      body: { name: 'a.txt' },
    })
    expect(done.problem).toMatchObject({ status: 404, code: 'file_not_found' })
  } finally {
    await onDisk.close()
  }
})
