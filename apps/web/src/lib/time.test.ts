import { describe, expect, test } from 'vitest'
import { dayOf, instantOf, relativeTime, urgencyOf, wallOf } from './time.ts'

const zurich = { timeZone: 'Europe/Zurich', locale: 'en-GB' }
// Sunday, 21:30 in Zurich.
const now = Date.parse('2026-11-22T20:30:00.000Z')

describe('a wall clock names an instant', () => {
  test.each([
    ['an ordinary time', '2026-11-22T21:30', '2026-11-22T20:30:00.000Z'],
    ['in summer', '2026-07-01T12:00', '2026-07-01T10:00:00.000Z'],
    ['in the hour that clocks skip: an hour on', '2026-03-29T02:30', '2026-03-29T01:30:00.000Z'],
    ['in the hour that clocks repeat: the first', '2026-10-25T02:30', '2026-10-25T00:30:00.000Z'],
    ['just before the skip', '2026-03-29T01:59', '2026-03-29T00:59:00.000Z'],
    ['just after the skip', '2026-03-29T03:00', '2026-03-29T01:00:00.000Z'],
  ])('%s', (_, wall, instant) => {
    expect(instantOf(wall, 'Europe/Zurich')).toBe(instant)
  })

  test('and is shown again as it was typed', () => {
    for (const wall of ['2026-01-31T23:59', '2026-06-30T00:00', '2026-10-25T03:00']) {
      expect(wallOf(instantOf(wall, 'America/New_York'), 'America/New_York')).toBe(wall)
    }
  })
})

describe('times are said as people say them', () => {
  test.each([
    ['2026-11-22T20:30:10.000Z', 'now'],
    ['2026-11-22T20:50:00.000Z', 'in 20 min'],
    ['2026-11-22T18:30:00.000Z', '2 hr ago'],
    ['2026-11-23T16:00:00.000Z', 'tomorrow'],
    ['2026-11-21T08:00:00.000Z', 'yesterday'],
    ['2026-11-26T16:00:00.000Z', 'Thu'],
    ['2026-12-24T11:00:00.000Z', '24 Dec'],
    ['2027-01-04T11:00:00.000Z', '4 Jan 2027'],
  ])('%s: %s', (instant, words) => {
    expect(relativeTime(instant, now, zurich)).toBe(words)
  })
})

test('a day is that of the zone, not that of UTC', () => {
  expect(dayOf('2026-11-22T23:10:00.000Z', zurich)).toBe('2026-11-23')
  expect(dayOf('2026-11-22T23:10:00.000Z', { ...zurich, timeZone: 'America/New_York' })).toBe('2026-11-22')
})

test('within a day of its deadline a task is due soon, past it overdue', () => {
  expect(urgencyOf(null, now)).toBe('none')
  expect(urgencyOf('2026-11-22T20:29:00.000Z', now)).toBe('overdue')
  expect(urgencyOf('2026-11-23T20:29:00.000Z', now)).toBe('soon')
  expect(urgencyOf('2026-11-23T20:31:00.000Z', now)).toBe('later')
})
