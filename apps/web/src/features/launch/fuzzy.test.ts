import { expect, test } from 'vitest'
import { fit } from './fuzzy.ts'

const titles = [
  'Approve an invoice',
  'Invoice reminder',
  'Onboard a new colleague',
  'Cut a release',
  'Clôture mensuelle',
]
const found = (typed: string) =>
  titles
    .map((title) => ({ title, score: fit(title, typed) }))
    .filter(({ score }) => score !== undefined)
    .toSorted((a, b) => b.score! - a.score!)
    .map(({ title }) => title)

test.each([
  ['invoice', ['Invoice reminder', 'Approve an invoice']],
  ['onc', ['Onboard a new colleague']],
  ['cr', ['Cut a release']],
  ['cloture', ['Clôture mensuelle']],
  ['xyz', []],
])('typing %s finds the right templates, best first', (typed, wanted) => {
  expect(found(typed).slice(0, Math.max(1, wanted.length))).toEqual(wanted)
})

test('typing nothing keeps everything', () => {
  expect(found('')).toHaveLength(titles.length)
})
