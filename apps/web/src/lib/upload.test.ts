import { afterEach, expect, test, vi } from 'vitest'

afterEach(() => vi.unstubAllGlobals())

const answer = { id: 'f1', name: 'a.txt', size: 5, type: 'text/plain' }

/** A browser whose requests are written down; `started` is what the server says when an upload is to begin. */
function browser({ started, put = 200 }: { started: object; put?: number }) {
  const asked: { method: string; url: string; headers: Record<string, string>; body: unknown }[] = []
  class Request {
    readonly #asked = { method: '', url: '', headers: {} as Record<string, string>, body: undefined as unknown }
    readonly #listeners: Record<string, () => void> = {}
    readonly upload = { addEventListener: (_: string, then: (at: object) => void) => then({ loaded: 5, total: 5 }) }
    status = 0
    response: unknown = answer
    open(method: string, url: string) {
      Object.assign(this.#asked, { method, url })
    }
    setRequestHeader(name: string, value: string) {
      this.#asked.headers[name] = value
    }
    addEventListener(name: string, then: () => void) {
      this.#listeners[name] = then
    }
    abort() {}
    send(body: unknown) {
      asked.push({ ...this.#asked, body })
      this.status = this.#asked.method === 'PUT' ? put : 201
      this.#listeners['load']!()
    }
  }
  vi.stubGlobal('XMLHttpRequest', Request)
  vi.stubGlobal('fetch', async (url: string, { method = 'GET', body }: RequestInit) => {
    asked.push({ method, url, headers: {}, body })
    return Response.json(url.endsWith('/files/uploads') ? started : answer, { status: 201 })
  })
  return asked
}

const file = new File(['hello'], 'a.txt')
async function send() {
  // The client takes the browser's fetch when it is loaded.
  vi.resetModules()
  const { uploadFile } = await import('./upload.ts')
  return uploadFile(file, () => {}, new AbortController().signal)
}

test('a file goes straight to where files lie, with the headers that were told and nothing of ours', async () => {
  const straight = {
    method: 'PUT',
    url: 'https://files.example/x',
    headers: { 'content-type': 'application/octet-stream' },
  }
  const asked = browser({ started: { id: 'f1', straight } })
  expect(await send()).toEqual(answer)
  expect(asked.map(({ method, url }) => `${method} ${url}`)).toEqual([
    expect.stringMatching(/^POST .*\/api\/v1\/files\/uploads$/),
    'PUT https://files.example/x',
    expect.stringMatching(/^POST .*\/api\/v1\/files\/uploads\/f1\/completion$/),
  ])
  expect(asked[1]).toMatchObject({ headers: straight.headers, body: file })
})

test('a file goes through the server where there is no other way', async () => {
  const asked = browser({ started: { id: 'f1' } })
  expect(await send()).toEqual(answer)
  expect(asked.at(-1)).toMatchObject({ method: 'POST', url: expect.stringMatching(/\/api\/v1\/files$/) })
  expect((asked.at(-1)!.body as FormData).get('file')).toBeInstanceOf(File)
})

test('a file that did not arrive is not finished', async () => {
  const straight = { method: 'PUT', url: 'https://files.example/x', headers: {} }
  const asked = browser({ started: { id: 'f1', straight }, put: 403 })
  await expect(send()).rejects.toMatchObject({ message: 'The server could not be reached.' })
  expect(asked).toHaveLength(2)
})
