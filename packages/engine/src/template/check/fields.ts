import { isDate } from '../../form/dates.ts'
import { unreadSettings } from '../../form/field-types.ts'
import { isCurrency } from '../../form/money.ts'
import { compilePattern } from '../../form/pattern.ts'
import { checkField } from '../../form/take-answers.ts'
import type { Column, Field } from '../fields.ts'
import type { Checked } from './checked.ts'

/** Each field by itself: settings that fit its type and one another. */
export function checkFields(checked: Checked) {
  for (const { field, path } of checked.allFields) {
    for (const setting of unreadSettings(field)) {
      const message = `A field of type ${field.type} does not read ${setting}; remove it.`
      checked.report(`${path}/${setting}`, 'setting_not_read', message, { setting, type: field.type, kind: 'field' })
    }
    checkRanges(field, path, checked)
    checkDates(field, path, checked)
    checkOptions(field, path, checked)
    checkCurrency(field, path, checked)
    if (field.type === 'short_text' && field.pattern !== undefined) {
      const pattern = compilePattern(field.pattern)
      if ('fault' in pattern) {
        checked.report(`${path}/pattern`, 'pattern_invalid', `The pattern is not understood: ${pattern.fault}.`, {
          fault: pattern.fault,
        })
      }
    }
    if (field.type === 'table') checkColumns(field, path, checked)
    if (field.default !== undefined) checkDefault(field, path, checked)
  }
}

function checkRanges(field: Field, path: string, { report }: Checked) {
  const pairs = [
    ['min', 'max'],
    ['minLength', 'maxLength'],
    ['minRows', 'maxRows'],
    ['earliest', 'latest'],
  ] as const
  for (const [low, high] of pairs) {
    const [from, to] = [field[low], field[high]]
    if (from === undefined || to === undefined || from <= to) continue
    report(`${path}/${low}`, 'min_above_max', `“${low}” (${from}) must not be above “${high}” (${to}).`, {
      min: from,
      max: to,
      low,
      high,
    })
  }
}

function checkDates(field: Field, path: string, { report }: Checked) {
  for (const setting of ['earliest', 'latest'] as const) {
    const day = field[setting]
    if (day !== undefined && !isDate(day))
      report(`${path}/${setting}`, 'date_invalid', `“${day}” is no day of the calendar.`, { found: day })
  }
}

function checkOptions(field: Field | Column, path: string, { report }: Checked) {
  const { type, options = [] } = field
  const atLeast = type === 'radio' ? 2 : type === 'dropdown' || type === 'checklist' ? 1 : 0
  if (options.length < atLeast) {
    const message = `A field of type ${type} needs at least ${atLeast} option${atLeast > 1 ? 's' : ''}; found ${options.length}.`
    report(`${path}/options`, 'options_too_few', message, { min: atLeast, found: options.length, type })
  }
  for (const [index, option] of options.entries()) {
    if (option.label.trim() === '')
      report(`${path}/options/${index}/label`, 'label_missing', 'Give the option a label.', { kind: 'option' })
    if (option.required === undefined || type === 'checklist') continue
    report(
      `${path}/options/${index}/required`,
      'setting_not_read',
      'Only the options of a checklist can be required; remove it.',
      {
        setting: 'required',
        type,
        kind: 'option',
      },
    )
  }
}

function checkCurrency({ type, currency }: Field | Column, path: string, { report }: Checked) {
  if (type !== 'currency') return
  if (currency === undefined) report(`${path}/currency`, 'currency_missing', 'Say which currency, such as EUR.')
  else if (!isCurrency(currency))
    report(`${path}/currency`, 'currency_unknown', `“${currency}” is no currency of ISO 4217.`, { found: currency })
}

const columnSettings = {
  short_text: [],
  number: ['min', 'max', 'decimals'],
  currency: ['min', 'max', 'currency'],
  date: [],
  dropdown: ['options'],
} as const satisfies Record<Column['type'], readonly (keyof Column)[]>

function checkColumns({ columns = [] }: Field, path: string, checked: Checked) {
  if (columns.length === 0) checked.report(`${path}/columns`, 'columns_missing', 'A table needs at least one column.')
  for (const [index, column] of columns.entries()) {
    const at = `${path}/columns/${index}`
    const read: readonly string[] = columnSettings[column.type]
    if (column.label.trim() === '')
      checked.report(`${at}/label`, 'label_missing', 'Give the column a label.', { kind: 'column' })
    for (const setting of ['min', 'max', 'decimals', 'currency', 'options'] as const) {
      if (column[setting] === undefined || read.includes(setting)) continue
      const message = `A column of type ${column.type} does not read ${setting}; remove it.`
      checked.report(`${at}/${setting}`, 'setting_not_read', message, { setting, type: column.type, kind: 'column' })
    }
    const { min, max } = column
    if (min !== undefined && max !== undefined && min > max) {
      checked.report(`${at}/min`, 'min_above_max', `“min” (${min}) must not be above “max” (${max}).`, {
        min,
        max,
        low: 'min',
        high: 'max',
      })
    }
    checkOptions(column, at, checked)
    checkCurrency(column, at, checked)
  }
}

/** A default may still be short of what is required: the person completes it. */
const forgiven = new Set(['required', 'must_tick', 'must_tick_one', 'must_tick_all'])

function checkDefault(field: Field, path: string, { known, report }: Checked) {
  // Said already as a setting that is not read.
  if (field.type === 'file' || field.type === 'table') return
  const refusal = checkField(field, field.default).find(({ code }) => !forgiven.has(code))
  if (refusal) {
    report(`${path}/default`, 'default_refused', `The field itself refuses this default. ${refusal.message}`, {
      ...refusal.values,
      why: refusal.message,
      fault: refusal.code,
    })
  } else if (field.type === 'people' && known && Array.isArray(field.default)) {
    for (const [index, id] of field.default.entries()) {
      if (typeof id !== 'string' || known.members.has(id)) continue
      report(`${path}/default/${index}`, 'unknown_member', 'This person is not a member of the organization.', { id })
    }
  }
}
