import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { askFromOutside, type Outside } from './ask-from-outside.ts'

interface Answer {
  status?: number
  type?: string
  text?: string
  silent?: boolean
}
const page =
  '<!doctype html><script src="/color.js"></script><script type="module" src="/assets/main-aB3_xY-9.js"></script>'
const well: Record<string, Answer> = {
  '/': { type: 'text/html; charset=utf-8', text: page },
  '/assets/main-aB3_xY-9.js': { type: 'text/javascript; charset=utf-8', text: 'go()' },
  '/readyz': { type: 'application/json', text: '{}' },
}

let answers: Record<string, Answer>
const baton = createServer((request, response) => {
  const { status = 200, type = 'text/plain', text = '', silent } = answers[request.url!] ?? { status: 404 }
  if (!silent) response.writeHead(status, { 'content-type': type, 'x-cache': 'Error from cloudfront' }).end(text)
})
let address: string
beforeAll(async () => {
  await new Promise<void>((resolve) => baton.listen(0, '127.0.0.1', resolve))
  address = `http://127.0.0.1:${(baton.address() as AddressInfo).port}`
})
afterAll(() => {
  vi.unstubAllEnvs()
  baton.closeAllConnections()
  baton.close()
})
beforeEach(() => {
  answers = { ...well }
})

const outside: Outside = {
  fetch,
  certificateEnds: () => Promise.reject(new Error('nobody was to look')),
  now: () => new Date('2026-11-23T12:00:00Z'),
  patience: 5_000,
}
const faults = async () => (await askFromOutside(address, outside)).faults

describe('whoever asks from outside', () => {
  test('finds nothing where people get the page, its script and a program that is ready', async () => {
    expect(await askFromOutside(address, outside)).toEqual({ faults: [] })
  })

  const troubles: [string, Record<string, Answer>, RegExp][] = [
    ['a page that is not there', { '/': { status: 404 } }, /\/ answers 404 \(Error from cloudfront\), not 200/],
    [
      'a page that is somebody else’s',
      { '/': { type: 'text/html', text: '<h1>Congratulations</h1>' } },
      /is not Baton’s/,
    ],
    [
      'a page whose script was not brought',
      { '/assets/main-aB3_xY-9.js': { status: 404 } },
      /main-aB3_xY-9\.js answers 404/,
    ],
    [
      'a page in place of its script',
      { '/assets/main-aB3_xY-9.js': { type: 'text/html', text: page } },
      /is text\/html, not text\/javascript/,
    ],
    [
      'programs that are not ready',
      { '/readyz': { status: 503, text: 'the database does not answer' } },
      /\/readyz answers 503 .*the database does not answer/,
    ],
  ]
  test.each(troubles)('tells of %s, and of nothing else', async (_, change, says) => {
    answers = { ...well, ...change }
    expect(await faults()).toEqual([expect.stringMatching(says)])
  })

  test('waits for nobody who keeps silent, and tells of all that is wrong at once', async () => {
    answers = { '/': { silent: true }, '/readyz': { status: 502 } }
    const found = await askFromOutside(address, { ...outside, patience: 300 })
    // Whether the second answers within so short a time depends on the machine; that it is told does not.
    expect(found.faults).toEqual([expect.stringContaining('/ does not answer'), expect.stringContaining('/readyz')])
  })

  test('says for how many days the certificate is good, and counts on when it has ended', async () => {
    const days = async (ends: string) =>
      (
        await askFromOutside('https://baton.example', {
          ...outside,
          fetch: (url) => fetch(String(url).replace('https://baton.example', address)),
          certificateEnds: (host) => Promise.resolve(new Date(host === 'baton.example' ? ends : 0)),
        })
      ).certificateDays
    expect(await days('2026-12-03T13:00:00Z')).toBe(10)
    expect(await days('2026-11-21T12:00:00Z')).toBe(-2)
  })
})

test('the function ends well when all is well, and fails with what is wrong', async () => {
  vi.stubEnv('ASK_ADDRESS', address)
  const { handler } = await import('./ask-from-outside.lambda.ts')
  await handler()
  answers = { ...well, '/readyz': { status: 503 } }
  await expect(handler()).rejects.toThrow(/readyz answers 503/)
})
