import { expect, test } from 'vitest'
import { cacheControlOf, contentTypeOf, pagePolicy } from './web-app.ts'

test('what is hashed is kept for ever, the page is asked for each time, all else is kept for an hour', () => {
  for (const file of ['assets/main-aB3_xY-9.js', '/assets/main-aB3_xY-9.js'])
    expect(cacheControlOf(file)).toBe('public, max-age=31536000, immutable')
  expect(cacheControlOf('/index.html')).toBe('no-cache')
  for (const file of ['/mark.svg', '/assets/main.js']) expect(cacheControlOf(file)).toBe('public, max-age=3600')
})

test('a file has the type of its ending, and none where nobody has said one', () => {
  expect(contentTypeOf('/assets/main-aB3_xY-9.js')).toBe('text/javascript; charset=utf-8')
  expect(contentTypeOf('/assets/main-aB3_xY-9.js.map')).toBeUndefined()
})

test('a page runs its own scripts only, and those in it whose hash is named', () => {
  expect(pagePolicy()).toContain(`script-src 'self';`)
  expect(pagePolicy(['abc'], 'https://files.example')).toMatch(
    /script-src 'self' 'sha256-abc';.*connect-src 'self' https:\/\/files\.example;/,
  )
})
