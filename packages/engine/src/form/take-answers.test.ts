import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Field, type FieldType, fieldTypes } from '../template/fields.ts'
import type { Answer, AnswersInput } from './answers.ts'
import { ana, ben, field, file, table } from './fixtures/fields.ts'
import { defaultsOf, sameAnswer, takeAnswers } from './take-answers.ts'

const everything = () => true
const take = (fields: Field[], input: unknown, mode: 'draft' | 'complete' = 'complete', before = {}) =>
  takeAnswers(fields, everything, before, input as AnswersInput, mode)

describe('what is stored', () => {
  test.each<[what: string, Field, sent: unknown, stored: Answer | undefined]>([
    ['a text without the space around it', field('short_text'), '  Ana \t', 'Ana'],
    ['a short text on one line', field('short_text'), 'Ana\r\nMeier', 'Ana Meier'],
    ['a long text with its lines', field('long_text'), 'one\r\ntwo\rthree\n', 'one\ntwo\nthree'],
    ['a text without what databases refuse', field('long_text'), 'a\u0000b\ud800c', 'ab\ufffdc'],
    ['nothing for space', field('long_text'), ' \n ', undefined],
    ['nothing for an empty text', field('number'), '', undefined],
    ['nothing for null', field('number'), null, undefined],
    ['nothing for an empty list', field('people'), [], undefined],
    ['a number as it is', field('number'), 10.5, 10.5],
    ['no minus before zero', field('number'), -0, 0],
    ['a day', field('date'), '2028-02-29', '2028-02-29'],
    ['an instant in UTC', field('date_time'), '2026-11-22T20:00+01:00', '2026-11-22T19:00:00.000Z'],
    ['an option', field('dropdown'), 'ch', 'ch'],
    ['ticks once each, in the order of the options', field('checklist'), ['de', 'ch', 'de'], ['ch', 'de']],
    ['people once each, in the order given', field('people'), [ben, ana, ben], [ben, ana]],
    ['files with what is known of them', field('file'), [{ ...file(), url: 'x' }], [file()]],
    [
      'rows without those that are empty',
      table(),
      [{}, { name: ' Desk ' }, { name: '', price: null }],
      [{ name: 'Desk' }],
    ],
    ['cells in the order of the columns', table(), [{ price: 10, name: 'Desk' }], [{ name: 'Desk', price: 10 }]],
  ])('%s', (_, it, sent, stored) => {
    expect(take([it], { it: sent })).toEqual({
      answers: stored === undefined ? {} : { it: stored },
      cleared: [],
      findings: [],
    })
  })
})

describe('answers of the wrong shape are refused while typing and when done', () => {
  test.each<[FieldType, unknown, code: string, path?: string]>([
    ['short_text', 1, 'wrong_type'],
    ['long_text', ['a'], 'wrong_type'],
    ['long_text', 'x'.repeat(30_001), 'too_long'],
    ['email', {}, 'wrong_type'],
    ['url', true, 'wrong_type'],
    ['phone', 44, 'wrong_type'],
    ['number', '10', 'wrong_type'],
    ['number', Number.NaN, 'wrong_type'],
    ['number', Number.POSITIVE_INFINITY, 'wrong_type'],
    ['currency', '10 CHF', 'wrong_type'],
    ['date', '2026-02-29', 'not_a_date'],
    ['date', '22.11.2026', 'not_a_date'],
    ['date', 20261122, 'wrong_type'],
    ['date_time', '2026-11-22T19:00:00', 'not_a_date'],
    ['date_time', '2026-11-22T25:00Z', 'not_a_date'],
    ['date_time', '2026-02-30T10:00Z', 'not_a_date'],
    ['dropdown', ['ch'], 'wrong_type'],
    ['radio', 1, 'wrong_type'],
    ['checklist', 'ch', 'wrong_type'],
    ['checklist', ['ch', 1], 'wrong_type', '/1'],
    ['people', ['Ana'], 'wrong_type', '/0'],
    ['people', ana, 'wrong_type'],
    ['file', [{ id: ana }], 'wrong_type', '/0'],
    ['file', [file({ size: -1 })], 'wrong_type', '/0'],
    ['file', file(), 'wrong_type'],
    ['table', { name: 'x' }, 'wrong_type'],
    ['table', [['x']], 'wrong_type', '/0'],
    ['table', [{ name: 'x' }, { name: 'x', price: '10' }], 'wrong_type', '/1/price'],
    ['table', [{ name: 'x', day: 'soon' }], 'not_a_date', '/0/day'],
    ['table', [{ name: 'x', 'we/ight': 1 }], 'unknown_column', '/0/we~1ight'],
  ])('%s: %j → %s', (type, sent, code, path = '') => {
    const it = type === 'table' ? table() : field(type)
    for (const mode of ['draft', 'complete'] as const) {
      const taken = take([it], { it: sent }, mode)
      expect(taken.findings.map((found) => [found.code, found.path])).toEqual([[code, `/answers/it${path}`]])
      expect([taken.answers, taken.cleared]).toEqual([{}, []])
    }
  })
})

test('a fault in a table is told at the row that was sent, though empty rows before it are dropped', () => {
  const { findings } = take([table()], { it: [{}, { name: 'Desk' }, { price: 1 }] })
  expect(findings.map(({ path }) => path)).toEqual(['/answers/it/2/name'])
})

describe('what changes', () => {
  const fields = [field('short_text'), field('number', { id: 'amount', required: true }), table({ id: 'rows' })]

  test('only what is new or different is given back', () => {
    const before = { it: 'Ana', amount: 1, rows: [{ price: 2, name: 'x' }] }
    expect(take(fields, { it: 'Ana ', amount: 2, rows: [{ name: 'x', price: 2 }] }, 'complete', before)).toEqual({
      answers: { amount: 2 },
      cleared: [],
      findings: [],
    })
  })

  test('what is left out stays, what is null, empty or without rows is cleared', () => {
    const before = { it: 'Ana', amount: 1, rows: [{ name: 'x' }] }
    expect(take(fields, {}, 'complete', before)).toEqual({ answers: {}, cleared: [], findings: [] })
    expect(take(fields, { it: null, rows: [{}] }, 'complete', before)).toEqual({
      answers: {},
      cleared: ['it', 'rows'],
      findings: [],
    })
    expect(take(fields, { it: null }, 'draft')).toEqual({ answers: {}, cleared: [], findings: [] })
  })

  test('what was answered before is checked when the form is completed', () => {
    expect(take(fields, {}, 'complete', { it: 'Ana' }).findings.map(({ path }) => path)).toEqual(['/answers/amount'])
    const strict = [field('number', { max: 5 })]
    expect(take(strict, {}, 'complete', { it: 6 }).findings.map(({ code }) => code)).toEqual(['too_large'])
    expect(take(strict, {}, 'complete', { it: 'six' }).findings.map(({ code }) => code)).toEqual(['wrong_type'])
    expect(take(strict, {}, 'draft', { it: 'six' }).findings).toEqual([])
  })

  test('a hidden field is neither required nor taken', () => {
    const taken = takeAnswers(fields, (id) => id !== 'amount', {}, { it: 'x', amount: 5 }, 'complete')
    expect(taken).toEqual({ answers: { it: 'x' }, cleared: [], findings: [] })
  })

  test('a field that the form does not have is refused, whatever its name', () => {
    const sent = JSON.parse('{ "weight": 1, "__proto__": 2, "a/b": null }') as AnswersInput
    expect(take(fields, sent, 'draft').findings.map(({ code, path }) => [code, path])).toEqual([
      ['unknown_field', '/answers/weight'],
      ['unknown_field', '/answers/__proto__'],
      ['unknown_field', '/answers/a~1b'],
    ])
  })

  test('a field may be called like what every object inherits', () => {
    const it = field('short_text', { id: 'constructor', required: true })
    expect(take([it], {}).findings.map(({ code }) => code)).toEqual(['required'])
    expect(take([it], { constructor: 'Bob' }).answers).toEqual({ constructor: 'Bob' })
  })
})

describe('whatever is sent', () => {
  const fields = fieldTypes.map((type) => ({ ...(type === 'table' ? table() : field(type)), id: type }))

  test('nothing breaks, and what is taken is taken again without a change', () => {
    const value = fc.oneof(
      fc.jsonValue(),
      fc.constantFrom('ch', ['ch'], [ana], [file()], [{ name: 'x', price: 1 }], '2026-11-22', '2026-11-22T10:00:00Z'),
    )
    const input = fc.oneof(
      fc.jsonValue(),
      fc.dictionary(fc.constantFrom(...fieldTypes, '__proto__', 'constructor'), value),
    )
    fc.assert(
      fc.property(input, fc.constantFrom('draft', 'complete'), (sent, mode) => {
        const { answers, findings } = take(fields, sent, mode)
        for (const { path } of findings) expect(path).toMatch(/^\/answers/)
        const again = take(fields, answers, 'draft')
        expect(again.findings).toEqual([])
        expect(sameAnswer(again.answers, answers)).toBe(true)
        expect(take(fields, answers, 'draft', answers)).toEqual({ answers: {}, cleared: [], findings: [] })
      }),
      { numRuns: 1000 },
    )
  })
})

test('a form begins with its defaults, without those that are no answers', () => {
  const fields = [
    field('short_text', { default: ' Ana ' }),
    field('number', { id: 'n', default: 'ten' }),
    field('checklist', { id: 'c', default: ['de', 'ch'] }),
    field('date', { id: 'd' }),
  ]
  expect(defaultsOf(fields)).toEqual({ it: 'Ana', c: ['ch', 'de'] })
})
