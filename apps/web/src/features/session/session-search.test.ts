import { expect, test } from 'vitest'
import { readSignInSearch } from './session-search.ts'

test('after signing in one goes on within the app, never elsewhere', () => {
  expect(readSignInSearch({ next: '/processes?status=active' })).toEqual({ next: '/processes?status=active' })
  for (const next of ['//evil.example', '/\\evil.example', 'https://evil.example', 'javascript:alert(1)', 7]) {
    expect(readSignInSearch({ next })).toEqual({})
  }
})
