import { expect, test } from 'vitest'
import { parseCrontab } from './crontab.ts'

test.each([
  ['* * * * *', '2026-03-04T10:17:00Z', true],
  ['17 * * * *', '2026-03-04T10:17:59Z', true],
  ['17 * * * *', '2026-03-04T10:18:00Z', false],
  ['*/15 8-18 * * 1-5', '2026-03-04T08:45:00Z', true],
  ['*/15 8-18 * * 1-5', '2026-03-07T08:45:00Z', false],
  ['0 0 * * 7', '2026-03-08T00:00:00Z', true],
  ['0 0 * * 0', '2026-03-08T00:00:00Z', true],
  ['0 0 1 * 1', '2026-03-09T00:00:00Z', true],
  ['0 0 1 * 1', '2026-04-01T00:00:00Z', true],
  ['0 0 1 * *', '2026-03-09T00:00:00Z', false],
  ['5,35 1 * 3 *', '2026-03-09T01:35:00Z', true],
])('“%s” at %s: %s', (line, moment, due) => {
  expect(parseCrontab(line).matches(new Date(moment))).toBe(due)
})

test.each(['* * * *', '60 * * * *', '* 24 * * *', '* * 0 * *', 'a * * * *', '5-1 * * * *', '*/0 * * * *'])(
  '“%s” is refused',
  (line) => {
    expect(() => parseCrontab(line)).toThrow()
  },
)
