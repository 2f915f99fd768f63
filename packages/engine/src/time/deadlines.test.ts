import fc from 'fast-check'
import { Temporal } from 'temporal-polyfill'
import { describe, expect, test } from 'vitest'
import { type Deadline, deadlineUnits } from '../template/document.ts'
import { type Anchors, anchorOf, dueAtOf } from './deadlines.ts'

const due = (amount: number, unit: Deadline['unit'], direction: 'after' | 'before' = 'after'): Deadline => ({
  amount,
  unit,
  direction,
  from: { launch: true },
})

describe('When a task is due', () => {
  test.each([
    ['minutes are exact', due(90, 'minutes'), '2026-03-29T00:00:00.000Z', '2026-03-29T01:30:00.000Z'],
    [
      'hours are exact over a change of clocks',
      due(24, 'hours'),
      '2026-03-28T12:00:00.000Z',
      '2026-03-29T12:00:00.000Z',
    ],
    ['days keep the local hour in spring', due(1, 'days'), '2026-03-28T12:00:00.000Z', '2026-03-29T11:00:00.000Z'],
    ['days keep the local hour in autumn', due(1, 'days'), '2026-10-24T12:00:00.000Z', '2026-10-25T13:00:00.000Z'],
    ['an hour that clocks skip moves forward', due(1, 'days'), '2026-03-28T01:30:00.000Z', '2026-03-29T01:30:00.000Z'],
    [
      'of an hour shown twice the first is meant',
      due(1, 'days'),
      '2026-10-24T00:30:00.000Z',
      '2026-10-25T00:30:00.000Z',
    ],
    ['weeks are seven days', due(2, 'weeks', 'before'), '2026-11-22T09:00:00.000Z', '2026-11-08T09:00:00.000Z'],
    ['a short month takes its last day', due(1, 'months'), '2026-01-31T09:00:00.000Z', '2026-02-28T09:00:00.000Z'],
    ['a month before', due(1, 'months', 'before'), '2026-03-31T08:00:00.000Z', '2026-02-28T09:00:00.000Z'],
    ['nothing after is the anchor itself', due(0, 'days'), '2026-01-31T09:00:00.000Z', '2026-01-31T09:00:00.000Z'],
  ])('%s', (_, deadline, anchor, expected) => {
    expect(dueAtOf(deadline, anchor, 'Europe/Zurich')).toBe(expected)
  })

  test('there is no deadline beyond the years that can be written', () => {
    expect(dueAtOf(due(10_000, 'months'), '9999-01-01T00:00:00.000Z', 'UTC')).toBeUndefined()
    expect(dueAtOf(due(10_000, 'months', 'before'), '0001-01-01T00:00:00.000Z', 'UTC')).toBeUndefined()
  })

  const zone = fc.constantFrom(
    'Europe/Zurich',
    'America/New_York',
    'Australia/Lord_Howe',
    'Asia/Kathmandu',
    'Africa/Casablanca',
    'UTC',
  )
  const instant = fc
    .date({ min: new Date('0010-01-01T00:00:00Z'), max: new Date('9990-01-01T00:00:00Z'), noInvalidDate: true })
    .map((date) => date.toISOString())

  test('agrees with Temporal at any instant in any zone', () => {
    const deadline = fc.tuple(
      fc.integer({ min: 0, max: 60 }),
      fc.constantFrom(...deadlineUnits),
      fc.constantFrom('after', 'before'),
    )
    fc.assert(
      fc.property(zone, instant, deadline, (timeZone, anchor, [amount, unit, direction]) => {
        const wanted = Temporal.Instant.from(anchor)
          .toZonedDateTimeISO(timeZone)
          .add({ [unit]: direction === 'before' ? -amount : amount })
        expect(dueAtOf(due(amount, unit, direction), anchor, timeZone)).toBe(
          new Date(wanted.epochMilliseconds).toISOString(),
        )
      }),
      { numRuns: 500 },
    )
  })

  test('agrees with Temporal in the hours around each change of clocks', () => {
    const near = fc.tuple(
      zone,
      fc.integer({ min: 2000, max: 2030 }),
      fc.boolean(),
      fc.integer({ min: -36 * 12, max: 36 * 12 }),
    )
    fc.assert(
      fc.property(near, ([timeZone, year, second, offset]) => {
        const begin = Temporal.Instant.fromEpochMilliseconds(Date.UTC(year, 0)).toZonedDateTimeISO(timeZone)
        const first = begin.getTimeZoneTransition('next')
        const change = (second ? first?.getTimeZoneTransition('next') : first) ?? begin
        const anchor = new Date(change.epochMilliseconds + offset * 300_000).toISOString()
        const wanted = Temporal.Instant.from(anchor).toZonedDateTimeISO(timeZone).add({ days: 1 })
        expect(dueAtOf(due(1, 'days'), anchor, timeZone)).toBe(new Date(wanted.epochMilliseconds).toISOString())
      }),
      { numRuns: 300 },
    )
  })
})

describe('What a deadline counts from', () => {
  const anchors: Anchors = {
    launchedAt: '2026-11-22T09:00:00.000Z',
    openedAt: '2026-11-23T09:00:00.000Z',
    completedAt: (step) => (step === 'a' ? '2026-11-24T09:00:00.000Z' : undefined),
    answer: (field) => ({ on: '2026-12-24', at: '2026-12-24T12:30:00.000Z', text: 'soon', number: 3 })[field],
  }
  const from = (anchor: Deadline['from']) =>
    anchorOf({ amount: 1, unit: 'days', from: anchor }, anchors, 'America/New_York')

  test.each<[string, Deadline['from'], string | undefined]>([
    ['launch', { launch: true }, '2026-11-22T09:00:00.000Z'],
    ['the opening of its task', { opened: true }, '2026-11-23T09:00:00.000Z'],
    ['the end of a step', { completed: 'a' }, '2026-11-24T09:00:00.000Z'],
    ['nothing, while the step is not completed', { completed: 'b' }, undefined],
    ['17:00 of a date', { field: 'on' }, '2026-12-24T22:00:00.000Z'],
    ['a time', { field: 'at' }, '2026-12-24T12:30:00.000Z'],
    ['nothing, while there is no answer', { field: 'none' }, undefined],
    ['nothing, when the answer is no date', { field: 'text' }, undefined],
    ['nothing, when the answer is no text', { field: 'number' }, undefined],
  ])('%s', (_, anchor, expected) => {
    expect(from(anchor)).toBe(expected)
  })
})
