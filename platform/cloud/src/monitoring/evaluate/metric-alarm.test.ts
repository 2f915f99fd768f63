import { describe, expect, test } from 'vitest'
import { judge, type AlarmState, type Judged, type Missing } from './metric-alarm.ts'

const treatments: Missing[] = ['missing', 'ignore', 'breaching', 'notBreaching']

const pointsOf = (row: string) => row.split(' ').map((mark) => ({ X: 9, '0': 0, '-': undefined })[mark])

/** Each row: points, then the state for missing, ignore, breaching and notBreaching. `kept` is the state before. */
function table(breaching: number, of: number, rows: [string, ...(AlarmState | 'kept')[]][]) {
  for (const [row, ...states] of rows) {
    test.each(treatments.map((missing, index) => [missing, states[index]!] as const))(
      `${row} with missing points as %s is %s`,
      (missing, state) => {
        const alarm: Judged = { threshold: 3, comparison: 'GreaterThanThreshold', breaching, of, missing }
        for (const before of ['OK', 'ALARM', 'INSUFFICIENT_DATA'] as const)
          expect(judge(alarm, pointsOf(row), before)).toBe(state === 'kept' ? before : state)
      },
    )
  }
}

describe('the tables of CloudWatch’s guide', () => {
  describe('3 of 3', () => {
    table(3, 3, [
      ['0 - X - X', 'OK', 'OK', 'OK', 'OK'],
      ['0 - - - -', 'OK', 'OK', 'OK', 'OK'],
      ['- - - - -', 'INSUFFICIENT_DATA', 'kept', 'ALARM', 'OK'],
      ['0 X X - X', 'ALARM', 'ALARM', 'ALARM', 'ALARM'],
      ['- - - - X', 'INSUFFICIENT_DATA', 'kept', 'ALARM', 'OK'],
      ['X - - - -', 'ALARM', 'kept', 'ALARM', 'OK'],
    ])
  })
  describe('2 of 3', () => {
    table(2, 3, [
      ['0 - X - X', 'ALARM', 'ALARM', 'ALARM', 'ALARM'],
      ['0 0 X 0 X', 'ALARM', 'ALARM', 'ALARM', 'ALARM'],
      ['0 - X - -', 'OK', 'OK', 'ALARM', 'OK'],
      ['- - - - 0', 'OK', 'OK', 'ALARM', 'OK'],
      ['- - - - X', 'INSUFFICIENT_DATA', 'kept', 'ALARM', 'OK'],
    ])
  })
})

test('points older than what is looked at do not count', () => {
  const alarm: Judged = {
    threshold: 3,
    comparison: 'GreaterThanThreshold',
    breaching: 3,
    of: 3,
    missing: 'notBreaching',
  }
  expect(judge(alarm, pointsOf('X X X 0 0 0 0 0'), 'ALARM')).toBe('OK')
})

test.each([
  ['GreaterThanThreshold', 3, 'OK'],
  ['GreaterThanOrEqualToThreshold', 3, 'ALARM'],
  ['LessThanThreshold', 3, 'OK'],
  ['LessThanOrEqualToThreshold', 3, 'ALARM'],
] as const)('%s at the threshold itself', (comparison, value, state) => {
  const alarm: Judged = { threshold: 3, comparison, breaching: 1, of: 1, missing: 'missing' }
  expect(judge(alarm, [value], 'OK')).toBe(state)
})

test('a comparison that is not known is not taken for a quiet alarm', () => {
  const alarm: Judged = { threshold: 1, comparison: 'AboveTheBand', breaching: 1, of: 1, missing: 'missing' }
  expect(() => judge(alarm, [1], 'OK')).toThrow('AboveTheBand')
})
