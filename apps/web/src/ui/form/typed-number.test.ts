import { expect, test } from 'vitest'
import { readNumber, writeNumber } from './typed-number.ts'

test.each([
  ['1,234', 'en-GB', 1234],
  ['1,234.50', 'en-GB', 1234.5],
  ['3,5', 'en-GB', 3.5],
  ['1.234', 'en-GB', 1.234],
  ['1.234', 'de-DE', 1234],
  ['1.234.567,89', 'de-DE', 1234567.89],
  ['3.5', 'de-DE', 3.5],
  ['1’234.50', 'de-CH', 1234.5],
  ['1 234,5', 'fr-FR', 1234.5],
  ['-12', 'en-GB', -12],
  ['−12', 'nb-NO', -12],
  ['0,', 'de-DE', 0],
  ['.5', 'en-GB', 0.5],
])('“%s” is read in %s as the number that is meant', (text, locale, wanted) => {
  expect(readNumber(text, locale)).toBe(wanted)
})

test.each(['', 'twelve', '1.2.3', '12,34,5.6', '1e5', '0x10', '--1'])('“%s” is no number', (text) => {
  expect(readNumber(text, 'en-GB')).toBeUndefined()
})

test.each(['en-GB', 'en-IN', 'de-DE', 'de-CH', 'fr-FR', 'nb-NO', 'sv-SE', 'pl-PL', 'ar-EG'])(
  'what is written in %s is read again',
  (locale) => {
    for (const value of [0, 1234.5, -0.125, -1234, 1_000_000])
      expect(readNumber(writeNumber(value, locale), locale)).toBe(value)
  },
)

test('a number stands in the groups of its locale, an amount with its decimals', () => {
  expect(writeNumber(12500, 'en-GB')).toBe('12,500')
  expect(writeNumber(12500.5, 'de-DE', 2)).toBe('12.500,50')
})
