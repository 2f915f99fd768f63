import { describe, expect, test } from 'vitest'
import { dayShape, readDay, readMoment, writeDay, writeMoment } from './typed.ts'

const today = '2026-11-22'
const locales = ['en', 'en-GB', 'de-CH', 'fr', 'sv', 'ja', 'pt-BR', 'nl', 'pl', 'en-CA', 'hu', 'ko'] as const

describe('a day', () => {
  test.each(locales)('is read as it is written in %s', (locale) => {
    for (const day of ['2026-12-31', '2027-03-01', '1999-02-28', '2028-02-29'])
      expect(readDay(writeDay(day, locale), locale, today)).toBe(day)
  })
  test('follows the locale of its reader', () => {
    expect(writeDay('2026-12-03', 'en')).toBe('12/03/2026')
    expect(writeDay('2026-12-03', 'en-GB')).toBe('03/12/2026')
    expect(writeDay('2026-12-03', 'de')).toBe('03.12.2026')
    expect(readDay('3.12.26', 'de', today)).toBe('2026-12-03')
    expect(readDay('12/3', 'en', today)).toBe('2026-12-03')
    expect(readDay('3 12', 'en-GB', today)).toBe('2026-12-03')
    expect(readDay('03122026', 'de', today)).toBe('2026-12-03')
    expect(dayShape('de', { day: 'DD', month: 'MM', year: 'YYYY' })).toBe('DD.MM.YYYY')
  })
  test('may always be written as YYYY-MM-DD', () => {
    expect(readDay('2026-12-03', 'en', today)).toBe('2026-12-03')
  })
  test.each(['', '31.', '31.2.2026', '29.2.2027', '3.12.202', 'tomorrow', '3.12.2026 x', '1.2.3.4', '45.1.2026'])(
    'is not made up from “%s”',
    (typed) => expect(readDay(typed, 'de', today)).toBeUndefined(),
  )
})

describe('a day and time', () => {
  test.each(locales)('are read as they are written in %s', (locale) => {
    for (const wall of ['2026-12-31T17:05', '2027-03-01T00:00', '2027-03-01T12:00'])
      expect(readMoment(writeMoment(wall, locale), locale, today), writeMoment(wall, locale)).toBe(wall)
  })
  test('may be typed in several ways', () => {
    expect(readMoment('3.12.2026 17:00', 'de', today)).toBe('2026-12-03T17:00')
    expect(readMoment('3.12. 8.15', 'de', today)).toBe('2026-12-03T08:15')
    expect(readMoment('12/3/2026, 5 pm', 'en', today)).toBe('2026-12-03T17:00')
    expect(readMoment('12/3/2026 12:30 a.m.', 'en', today)).toBe('2026-12-03T00:30')
    expect(readMoment('2026-12-03T17:00', 'en', today)).toBe('2026-12-03T17:00')
  })
  test.each(['3.12.2026', '3.12.2026 25:00', '3.12.2026 17:60', '31.2.2026 17:00', '17:00', '3.12.2026 13 pm'])(
    'are not made up from “%s”',
    (typed) => expect(readMoment(typed, 'de', today)).toBeUndefined(),
  )
})
