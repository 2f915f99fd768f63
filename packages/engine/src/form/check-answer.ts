import type { Field } from '../template/fields.ts'
import type { Answer, FileAnswer, TableRow } from './answers.ts'
import { dayOf } from './dates.ts'
import { type AnswerFault, fault, shown } from './finding.ts'
import { decimalsOf } from './money.ts'
import { matches } from './pattern.ts'
import { asField } from './read-answer.ts'

/** What checks of an answer need to know of the place they are made in. */
export type CheckContext = {
  /** IANA name; `earliest` and `latest` of date-time fields are days of this zone. */
  timeZone: string
  /** Undefined for who is no member of the organization. Absent: people are not looked up. */
  personName?: (id: string) => string | undefined
}

/** Characters, where the field sets no smaller limit. */
const textLimits: Partial<Record<Field['type'], number>> = { short_text: 2000, email: 254, url: 2000, phone: 50 }

/**
 * What a field demands of a complete answer beyond its shape.
 * @param answer in the stored form, as `readAnswer` gives it; undefined when empty
 * @param rows the place of each table row in what was sent
 * @returns every fault; an empty answer is a fault only where one is required
 */
export function checkAnswer(
  field: Field,
  answer: Answer | undefined,
  context: CheckContext,
  rows?: number[],
): AnswerFault[] {
  if (answer === undefined) return checkEmpty(field)
  switch (field.type) {
    case 'number':
    case 'currency':
      return checkNumber(field, answer as number)
    case 'date':
      return checkDay(field, answer as string)
    case 'date_time':
      return field.earliest === undefined && field.latest === undefined
        ? []
        : checkDay(field, dayOf(answer as string, context.timeZone))
    case 'dropdown':
    case 'radio':
      return checkOptions(field, [answer as string])
    case 'checklist':
      return [...checkOptions(field, answer as string[]), ...checkTicks(field, answer as string[])]
    case 'people':
      return [...checkCount(field, (answer as string[]).length), ...checkMembers(answer as string[], context)]
    case 'file':
      return checkFiles(field, answer as FileAnswer[])
    case 'table':
      return checkTable(field, answer as TableRow[], context, rows)
    default:
      return checkText(field, answer as string)
  }
}

/** Whether a field cannot be left empty, be it because it is required or because boxes or rows are. */
export const isRequired = (field: Field): boolean => checkEmpty(field).length > 0

function checkEmpty(field: Field): AnswerFault[] {
  const ticks = field.type === 'checklist' ? checkTicks(field, []) : []
  if (ticks.length > 0) return ticks
  if (field.required) return [fault('required', `“${field.label}” must be answered.`)]
  if (field.type === 'table' && (field.minRows ?? 0) > 0) return checkRows(field, 0)
  return []
}

function checkText(field: Field, text: string): AnswerFault[] {
  const faults: AnswerFault[] = []
  // People count characters, not the units that JavaScript stores them in.
  const length = text.length === 0 ? 0 : [...text].length
  const { minLength = 0 } = field
  const limit = textLimits[field.type] ?? 30_000
  const max = Math.min(field.maxLength ?? limit, limit)
  if (length < minLength) {
    faults.push(
      fault('too_short', `Wanted at least ${minLength} characters; found ${length}.`, {
        min: minLength,
        found: length,
      }),
    )
  }
  if (length > max) {
    faults.push(fault('too_long', `Wanted at most ${max} characters; found ${length}.`, { max, found: length }))
    return faults
  }
  if (field.type === 'email' && !isEmail(text)) {
    faults.push(fault('not_an_email', `Wanted an e-mail address such as ana@example.org; found ${shown(text)}.`))
  }
  if (field.type === 'url' && !isWebAddress(text)) {
    faults.push(fault('not_a_url', `Wanted a web address that begins with https:// or http://; found ${shown(text)}.`))
  }
  if (field.type === 'phone' && !isPhone(text)) {
    faults.push(
      fault('not_a_phone_number', `Wanted a telephone number such as +41 44 123 45 67; found ${shown(text)}.`),
    )
  }
  if (field.pattern !== undefined && field.type === 'short_text' && !matches(field.pattern, text)) {
    const wanted = field.patternHint ?? `a text that matches ${field.pattern}`
    faults.push(fault('pattern', `Wanted ${wanted}; found ${shown(text)}.`, { wanted }))
  }
  return faults
}

/** Addresses that mail servers take in practice: no quoted names, no comments, a domain with a dot. */
export function isEmail(text: string): boolean {
  const at = text.lastIndexOf('@')
  const [name, domain] = [text.slice(0, at), text.slice(at + 1)]
  return (
    at > 0 &&
    text.length <= 254 &&
    name.length <= 64 &&
    /^[\p{L}\p{N}!#$%&'*+/=?^_`{|}~.-]+$/u.test(name) &&
    !/^\.|\.\.|\.$/.test(name) &&
    /^[\p{L}\p{N}.-]+$/u.test(domain) &&
    domain.includes('.') &&
    domain
      .split('.')
      .every((label) => label.length > 0 && label.length <= 63 && !label.startsWith('-') && !label.endsWith('-'))
  )
}

/** http and https only: anything else behind a link on a page could be a script. */
export function isWebAddress(text: string): boolean {
  if (!/^https?:\/\//i.test(text) || /\s/.test(text)) return false
  return URL.canParse(text)
}

/** 3 to 15 digits with the usual marks between, a leading + and an extension ("x 12") allowed. */
function isPhone(text: string): boolean {
  const [number = '', ...rest] = text.split(/ ?(?:x|ext\.?) ?/i)
  if (rest.length > 1 || (rest.length === 1 && !/^\d{1,6}$/.test(rest[0]!))) return false
  const digits = number.replace(/\D/g, '').length
  return /^\+?[\d ()./-]+$/.test(number) && digits >= 3 && digits <= 15
}

function checkNumber(field: Field, number: number): AnswerFault[] {
  const faults: AnswerFault[] = []
  const min = field.min ?? -Number.MAX_SAFE_INTEGER
  const max = field.max ?? Number.MAX_SAFE_INTEGER
  if (number < min) faults.push(fault('too_small', `Wanted at least ${min}; found ${number}.`, { min, found: number }))
  if (number > max) faults.push(fault('too_large', `Wanted at most ${max}; found ${number}.`, { max, found: number }))
  const decimals = field.type === 'currency' ? decimalsOf(field.currency) : field.decimals
  if (decimals !== undefined && Math.abs(number) < 1e21 && Number(number.toFixed(decimals)) !== number) {
    const wanted = decimals === 0 ? 'a whole number' : `at most ${decimals} digits after the point`
    faults.push(fault('too_many_decimals', `Wanted ${wanted}; found ${number}.`, { decimals, found: number }))
  }
  return faults
}

function checkDay({ earliest, latest }: Field, day: string): AnswerFault[] {
  const faults: AnswerFault[] = []
  if (earliest !== undefined && day < earliest) {
    faults.push(fault('too_early', `Wanted ${earliest} or later; found ${day}.`, { earliest, found: day }))
  }
  if (latest !== undefined && day > latest) {
    faults.push(fault('too_late', `Wanted ${latest} or earlier; found ${day}.`, { latest, found: day }))
  }
  return faults
}

function checkOptions({ options = [] }: Field, ids: string[]): AnswerFault[] {
  const unknown = ids.find((id) => !options.some((option) => option.id === id))
  if (unknown === undefined) return []
  const known = options
    .map(({ id }) => id)
    .slice(0, 20)
    .join(', ')
  return [
    fault('not_an_option', `Wanted one of the options (${known || 'there are none'}); found ${shown(unknown)}.`, {
      found: unknown,
    }),
  ]
}

function checkTicks({ options = [], must, required }: Field, ticked: string[]): AnswerFault[] {
  const missing = options.filter((option) => (must === 'all' || option.required) && !ticked.includes(option.id))
  if (missing.length > 0) {
    const labels = missing.map(({ label }) => `“${label}”`).join(', ')
    return must === 'all'
      ? [fault('must_tick_all', `Every box must be ticked; still open: ${labels}.`, { missing: missing.length })]
      : [fault('must_tick', `Still to be ticked: ${labels}.`, { missing: missing.length, labels })]
  }
  if ((must === 'one' || required) && ticked.length === 0)
    return [fault('must_tick_one', 'At least one box must be ticked.')]
  return []
}

function checkCount({ maxItems }: Field, found: number): AnswerFault[] {
  if (maxItems === undefined || found <= maxItems) return []
  return [fault('too_many_items', `Wanted at most ${maxItems}; found ${found}.`, { max: maxItems, found })]
}

function checkMembers(people: string[], { personName }: CheckContext): AnswerFault[] {
  const strangers = personName ? people.filter((id) => personName(id) === undefined) : []
  if (strangers.length === 0) return []
  const named = strangers.map(shown).join(', ')
  return [fault('not_a_member', `Wanted members of the organization; ${named} is none.`, { found: strangers.length })]
}

function checkFiles(field: Field, files: FileAnswer[]): AnswerFault[] {
  const faults = checkCount(field, files.length)
  const { maxSizeMb } = field
  if (maxSizeMb === undefined) return faults
  for (const [index, { name, size }] of files.entries()) {
    if (size <= maxSizeMb * 1_000_000) continue
    const found = Math.ceil(size / 100_000) / 10
    faults.push(
      fault(
        'file_too_large',
        `Wanted files of at most ${maxSizeMb} MB; “${name}” has ${found} MB.`,
        { max: maxSizeMb, found, name },
        `/${index}`,
      ),
    )
  }
  return faults
}

function checkTable(field: Field, table: TableRow[], context: CheckContext, rows = [...table.keys()]): AnswerFault[] {
  const faults = checkRows(field, table.length)
  for (const [index, row] of table.entries()) {
    for (const column of field.columns ?? []) {
      const cell = Object.hasOwn(row, column.id) ? row[column.id] : undefined
      for (const found of checkAnswer(asField(column), cell, context)) {
        faults.push({ ...found, path: `/${rows[index] ?? index}/${column.id}${found.path}` })
      }
    }
  }
  return faults
}

function checkRows({ minRows = 0, maxRows = 500 }: Field, found: number): AnswerFault[] {
  if (found < minRows)
    return [fault('too_few_rows', `Wanted at least ${minRows} rows; found ${found}.`, { min: minRows, found })]
  if (found > maxRows)
    return [fault('too_many_rows', `Wanted at most ${maxRows} rows; found ${found}.`, { max: maxRows, found })]
  return []
}
