import { isInstant, isDate } from '../form/dates.ts'
import type { Column, Field, FieldType } from '../template/fields.ts'
import type { FieldCondition, Operator } from '../template/rules.ts'

const empty = ['is_empty', 'is_not_empty'] as const
const text = ['is', 'is_not', 'is_any_of', 'is_none_of', 'contains', 'does_not_contain', ...empty] as const
const quantity = ['is', 'is_not', 'greater_than', 'at_least', 'less_than', 'at_most', ...empty] as const
const choice = ['is', 'is_not', 'is_any_of', 'is_none_of', ...empty] as const
const several = ['contains', 'does_not_contain', 'is_any_of', 'is_none_of', ...empty] as const

const table = {
  short_text: text,
  long_text: text,
  email: text,
  url: text,
  phone: text,
  number: quantity,
  currency: quantity,
  date: ['is', 'is_not', 'before', 'after', ...empty],
  date_time: ['before', 'after', ...empty],
  dropdown: choice,
  radio: choice,
  checklist: several,
  people: several,
  file: empty,
  table: empty,
} satisfies Record<FieldType, readonly Operator[]>

/**
 * The comparisons that a rule may make with answers of this type, the usual first. For one column of a table ask with
 * the column's type.
 *
 * - Texts are compared without regard to case and to space around them.
 * - checklist, people: `contains` one id; `is_any_of` holds when at least one of the ids is there.
 * - An empty answer satisfies `is_empty`, `is_not`, `is_none_of` and `does_not_contain`, and nothing else.
 */
export const operatorsFor = (type: FieldType): readonly Operator[] => table[type]

/** What stands at the right of an operator in a condition. */
export type ValueKind = 'none' | 'one' | 'many'

export const valueKindOf = (operator: Operator): ValueKind => {
  if (operator === 'is_empty' || operator === 'is_not_empty') return 'none'
  return operator === 'is_any_of' || operator === 'is_none_of' ? 'many' : 'one'
}

/** What a condition compares: a whole answer or one column of a table. */
export type Compared = Pick<Field | Column, 'type' | 'options'>

/** The part of a field that a condition compares; undefined when it names a column that is not there. */
export function comparedBy(field: Field, column: string | undefined): Compared | undefined {
  if (column === undefined) return field
  return field.type === 'table' ? field.columns?.find(({ id }) => id === column) : undefined
}

/** Why a comparison cannot be made; `part` is where in the condition: `is`, `value` or `value/<index>`. */
export type ComparisonFault = {
  part: string
  code: 'operator_does_not_fit' | 'value_missing' | 'value_not_used' | 'value_does_not_fit' | 'unknown_option'
  message: string
  /** As a finding of the template carries them. */
  values: Record<string, string | number>
}

/** @returns what is wrong with comparing answers of this type so, or undefined */
export function comparisonFault(
  compared: Compared,
  { is, value }: Pick<FieldCondition, 'is' | 'value'>,
): ComparisonFault | undefined {
  const { type } = compared
  if (!operatorsFor(type).includes(is)) {
    const message = `An answer of type ${type} cannot be compared with ${is}; use one of ${operatorsFor(type).join(', ')}.`
    return { part: 'is', code: 'operator_does_not_fit', message, values: { type, operator: is } }
  }
  const kind = valueKindOf(is)
  if (kind === 'none') {
    if (value === undefined) return undefined
    const message = `“${is}” compares with nothing; remove the value.`
    return { part: 'value', code: 'value_not_used', message, values: { operator: is } }
  }
  if (value === undefined || value === '' || (Array.isArray(value) && value.length === 0)) {
    return {
      part: 'value',
      code: 'value_missing',
      message: `“${is}” needs ${kind === 'many' ? 'at least one value' : 'a value'}.`,
      values: { operator: is, kind },
    }
  }
  if ((kind === 'many') !== Array.isArray(value)) {
    const message = `“${is}” compares with ${kind === 'many' ? 'a list of values' : 'one value'}; found ${JSON.stringify(value)}.`
    return { part: 'value', code: 'value_does_not_fit', message, values: { found: JSON.stringify(value), kind } }
  }
  for (const [index, one] of (Array.isArray(value) ? value : [value]).entries()) {
    const wanted = misfit(compared, one)
    const part = kind === 'many' ? `value/${index}` : 'value'
    if (wanted === 'option') {
      const known = (compared.options ?? []).map(({ id }) => id).join(', ')
      return {
        part,
        code: 'unknown_option',
        message: `“${one}” is not one of the options (${known || 'there are none'}).`,
        values: { found: one },
      }
    }
    if (wanted !== undefined) {
      return {
        part,
        code: 'value_does_not_fit',
        message: `Compare with ${wantedWords[wanted]}; found ${JSON.stringify(one)}.`,
        values: { found: String(one), kind: wanted },
      }
    }
  }
  return undefined
}

const wantedWords = {
  number: 'a number',
  date: 'a date such as 2026-11-22',
  instant: 'an instant such as 2026-11-22T19:00:00.000Z',
  text: 'a text',
}

function misfit({ type, options }: Compared, value: string | number): keyof typeof wantedWords | 'option' | undefined {
  switch (type) {
    case 'number':
    case 'currency':
      return typeof value === 'number' && Number.isFinite(value) ? undefined : 'number'
    case 'date':
      return isDate(value) ? undefined : 'date'
    case 'date_time':
      return isInstant(value) ? undefined : 'instant'
    case 'dropdown':
    case 'radio':
    case 'checklist':
      return options?.some(({ id }) => id === value) ? undefined : 'option'
    default:
      return typeof value === 'string' && value.trim() !== '' ? undefined : 'text'
  }
}
