import { Buffer } from 'node:buffer'
import { buffer } from 'node:stream/consumers'
import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { startInTheCloud } from './harness/local-cloud.ts'
import { type Organization, password } from './harness/organization.ts'
import { notices, shows } from './harness/screen.ts'
import { setStage } from './harness/stage.ts'

const stage = setStage(startInTheCloud)

async function contractToSign({ publish, ana }: Organization) {
  return publish(ana, {
    title: 'Sign a contract',
    kickoff: { fields: [{ id: 'with', type: 'short_text', label: 'With whom', required: true }] },
    processName: 'Contract with {{with}}',
    steps: [
      {
        id: 'sign',
        type: 'task',
        title: 'Sign it',
        assign: { launcher: true },
        fields: [{ id: 'paper', type: 'file', label: 'Contract', required: true }],
      },
    ],
  })
}

async function choose(page: Page, name: string, bytes: Buffer): Promise<void> {
  const [chooser] = await Promise.all([
    page.waitForEvent('filechooser'),
    page.getByRole('group', { name: 'Contract' }).getByRole('button', { name: 'choose files' }).click(),
  ])
  await chooser.setFiles({ name, mimeType: 'text/plain', buffer: bytes })
}

test('a person works through the distribution: signs in, launches, sends a file straight to the bucket, and a colleague sees it live and reads it', async () => {
  const organization = await stage.found()
  const { ana, tom } = organization
  await contractToSign(organization)
  const [anas, toms] = await Promise.all([stage.open(), stage.open(tom)])
  const requests: { method: string; url: string }[] = []
  anas.on('request', (request) => requests.push({ method: request.method(), url: request.url() }))

  await anas.goto('/tasks')
  await anas.getByLabel('E-mail').fill(ana.email)
  await anas.getByLabel('Password', { exact: true }).fill(password)
  await anas.getByRole('button', { name: 'Sign in' }).click()
  await anas.getByRole('link', { name: 'Launch', exact: true }).click()
  await anas.getByRole('option', { name: /Sign a contract/ }).click()
  await anas.getByLabel('With whom').fill('Acme')
  await anas.getByRole('button', { name: 'Launch' }).click()
  await shows(anas.getByRole('heading', { name: 'Sign it' }))
  await toms.goto(new URL(anas.url()).pathname)
  await shows(toms.getByRole('heading', { name: 'Sign it' }))
  const paper = Buffer.from('Zürich, 4 March: agreed.\n'.repeat(20_000))
  await choose(anas, 'contract.txt', paper)
  await shows(anas.getByRole('group', { name: 'Contract' }).getByRole('link', { name: 'contract.txt' }))
  const sent = requests.filter(({ method, url }) => method === 'PUT' && url.startsWith(stage.baton.local.files.url))
  expect(sent.map(({ url }) => new URL(url).searchParams.get('X-Amz-SignedHeaders'))).toEqual([
    'content-length;content-type;host',
  ])
  expect(requests.filter(({ method, url }) => method === 'POST' && new URL(url).pathname === '/api/v1/files')).toEqual(
    [],
  )

  await anas.getByRole('button', { name: 'Complete' }).click()
  await shows(notices(anas).getByText('Completed “Sign it”'))
  // By the stream alone: his page was there before.
  const link = toms.getByRole('link', { name: 'contract.txt' })
  await shows(link)
  const [download] = await Promise.all([toms.waitForEvent('download'), link.click()])
  expect(download.suggestedFilename()).toBe('contract.txt')
  expect((await buffer(await download.createReadStream())).equals(paper)).toBe(true)
  // Both instances stand behind the balancer.
  expect([...stage.baton.local.balancer.sent.values()].every((count) => count > 0)).toBe(true)
})

describe('the bucket of files', () => {
  test('takes nothing from pages that it was not told of, and the person learns that the file was not sent', async () => {
    const { local } = stage.baton
    const organization = await stage.found()
    const { ana } = organization
    const { id } = await organization.launch(ana, await contractToSign(organization), { answers: { with: 'Acme' } })
    const page = await stage.open(ana)
    await page.goto(`/processes/${id}/tasks/sign`)
    local.files.shared = false
    try {
      await choose(page, 'contract.txt', Buffer.from('agreed'))
      await shows(page.getByText('The server could not be reached.'))
    } finally {
      local.files.shared = true
    }
  })

  test('takes by an address what it was signed for, once it is signed, and nothing else', async () => {
    const { ana } = await stage.found()
    const page = await stage.open(ana)
    const data = { name: 'contract.txt', size: 6 }
    const headers = { origin: stage.baton.url }
    const answer = await page.context().request.post('/api/v1/files/uploads', { data, headers })
    expect(answer.status(), await answer.text()).toBe(201)
    const { straight } = (await answer.json()) as { straight: { url: string; headers: Record<string, string> } }
    const put = async (url: string, body: string, sent = straight.headers) =>
      (await fetch(url, { method: 'PUT', headers: sent, body })).status
    expect(await put(straight.url, 'agreed, and more')).toBe(403)
    expect(await put(straight.url, 'agreed', { 'content-type': 'text/html' })).toBe(403)
    expect(await put(straight.url.replace('/incoming/', '/files/'), 'agreed')).toBe(403)
    expect(await put(straight.url.split('?')[0]!, 'agreed')).toBe(403)
    expect((await fetch(straight.url)).status).toBe(403)
    expect(await put(straight.url, 'agreed')).toBe(200)
  })
})

describe('the distribution', () => {
  test('gives the page to whoever opens or reloads an address within the app, and misses a file that is missing', async () => {
    const organization = await stage.found()
    const { ana } = organization
    const { id } = await organization.launch(ana, await contractToSign(organization), { answers: { with: 'Acme' } })
    const page = await stage.open(ana)
    const opened = await page.goto(`/processes/${id}/tasks/sign`)
    expect(opened!.status()).toBe(200)
    await shows(page.getByRole('heading', { name: 'Sign it' }))
    const again = await page.reload()
    expect([again!.status(), again!.headers()['content-type']]).toEqual([200, 'text/html; charset=utf-8'])
    await shows(page.getByRole('heading', { name: 'Sign it' }))

    const headers = { accept: 'text/html' }
    const missing = await page.context().request.get('/assets/task-page-00000000.js', { headers })
    expect(missing.status()).toBe(404)
    expect(missing.headers()['content-type']).not.toContain('html')
    const unknown = await page.context().request.get('/api/v1/nothing', { headers })
    expect([unknown.status(), unknown.headers()['content-type']]).toEqual([
      404,
      'application/problem+json; charset=utf-8',
    ])
  })

  test('tells browsers what a page may do', async () => {
    const answer = await fetch(stage.baton.url, { headers: { accept: 'text/html' } })
    expect(answer.headers.get('content-security-policy')).toContain(
      `connect-src 'self' ${stage.baton.local.files.url};`,
    )
    expect(answer.headers.get('x-frame-options')).toBe('DENY')
    expect(answer.headers.get('cache-control')).toBe('no-cache')
  })
})
