import { expect, test } from 'vitest'
import { matches } from './matches.ts'

test.each([
  ['My tasks', '', true],
  ['My tasks', 'task', true],
  ['My tasks', 'mts', true],
  ['Tomás Rivera', 'tomas', true],
  ['Launch Pay an invoice', 'inv lau', true],
  ['My tasks', 'people', false],
])('%s is found by %s: %s', (label, typed, found) => {
  expect(matches(label, typed)).toBe(found)
})
