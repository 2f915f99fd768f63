import { describe, expect, test } from 'vitest'
import { type Field, type FieldType, fieldTypes } from '../template/fields.ts'
import type { Answer } from './answers.ts'
import { ana, ben, field, file, options, table } from './fixtures/fields.ts'
import { checkField, takeAnswers } from './take-answers.ts'

type Demand = [Field, unknown, found: string[]]
const demands: Record<FieldType, Demand[]> = {
  short_text: [
    [field('short_text', { required: true }), '  ', ['required']],
    [field('short_text', { minLength: 3 }), 'ab', ['too_short']],
    [field('short_text', { minLength: 3 }), '', []],
    [field('short_text', { maxLength: 2 }), 'abc', ['too_long']],
    [field('short_text', { maxLength: 2 }), '🚀🚀', []],
    [field('short_text'), 'x'.repeat(2001), ['too_long']],
    [field('short_text', { pattern: '[A-Z]{2}\\d+' }), 'CH1', []],
    [field('short_text', { pattern: '[A-Z]{2}\\d+' }), 'CH1x', ['pattern']],
    [field('short_text', { pattern: '[A-Z]+', minLength: 4 }), 'ab1', ['too_short', 'pattern']],
  ],
  long_text: [
    [field('long_text', { required: true }), undefined, ['required']],
    [field('long_text', { minLength: 5, maxLength: 6 }), 'abcd', ['too_short']],
    [field('long_text', { minLength: 5, maxLength: 6 }), 'abcdefg', ['too_long']],
  ],
  email: [
    [field('email', { required: true }), null, ['required']],
    [field('email'), 'ana.meier+x@mail.example.org', []],
    [field('email'), 'jürg@zürich.example', []],
    ...[
      'ana',
      'ana@example',
      'ana@@example.org',
      'a na@example.org',
      '.ana@example.org',
      'ana@-x.org',
      'ana@x..org',
      '@x.org',
    ].map((text): Demand => [field('email'), text, ['not_an_email']]),
  ],
  url: [
    [field('url'), 'https://example.org/a?b=c#d', []],
    [field('url'), 'HTTP://localhost:8080', []],
    ...['example.org', 'javascript:alert(1)', 'ftp://example.org', 'https://', 'https://exa mple.org'].map(
      (text): Demand => [field('url'), text, ['not_a_url']],
    ),
  ],
  phone: [
    [field('phone'), '+41 44 123 45 67', []],
    [field('phone'), '(044) 123-45.67 x 12', []],
    [field('phone'), '112', []],
    ...['call me', '12', '+41 44 123 45 67 89 01 23 45', '044x', '44+12345'].map((text): Demand => [
      field('phone'),
      text,
      ['not_a_phone_number'],
    ]),
  ],
  number: [
    [field('number', { required: true }), 0, []],
    [field('number', { required: true }), undefined, ['required']],
    [field('number', { min: 1, max: 3 }), 1, []],
    [field('number', { min: 1, max: 3 }), 3, []],
    [field('number', { min: 1, max: 3 }), 0.9, ['too_small']],
    [field('number', { min: 1, max: 3 }), 3.1, ['too_large']],
    [field('number', { decimals: 0 }), 1.5, ['too_many_decimals']],
    [field('number', { decimals: 2 }), 0.1 + 0.2, ['too_many_decimals']],
    [field('number', { decimals: 2 }), 1.15, []],
    [field('number'), 1e300, ['too_large']],
  ],
  currency: [
    [field('currency', { currency: 'CHF' }), 10.55, []],
    [field('currency', { currency: 'CHF' }), 10.555, ['too_many_decimals']],
    [field('currency', { currency: 'JPY' }), 10.5, ['too_many_decimals']],
    [field('currency', { currency: 'KWD' }), 10.555, []],
    [field('currency', { currency: 'CHF', min: 0 }), -1, ['too_small']],
  ],
  date: [
    [field('date', { earliest: '2026-01-01', latest: '2026-12-31' }), '2026-01-01', []],
    [field('date', { earliest: '2026-01-01', latest: '2026-12-31' }), '2025-12-31', ['too_early']],
    [field('date', { earliest: '2026-01-01', latest: '2026-12-31' }), '2027-01-01', ['too_late']],
    [field('date', { required: true }), undefined, ['required']],
  ],
  date_time: [
    [field('date_time', { earliest: '2026-11-23' }), '2026-11-22T23:59:00Z', ['too_early']],
    [field('date_time', { latest: '2026-11-22' }), '2026-11-22T23:59:00Z', []],
  ],
  dropdown: [
    [field('dropdown'), 'ch', []],
    [field('dropdown'), 'no', ['not_an_option']],
    [field('dropdown', { required: true }), undefined, ['required']],
  ],
  radio: [
    [field('radio'), 'de', []],
    [field('radio'), 'Germany', ['not_an_option']],
  ],
  checklist: [
    [field('checklist'), [], []],
    [field('checklist', { must: 'none' }), undefined, []],
    [field('checklist', { must: 'one' }), [], ['must_tick_one']],
    [field('checklist', { must: 'one' }), ['de'], []],
    [field('checklist', { must: 'all' }), ['de'], ['must_tick_all']],
    [field('checklist', { must: 'all' }), ['de', 'ch'], []],
    [field('checklist', { required: true }), undefined, ['must_tick_one']],
    [field('checklist', { options: [{ id: 'ch', label: 'CH', required: true }, options[1]!] }), ['de'], ['must_tick']],
    [field('checklist'), ['no'], ['not_an_option']],
  ],
  people: [
    [field('people', { required: true }), [], ['required']],
    [field('people', { maxItems: 1 }), [ana, ben], ['too_many_items']],
    [field('people', { maxItems: 2 }), [ana, ben], []],
  ],
  file: [
    [field('file', { required: true }), [], ['required']],
    [field('file', { maxItems: 1 }), [file(), file({ id: ben })], ['too_many_items']],
    [field('file', { maxSizeMb: 1 }), [file()], []],
    [field('file', { maxSizeMb: 1 }), [file({ size: 1_000_001 })], ['file_too_large']],
  ],
  table: [
    [table({ required: true }), [{}], ['required']],
    [table({ minRows: 2 }), [{ name: 'x' }], ['too_few_rows']],
    [table({ minRows: 1 }), [], ['too_few_rows']],
    [table({ maxRows: 1 }), [{ name: 'x' }, { name: 'y' }], ['too_many_rows']],
    [table(), [{ price: 10 }], ['required']],
    [table(), [{ name: 'x', price: -1, land: 'no' }], ['too_small', 'not_an_option']],
    [table(), [{ name: 'x', price: 1.555 }], ['too_many_decimals']],
  ],
}

describe.each(fieldTypes)('what a %s field demands', (type) => {
  test.each(demands[type].map(([it, sent, found]) => ({ it, sent, found })))(
    '$sent → $found',
    ({ it, sent, found }) => {
      const taken = takeAnswers([it], () => true, {}, sent === undefined ? {} : { it: sent as Answer }, 'complete')
      expect(taken.findings.map(({ code }) => code)).toEqual(found)
      // Forms say the same while they are filled in.
      expect(checkField(it, sent)).toEqual(taken.findings)
    },
  )

  test.each(demands[type].map(([it, sent]) => ({ it, sent })))('is not asked of a draft: $sent', ({ it, sent }) => {
    expect(takeAnswers([it], () => true, {}, { it: (sent ?? null) as Answer | null }, 'draft').findings).toEqual([])
  })
})

test('the days of a date-time field are those of the time zone', () => {
  const it = field('date_time', { latest: '2026-11-22' })
  const codes = (timeZone: string) => checkField(it, '2026-11-22T23:30:00Z', { timeZone }).map(({ code }) => code)
  expect(codes('Europe/Zurich')).toEqual(['too_late'])
  expect(codes('America/New_York')).toEqual([])
})

test('people are members, where the members are known', () => {
  const it = field('people')
  const personName = (id: string) => (id === ana ? 'Ana' : undefined)
  expect(checkField(it, [ana], { timeZone: 'UTC', personName })).toEqual([])
  expect(checkField(it, [ana, ben], { timeZone: 'UTC', personName })).toMatchObject([{ code: 'not_a_member' }])
  expect(checkField(it, [ana, ben])).toEqual([])
})

test('a message says what was wanted and what was found', () => {
  const message = (it: Field, answer: unknown) => checkField(it, answer).map((found) => found.message)
  expect(message(field('number', { min: 3 }), 2)).toEqual(['Wanted at least 3; found 2.'])
  expect(message(field('dropdown'), 'no')).toEqual(['Wanted one of the options (ch, de); found “no”.'])
  expect(message(field('short_text', { pattern: '\\d+', patternHint: 'digits only' }), 'x')).toEqual([
    'Wanted digits only; found “x”.',
  ])
  expect(message(field('checklist', { must: 'all' }), ['ch'])).toEqual([
    'Every box must be ticked; still open: “Germany”.',
  ])
})
