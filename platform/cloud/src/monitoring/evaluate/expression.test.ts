import { expect, test } from 'vitest'
import { readExpression, type Series } from './expression.ts'

const named = new Map<string, Series>([
  ['six', () => 6],
  ['none', () => undefined],
  ['minute', (minute) => minute],
])
/** A Sunday, 02:00. */
const sunday = Date.UTC(2026, 10, 22, 2)

test.each([
  ['six', 6],
  ['2 + six * 2', 14],
  ['(2 + six) * 2', 16],
  ['six - none', 6],
  ['none + none', undefined],
  ['six / none', undefined],
  ['FILL(none, 3) + six', 9],
  ['IF(six >= 6, 1, 0)', 1],
  ['IF(six > 6 OR six == 6 AND six != 5, 1, 0)', 1],
  ['IF(none > 1, 1, 0)', 0],
  ['IF(FILL(none, 0) >= 1, 1, 0)', 0],
  ['IF(DAY(none) == 7 AND HOUR(none) >= 2, 1, 0)', 1],
])('%s is %s', (text, expected) => {
  expect(readExpression(text, named, sunday)(0)).toBe(expected)
})

test('the week begins on Monday', () => {
  const day = readExpression('DAY(six)', named, sunday)
  expect([0, 24 * 60].map(day)).toEqual([7, 1])
})

test.each(['', 'six +', 'SUM(six)', 'unknown', 'six six', '(six'])('“%s” is not guessed at', (text) => {
  expect(() => readExpression(text, named, sunday)).toThrow('is not understood')
})
