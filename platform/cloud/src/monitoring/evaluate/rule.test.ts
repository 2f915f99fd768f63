import { expect, test } from 'vitest'
import type { AlarmState } from './metric-alarm.ts'
import { alarmsIn, holds, readRule } from './rule.ts'

const states: Record<string, AlarmState> = { on: 'ALARM', off: 'OK', dark: 'INSUFFICIENT_DATA' }
const stateOf = (name: string): AlarmState => states[name] ?? expect.fail(`There is no alarm ${name}.`)

test.each([
  ['ALARM("on")', true],
  ['ALARM(on)', true],
  ['ALARM("off")', false],
  ['OK("off") AND INSUFFICIENT_DATA("dark")', true],
  ['ALARM("off") OR ALARM("on") AND ALARM("off")', false],
  ['(ALARM("off") OR ALARM("on")) AND OK("off")', true],
  ['NOT ALARM("off") AND ALARM("on")', true],
  ['NOT (ALARM("off") OR ALARM("on"))', false],
  ['TRUE', true],
  ['FALSE OR ALARM("dark")', false],
])('%s is %s', (text, expected) => {
  expect(holds(readRule(text), stateOf)).toBe(expected)
})

test.each(['', 'ALARM', 'ALARM()', 'ALARM("a"', 'ALARM("a") ALARM("b")', 'BROKEN("a")', 'ALARM("a") AND'])(
  '“%s” is no rule',
  (text) => {
    expect(() => readRule(text)).toThrow('A rule was wanted')
  },
)

test('a rule tells of which alarms it speaks', () => {
  expect(alarmsIn(readRule('(ALARM("a") OR NOT OK("b")) AND ALARM("a")'))).toEqual(['a', 'b'])
})
