import { readdir } from 'node:fs/promises'
import { files, processes, type Problem } from '@baton/contract'
import type { FileAnswer } from '@baton/engine'
import { newId } from '@baton/runtime'
import { buildTemplate } from '@baton/testing'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { buildTeam, startApi, tokenOf, type As, type TestApi, type TestOrganization } from './test/api.ts'
import { fingerprint } from './test/samples.ts'

let api: TestApi
let team: TestOrganization
beforeAll(async () => {
  api = await startApi()
  team = await buildTeam(api)
})
afterAll(() => api.close())

async function upload(as: As, name: string, bytes: Buffer | string, { part = 'file', headers = {} } = {}) {
  const body = new FormData()
  body.append(part, new Blob([typeof bytes === 'string' ? bytes : new Uint8Array(bytes)]), name)
  const request = new Request('http://localhost/', { method: 'POST', body })
  const response = await api.server.inject({
    method: 'POST',
    url: '/api/v1/files',
    headers: {
      'sec-fetch-site': 'same-origin',
      'content-type': request.headers.get('content-type')!,
      ...as,
      ...headers,
    },
    payload: Buffer.from(await request.arrayBuffer()),
  })
  return { status: response.statusCode, text: response.payload, body: response.json<FileAnswer & Problem>() }
}

const filesOnDisk = async () =>
  (await readdir(api.filesFolder, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile()).length

test('a file comes back as it was, always to be saved and never shown', async () => {
  const bytes = Buffer.from('%PDF-1.7 the contract')
  const { status, body } = await upload(team.member.as, '../Vertrag "Zoë".pdf', bytes)
  expect(status).toBe(201)
  expect(body).toMatchObject({ size: bytes.length, type: 'application/pdf' })
  expect(body.name).not.toMatch(/[/"]/)
  const down = await api.server.inject({ url: `/api/v1/files/${body.id}`, headers: team.member.as })
  expect(down.rawPayload).toEqual(bytes)
  expect(down.headers).toMatchObject({
    'content-type': 'application/pdf',
    'x-content-type-options': 'nosniff',
    'content-security-policy': `default-src 'none'; sandbox`,
    'content-disposition': expect.stringMatching(/^attachment; filename="[ -~]+"; filename\*=UTF-8''[\w.%~!-]+$/),
  })
})

test('a page that somebody uploads is only text', async () => {
  const { body } = await upload(team.member.as, 'page.html', '<script>alert(1)</script>')
  expect(body.type).toBe('text/plain')
  const down = await api.server.inject({ url: `/api/v1/files/${body.id}`, headers: team.member.as })
  expect(down.headers['content-type']).toMatch(/^text\/plain/)
  expect(down.headers['content-disposition']).toMatch(/^attachment/)
})

test.each([
  ['a program under another name', 'invoice.pdf', 'MZ\x90\x00', {}, /something else/],
  ['nothing', 'empty.txt', '', {}, /empty/],
  ['a part of another name', 'a.txt', 'a', { part: 'picture' }, /“picture”/],
])('%s is refused and not kept', async (_, name, bytes, options, why) => {
  const [before, filesBefore] = [await fingerprint(api, team.orgId), await filesOnDisk()]
  const { status, body } = await upload(team.member.as, name, bytes, options)
  expect(status).toBe(422)
  expect(body).toMatchObject({ code: 'file_refused', detail: expect.stringMatching(why) })
  expect(await fingerprint(api, team.orgId)).toBe(before)
  expect(await filesOnDisk()).toBe(filesBefore)
})

test('a file of more than 50 MB is refused and not kept', async () => {
  const { status, body } = await upload(team.member.as, 'big.bin', Buffer.alloc(50 * 1024 * 1024 + 1))
  expect(status).toBe(422)
  expect(body.detail).toBe('“big.bin” is larger than 50 MB, which is the most that can be uploaded.')
})

test('what is no upload is refused', async () => {
  const { problem } = await api.call(team.member.as, files.uploadFile, { body: { file: 'text' } })
  expect(problem).toMatchObject({ status: 422, code: 'file_refused' })
})

test('an upload that is repeated is kept once', async () => {
  const headers = { 'idempotency-key': newId() }
  const first = await upload(team.member.as, 'a.txt', 'the same', { headers })
  const again = await upload(team.member.as, 'a.txt', 'the same', { headers })
  expect(again.text).toBe(first.text)
  const other = await upload(team.member.as, 'a.txt', 'another', { headers })
  expect(other.body).toMatchObject({ status: 422, code: 'idempotency_mismatch' })
})

test('a file is for its own organization, and a token must be allowed to write', async () => {
  const stranger = await buildTeam(api)
  const { body } = await upload(team.member.as, 'a.txt', 'ours')
  const refused = await api.call(stranger.administrator.as, files.downloadFile, { params: { fileId: body.id } })
  expect(refused.problem).toMatchObject({ status: 404, code: 'file_not_found' })
  const readOnly = await tokenOf(api, team.member.actor, ['read'])
  expect((await upload(readOnly, 'a.txt', 'mine')).status).toBe(403)
})

test('an answer names a file that was uploaded, as it is, and lets everyone who sees the process read it', async () => {
  const { templateId } = await buildTemplate(api.database.db, team.administrator.actor, {
    title: 'With papers',
    kickoff: { fields: [{ id: 'papers', type: 'file', label: 'Papers' }] },
    steps: [{ id: 'read', type: 'task', title: 'Read' }],
  })
  const { body } = await upload(team.member.as, 'a.txt', 'papers')
  const launch = (papers: FileAnswer[]) =>
    api.call(team.member.as, processes.launchProcess, { body: { templateId, answers: { papers } } })
  const read = async () =>
    (await api.server.inject({ url: `/api/v1/files/${body.id}`, headers: team.colleague.as })).statusCode
  expect(await read()).toBe(404)
  expect((await launch([body])).body.answers).toEqual({ papers: [body] })
  expect(await read()).toBe(200)
  for (const wrong of [
    { ...body, id: newId() },
    { ...body, type: 'image/png' },
  ])
    expect((await launch([wrong])).problem).toMatchObject({ status: 404, code: 'file_not_found' })
})
