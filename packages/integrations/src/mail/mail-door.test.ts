import { expect, test } from 'vitest'
import { namedSender } from './mail-door.ts'

test.each([
  ['no-reply@baton.example', 'Baton <no-reply@baton.example>'],
  [' no-reply@baton.example ', 'Baton <no-reply@baton.example>'],
  ['Hollis & Ward <work@hollisward.example>', 'Hollis & Ward <work@hollisward.example>'],
  ['<work@hollisward.example>', '<work@hollisward.example>'],
])('mail from %j is seen as from %j', (setting, seen) => {
  expect(namedSender(setting)).toBe(seen)
})
