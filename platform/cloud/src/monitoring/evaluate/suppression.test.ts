import { expect, test } from 'vitest'
import type { AlarmState } from './metric-alarm.ts'
import { Tongue } from './suppression.ts'

/** What is told, with its second, of states that change at the seconds given. */
function told(alarm: [number, AlarmState][], suppressor: [number, AlarmState][], until = 1_000) {
  const tongue = new Tongue({ wait: 120, extension: 180 })
  const at = (changes: [number, AlarmState][], second: number) =>
    changes.findLast(([from]) => from <= second)?.[1] ?? 'OK'
  const heard: [number, AlarmState][] = []
  for (let second = 0; second <= until; second += 10) {
    const said = tongue.hear(second, at(alarm, second), at(suppressor, second))
    if (said) heard.push([second, said])
  }
  // That it begins well is no news.
  return heard.filter(([, state], index) => index > 0 || state !== 'OK')
}

test('without anything that suppresses, a change is told when the wait is over', () => {
  expect(told([[300, 'ALARM']], [])).toEqual([[420, 'ALARM']])
})

test('a suppressor that comes within the wait keeps the change silent', () => {
  expect(
    told(
      [
        [300, 'ALARM'],
        [500, 'OK'],
      ],
      [
        [400, 'ALARM'],
        [600, 'OK'],
      ],
    ),
  ).toEqual([])
})

test('a suppressor that comes too late is told of', () => {
  expect(told([[300, 'ALARM']], [[430, 'ALARM']])).toEqual([[420, 'ALARM']])
})

test('what is over before the extension ends was never told', () => {
  expect(
    told(
      [
        [300, 'ALARM'],
        [650, 'OK'],
      ],
      [
        [250, 'ALARM'],
        [500, 'OK'],
      ],
    ),
  ).toEqual([])
})

test('what is still on when the extension ends is told then', () => {
  expect(
    told(
      [[300, 'ALARM']],
      [
        [250, 'ALARM'],
        [500, 'OK'],
      ],
    ),
  ).toEqual([[680, 'ALARM']])
})

test('an alarm that lasts only as long as the wait is not told', () => {
  expect(
    told(
      [
        [300, 'ALARM'],
        [400, 'OK'],
      ],
      [],
    ),
  ).toEqual([])
})

test('an alarm that was told before the suppressor came is told to be over after it', () => {
  expect(
    told(
      [
        [100, 'ALARM'],
        [450, 'OK'],
      ],
      [
        [400, 'ALARM'],
        [600, 'OK'],
      ],
    ),
  ).toEqual([
    [220, 'ALARM'],
    [780, 'OK'],
  ])
})

test('without a suppressor everything is told at once', () => {
  const tongue = new Tongue()
  expect(tongue.hear(0, 'ALARM')).toBe('ALARM')
  expect(tongue.hear(60, 'ALARM')).toBeUndefined()
  expect(tongue.hear(120, 'OK')).toBe('OK')
})
