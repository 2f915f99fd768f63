import { Temporal } from 'temporal-polyfill'

/** A day that the calendar has, as `YYYY-MM-DD`, years 0001 to 9999. */
export function isDate(value: unknown): value is string {
  if (typeof value !== 'string') return false
  const found = /^(\d{4})-(\d{2})-(\d{2})$/.exec(value)
  if (!found) return false
  const [year, month, day] = [Number(found[1]), Number(found[2]), Number(found[3])]
  return year >= 1 && month >= 1 && month <= 12 && day >= 1 && day <= daysIn(year, month)
}

function daysIn(year: number, month: number): number {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31
}

/** An instant in the one form that is stored, `2026-11-22T19:00:00.000Z`. */
export const isInstant = (value: unknown): value is string => typeof value === 'string' && instantFrom(value) === value

/**
 * Reads an instant with `Z` or an offset, seconds and their fraction optional, into the stored form.
 * @returns undefined for anything else, local times included: they name no instant
 */
export function instantFrom(text: string): string | undefined {
  const found = /^(\d{4}-\d{2}-\d{2})T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:\d{2})$/.exec(text)
  if (!found || !isDate(found[1])) return undefined
  const time = Date.parse(text)
  if (Number.isNaN(time)) return undefined
  const instant = new Date(time).toISOString()
  return instant.length === 24 ? instant : undefined
}

/** The day on which an instant falls in a time zone, `YYYY-MM-DD`. */
export const dayOf = (instant: string, timeZone: string): string =>
  Temporal.Instant.from(instant).toZonedDateTimeISO(timeZone).toPlainDate().toString()
