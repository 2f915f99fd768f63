import { type Condition, type Definition, type Field, formatAnswer, type Writing } from '@baton/engine'
import type { TFunction } from 'i18next'

/** A condition as a sentence: `Amount is more than 10,000 and Country is any of CH, NO`. */
export function conditionWords(condition: Condition, definition: Definition, writing: Writing, t: TFunction): string {
  const words = (one: Condition, inner: boolean): string => {
    if ('all' in one || 'any' in one) {
      const [parts, join] = 'all' in one ? [one.all, 'and'] : [one.any, 'or']
      const text = parts.map((part) => words(part, parts.length > 1)).join(` ${t(`rule.${join}`)} `)
      return inner && parts.length > 1 ? `(${text})` : text
    }
    if ('step' in one) {
      return t(`rule.step.${one.is}`, { step: definition.steps.get(one.step)?.title ?? one.step })
    }
    const field = definition.fields.get(one.field)?.field
    const column = one.column && field?.columns?.find(({ id }) => id === one.column)
    const label = [field?.label ?? one.field, column ? column.label : undefined].filter(Boolean).join(' · ')
    const values = one.value === undefined ? [] : Array.isArray(one.value) ? one.value : [one.value]
    const value = values.map((each) => valueWords(column || field, each, writing)).join(', ')
    return t(`rule.operator.${one.is}`, { field: label, value })
  }
  return words(condition, false)
}

function valueWords(
  field: Pick<Field, 'type' | 'options'> | undefined,
  value: string | number,
  writing: Writing,
): string {
  if (!field) return String(value)
  const asked = field.type === 'checklist' || field.type === 'people' ? [String(value)] : value
  return formatAnswer(field as Field, asked, writing) || String(value)
}
