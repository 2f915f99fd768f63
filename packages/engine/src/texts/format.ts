import type { Answer, FileAnswer, TableRow } from '../form/answers.ts'
import { isDate, isInstant } from '../form/dates.ts'
import { decimalsOf, isCurrency } from '../form/money.ts'
import { asField } from '../form/read-answer.ts'
import type { PersonId } from '../people/ids.ts'
import type { Field } from '../template/fields.ts'

/** How values are written for people. */
export type Writing = {
  /** BCP 47, e.g. `en-GB`; one that is not known counts as `en`. */
  locale: string
  /** IANA name of the zone that instants are shown in. */
  timeZone: string
  /** Undefined for someone who is not known any more; such people are left out. */
  personName(id: PersonId): string | undefined
}

/**
 * An answer in the words of people: labels of options, amounts with their currency, dates as the locale writes them,
 * names, file names; a table has a line for each row. Empty answers are ''. An answer that does not fit its field (the
 * field may have been another when it was given) is written as it stands.
 */
export function formatAnswer(field: Field, answer: Answer | undefined, writing: Writing): string {
  if (answer === undefined) return ''
  switch (field.type) {
    case 'number':
    case 'currency':
      return typeof answer === 'number' ? formatNumber(field, answer, writing.locale) : asItStands(answer)
    case 'date':
      return isDate(answer) ? formatDate(answer, writing.locale) : asItStands(answer)
    case 'date_time':
      return isInstant(answer) ? formatInstant(answer, writing) : asItStands(answer)
    case 'dropdown':
    case 'radio':
      return labelOf(field, String(answer))
    case 'checklist':
      return Array.isArray(answer) ? answer.map((id) => labelOf(field, String(id))).join(', ') : asItStands(answer)
    case 'people':
      return Array.isArray(answer) ? namesOf(answer as string[], writing) : asItStands(answer)
    case 'file':
      return Array.isArray(answer) ? (answer as FileAnswer[]).map((file) => file.name).join(', ') : asItStands(answer)
    case 'table':
      return Array.isArray(answer)
        ? (answer as TableRow[]).map((row) => formatRow(field, row, writing)).join('\n')
        : asItStands(answer)
    default:
      return asItStands(answer)
  }
}

const asItStands = (answer: Answer) => (typeof answer === 'object' ? '' : String(answer))

const labelOf = ({ options = [] }: Field, id: string) => options.find((option) => option.id === id)?.label ?? id

const namesOf = (ids: string[], { personName }: Writing) =>
  ids
    .map((id) => personName(id))
    .filter((name) => name !== undefined)
    .join(', ')

function formatRow(field: Field, row: TableRow, writing: Writing): string {
  const cells: string[] = []
  for (const column of field.columns ?? []) {
    if (!Object.hasOwn(row, column.id)) continue
    cells.push(`${column.label}: ${formatAnswer(asField(column), row[column.id], writing)}`)
  }
  return cells.join(', ')
}

function formatNumber({ type, currency, decimals }: Field, value: number, locale: string): string {
  if (type === 'currency' && currency !== undefined && isCurrency(currency)) {
    return numbers(locale, { style: 'currency', currency }).format(value)
  }
  const digits = type === 'currency' ? decimalsOf(currency) : decimals
  return numbers(locale, { minimumFractionDigits: digits ?? 0, maximumFractionDigits: digits ?? 15 }).format(value)
}

/** A day, `YYYY-MM-DD`, as the locale writes it: 22 Nov 2026. */
export const formatDate = (date: string, locale: string): string =>
  dates(locale, { dateStyle: 'medium', timeZone: 'UTC' }).format(new Date(`${date}T00:00:00Z`))

/** An instant with its time of day in the zone: 22 Nov 2026, 20:00. */
export const formatInstant = (instant: string, { locale, timeZone }: Pick<Writing, 'locale' | 'timeZone'>): string =>
  dates(locale, { dateStyle: 'medium', timeStyle: 'short', timeZone }).format(new Date(instant))

const numbers = kept((locale, options: Intl.NumberFormatOptions) => new Intl.NumberFormat(locale, options))
const dates = kept((locale, options: Intl.DateTimeFormatOptions) => new Intl.DateTimeFormat(locale, options))

/** Formatters take some ten microseconds to make, so they are kept; there are few combinations. */
function kept<Options, Formatter>(make: (locale: string, options: Options) => Formatter) {
  const formatters = new Map<string, Formatter>()
  return (locale: string, options: Options): Formatter => {
    const key = locale + JSON.stringify(options)
    let formatter = formatters.get(key)
    if (!formatter) {
      if (formatters.size >= 1000) formatters.clear()
      formatter = make(isLocale(locale) ? locale : 'en', options)
      formatters.set(key, formatter)
    }
    return formatter
  }
}

function isLocale(locale: string): boolean {
  try {
    return Intl.getCanonicalLocales(locale).length === 1
  } catch {
    return false
  }
}
