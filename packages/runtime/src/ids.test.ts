import { expect, test } from 'vitest'
import { newId } from './ids.ts'

test('ids are UUIDs of version 7 that sort in the order in which they were made', () => {
  const made = Array.from({ length: 20_000 }, newId)
  for (const id of made) expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
  expect(made.toSorted()).toEqual(made)
  expect(new Set(made).size).toBe(made.length)
})
