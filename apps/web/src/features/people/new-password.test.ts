import { expect, test } from 'vitest'
import { newPassword } from './new-password.ts'

test('a first password is long enough for the server, can be read out, and is never the same twice', () => {
  const made = Array.from({ length: 200 }, newPassword)
  for (const one of made) expect(one).toMatch(/^([A-HJ-NP-Za-km-z2-9]{5}-){3}[A-HJ-NP-Za-km-z2-9]{5}$/)
  expect(new Set(made).size).toBe(200)
})
