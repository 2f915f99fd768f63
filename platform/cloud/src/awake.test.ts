import { expect, test } from 'vitest'
import { readAwake, reliableHours, reliableNow } from './awake.ts'
import { readExpression } from './monitoring/evaluate/expression.ts'

test('days of cron are read as people mean them, Sunday as 0 or 7', () => {
  expect(readAwake({ start: '0 6 * * 1-5', stop: '0 19 * * 1-5' })).toEqual({
    days: [1, 2, 3, 4, 5],
    start: 6,
    stop: 19,
  })
  expect(readAwake({ start: '30 6 * * 0,6', stop: '0 19 * * 0,6' })).toMatchObject({ days: [6, 7] })
  expect(readAwake({ start: '0 6 * * *', stop: '0 19 * * *' })).toMatchObject({ days: [1, 2, 3, 4, 5, 6, 7] })
})

test('a stage that is always awake has no hours', () => {
  expect(reliableHours({})).toBeUndefined()
  expect(reliableNow({}, 'served')).toBeUndefined()
})

test('people count on a stage an hour after it wakes, until it goes to sleep', () => {
  const expression = reliableNow({ awake: { start: '0 6 * * 1-5', stop: '0 19 * * 1-5' } }, 'served')!
  const friday = Date.parse('2026-11-20T00:00:00Z')
  const now = readExpression(`IF(${expression}, 1, 0)`, new Map([['served', () => undefined]]), friday)
  const at = (day: number, hour: number, minute = 0) => now((day * 24 + hour) * 60 + minute)
  expect([at(0, 6, 59), at(0, 7), at(0, 18, 59), at(0, 19)]).toEqual([0, 1, 1, 0])
  expect([at(1, 12), at(2, 12), at(3, 12)]).toEqual([0, 0, 1])
})
