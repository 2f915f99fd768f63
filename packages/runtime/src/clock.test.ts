import { expect, test } from 'vitest'
import { fakeClock } from './clock.ts'

test('a fake clock stands still until it is told otherwise', () => {
  const clock = fakeClock('2026-03-04T12:00:00Z')
  expect(clock.now()).toEqual(clock.now())
  clock.advance(90_000)
  expect(clock.now()).toEqual(new Date('2026-03-04T12:01:30Z'))
  clock.set('2026-01-01T00:00:00Z')
  clock.now().setFullYear(1999)
  expect(clock.now()).toEqual(new Date('2026-01-01T00:00:00Z'))
})
