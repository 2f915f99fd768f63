import { describe, expect, test } from 'vitest'
import type { Answer } from '../form/answers.ts'
import { type Field, type FieldType, fieldTypes } from '../template/fields.ts'
import { type FieldCondition, type Operator, operators } from '../template/rules.ts'
import { compileComparison, compileCondition, type ConditionFacts, type Slots } from './conditions.ts'
import { operatorsFor, valueKindOf } from './operators.ts'

const ana = '11111111-1111-4111-8111-111111111111'
const ben = '22222222-2222-4222-8222-222222222222'
const file = { id: ana, name: 'cv.pdf', size: 1, type: 'application/pdf' }
const options = [
  { id: 'ch', label: 'Switzerland' },
  { id: 'de', label: 'Germany' },
  { id: 'no', label: 'Norway' },
]
const fieldOf = (type: FieldType): Field => ({
  id: 'it',
  type,
  label: 'It',
  options,
  columns: [
    { id: 'price', label: 'Price', type: 'number' },
    { id: 'name', label: 'Name', type: 'short_text' },
  ],
})

type Case = [is: Operator, value: FieldCondition['value'], answer: Answer | undefined, holds: boolean]

const none: Case[] = [
  ['is_empty', undefined, undefined, true],
  ['is_not_empty', undefined, undefined, false],
]
const text: Case[] = [
  ...none,
  ['is_empty', undefined, 'x', false],
  ['is_not_empty', undefined, 'x', true],
  ['is', 'Zürich', 'zürich', true],
  ['is', ' Zürich ', 'Zürich', true],
  ['is', 'Zürich', 'Zürich West', false],
  ['is', 'Zürich', undefined, false],
  ['is_not', 'Zürich', 'Bern', true],
  ['is_not', 'Zürich', 'ZÜRICH', false],
  ['is_not', 'Zürich', undefined, true],
  ['is_any_of', ['Bern', 'Basel'], 'basel', true],
  ['is_any_of', ['Bern', 'Basel'], 'Genf', false],
  ['is_any_of', ['Bern', 'Basel'], undefined, false],
  ['is_none_of', ['Bern', 'Basel'], 'Genf', true],
  ['is_none_of', ['Bern', 'Basel'], 'Bern', false],
  ['is_none_of', ['Bern', 'Basel'], undefined, true],
  ['contains', 'WEST', 'Zürich West', true],
  ['contains', 'east', 'Zürich West', false],
  ['contains', 'east', undefined, false],
  ['does_not_contain', 'east', 'Zürich West', true],
  ['does_not_contain', 'west', 'Zürich West', false],
  ['does_not_contain', 'west', undefined, true],
]
const quantity: Case[] = [
  ...none,
  ['is_empty', undefined, 0, false],
  ['is_not_empty', undefined, 0, true],
  ['is', 10, 10, true],
  ['is', 10, 11, false],
  ['is', 10, undefined, false],
  ['is_not', 10, 11, true],
  ['is_not', 10, 10, false],
  ['is_not', 10, undefined, true],
  ['greater_than', 10, 10.01, true],
  ['greater_than', 10, 10, false],
  ['greater_than', -1, undefined, false],
  ['at_least', 10, 10, true],
  ['at_least', 10, 9.99, false],
  ['at_least', 0, undefined, false],
  ['less_than', 10, 9.99, true],
  ['less_than', 10, 10, false],
  ['less_than', 10, undefined, false],
  ['at_most', 10, 10, true],
  ['at_most', 10, 10.01, false],
  ['at_most', 10, undefined, false],
]
const choice: Case[] = [
  ...none,
  ['is_empty', undefined, 'ch', false],
  ['is_not_empty', undefined, 'ch', true],
  ['is', 'ch', 'ch', true],
  ['is', 'ch', 'de', false],
  ['is', 'ch', undefined, false],
  ['is_not', 'ch', 'de', true],
  ['is_not', 'ch', 'ch', false],
  ['is_not', 'ch', undefined, true],
  ['is_any_of', ['ch', 'no'], 'no', true],
  ['is_any_of', ['ch', 'no'], 'de', false],
  ['is_any_of', ['ch', 'no'], undefined, false],
  ['is_none_of', ['ch', 'no'], 'de', true],
  ['is_none_of', ['ch', 'no'], 'ch', false],
  ['is_none_of', ['ch', 'no'], undefined, true],
]
const several = (a: string, b: string): Case[] => [
  ...none,
  ['is_empty', undefined, [a], false],
  ['is_not_empty', undefined, [a], true],
  ['contains', a, [a, b], true],
  ['contains', a, [b], false],
  ['contains', a, undefined, false],
  ['does_not_contain', a, [b], true],
  ['does_not_contain', a, [a, b], false],
  ['does_not_contain', a, undefined, true],
  ['is_any_of', [a], [a, b], true],
  ['is_any_of', [a], [b], false],
  ['is_any_of', [a], undefined, false],
  ['is_none_of', [a], [b], true],
  ['is_none_of', [a], [a, b], false],
  ['is_none_of', [a], undefined, true],
]

const cases: Record<FieldType, Case[]> = {
  short_text: text,
  long_text: text,
  email: text,
  url: text,
  phone: text,
  number: quantity,
  currency: quantity,
  date: [
    ...none,
    ['is_empty', undefined, '2026-11-22', false],
    ['is_not_empty', undefined, '2026-11-22', true],
    ['is', '2026-11-22', '2026-11-22', true],
    ['is', '2026-11-22', undefined, false],
    ['is_not', '2026-11-22', '2026-11-23', true],
    ['is_not', '2026-11-22', undefined, true],
    ['before', '2026-11-22', '2026-11-21', true],
    ['before', '2026-11-22', '2026-11-22', false],
    ['before', '2026-11-22', undefined, false],
    ['after', '2026-11-22', '2026-11-23', true],
    ['after', '2026-11-22', '2026-11-22', false],
    ['after', '2026-11-22', undefined, false],
  ],
  date_time: [
    ...none,
    ['is_empty', undefined, '2026-11-22T19:00:00.000Z', false],
    ['is_not_empty', undefined, '2026-11-22T19:00:00.000Z', true],
    ['before', '2026-11-22T19:00:00.000Z', '2026-11-22T18:59:59.999Z', true],
    ['before', '2026-11-22T19:00:00.000Z', '2026-11-22T19:00:00.000Z', false],
    ['before', '2026-11-22T19:00:00.000Z', undefined, false],
    ['after', '2026-11-22T19:00:00.000Z', '2026-11-22T19:00:00.001Z', true],
    ['after', '2026-11-22T19:00:00.000Z', undefined, false],
  ],
  dropdown: choice,
  radio: choice,
  checklist: several('ch', 'de'),
  people: several(ana, ben),
  file: [...none, ['is_empty', undefined, [file], false], ['is_not_empty', undefined, [file], true]],
  table: [...none, ['is_empty', undefined, [{ price: 1 }], false], ['is_not_empty', undefined, [{ price: 1 }], true]],
}

describe.each(fieldTypes)('an answer of type %s', (type) => {
  test.each(cases[type])('%s %j with the answer %j holds: %s', (is, value, answer, holds) => {
    expect(compileComparison(fieldOf(type), { field: 'it', is, value })?.(answer)).toBe(holds)
  })

  test('is tried here with each of its operators', () => {
    expect(new Set(cases[type].map(([is]) => is))).toEqual(new Set(operatorsFor(type)))
  })

  test.each(operators.filter((is) => !operatorsFor(type).includes(is)))('is not compared with %s', (is) => {
    const value = { none: undefined, one: 'ch', many: ['ch'] }[valueKindOf(is)]
    expect(compileComparison(fieldOf(type), { field: 'it', is, value })).toBeUndefined()
  })

  test('only is_empty, is_not, is_none_of and does_not_contain hold of an empty answer', () => {
    const holding = new Set(
      cases[type].filter(([, , answer, holds]) => answer === undefined && holds).map(([is]) => is),
    )
    const expected = ['is_empty', 'is_not', 'is_none_of', 'does_not_contain'] as const
    expect(holding).toEqual(new Set(expected.filter((is) => operatorsFor(type).includes(is))))
  })

  test('an answer of another shape, left by an earlier field, never throws', () => {
    for (const [is, value] of cases[type]) {
      const compare = compileComparison(fieldOf(type), { field: 'it', is, value })!
      for (const odd of ['x', 1, [], ['x'], [{ price: 1 }], null, {}]) expect(typeof compare(odd)).toBe('boolean')
    }
  })
})

test.each<[string, FieldCondition, Answer | undefined, boolean | undefined]>([
  ['any row', { field: 'it', column: 'price', is: 'greater_than', value: 10 }, [{ price: 1 }, { price: 11 }], true],
  ['no row', { field: 'it', column: 'price', is: 'greater_than', value: 10 }, [{ price: 1 }, { price: 2 }], false],
  ['a row without the cell', { field: 'it', column: 'price', is: 'is_empty' }, [{ price: 1 }, { name: 'x' }], true],
  ['an empty table', { field: 'it', column: 'price', is: 'greater_than', value: 0 }, undefined, false],
  ['an empty table is an empty cell', { field: 'it', column: 'name', is: 'is_not', value: 'desk' }, undefined, true],
  ['a column that is not there', { field: 'it', column: 'weight', is: 'is_empty' }, undefined, undefined],
  ['a whole table', { field: 'it', is: 'contains', value: 'x' }, undefined, undefined],
])('a column of a table: %s', (_, condition, answer, holds) => {
  expect(compileComparison(fieldOf('table'), condition)?.(answer)).toBe(holds)
})

test('a column is not sought in a field that is no table', () => {
  expect(compileComparison(fieldOf('number'), { field: 'it', column: 'price', is: 'is_empty' })).toBeUndefined()
})

describe('groups', () => {
  const slots: Slots = {
    field: (id) => (id === 'amount' ? { field: { ...fieldOf('number'), id }, slot: 0 } : undefined),
    step: (id) => (id === 'review' ? { slot: 0 } : undefined),
  }
  const facts = (amount: number | undefined, outcome?: 'approved' | 'rejected'): ConditionFacts => ({
    answers: [amount],
    outcomes: [outcome],
  })
  const big = { field: 'amount', is: 'greater_than', value: 10 } as const
  const approved = { step: 'review', is: 'approved' } as const

  test('all needs each part, any needs one, and they nest', () => {
    const all = compileCondition({ all: [big, approved] }, slots)!
    expect(all(facts(11, 'approved'))).toBe(true)
    expect(all(facts(11))).toBe(false)
    const any = compileCondition({ any: [big, approved] }, slots)!
    expect(any(facts(1, 'approved'))).toBe(true)
    expect(any(facts(1, 'rejected'))).toBe(false)
    const nested = compileCondition({ any: [{ all: [big, approved] }, { step: 'review', is: 'rejected' }] }, slots)!
    expect(nested(facts(11, 'approved'))).toBe(true)
    expect(nested(facts(1, 'rejected'))).toBe(true)
    expect(nested(facts(1, 'approved'))).toBe(false)
  })

  test('a step is done with any outcome, and not without', () => {
    const done = compileCondition({ step: 'review', is: 'done' }, slots)!
    expect(done(facts(0, 'rejected'))).toBe(true)
    expect(done(facts(0))).toBe(false)
  })

  test.each([
    { field: 'weight', is: 'is_empty' } as const,
    { step: 'pay', is: 'done' } as const,
    { all: [big, { step: 'pay', is: 'done' } as const] },
    { field: 'amount', is: 'greater_than', value: 'ten' } as const,
  ])('a condition with a fault anywhere is not compiled: %j', (condition) => {
    expect(compileCondition(condition, slots)).toBeUndefined()
  })
})
