/** The parts of a day in the order in which a locale writes them. */
export type DayOrder = readonly ('day' | 'month' | 'year')[]

const dayOptions: Intl.DateTimeFormatOptions = {
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
  timeZone: 'UTC',
  calendar: 'gregory',
  numberingSystem: 'latn',
}
const partsOf = (day: Date, locale: string) => new Intl.DateTimeFormat(locale, dayOptions).formatToParts(day)

export const dayOrder = (locale: string): DayOrder =>
  partsOf(new Date(0), locale).flatMap(({ type }) =>
    type === 'day' || type === 'month' || type === 'year' ? [type] : [],
  )

/** A day, `YYYY-MM-DD`, as the locale writes it: `31/12/2026`. */
export const writeDay = (day: string, locale: string): string =>
  partsOf(new Date(`${day}T00:00:00Z`), locale)
    .map(({ value }) => value)
    .join('')

/** What a day looks like in the locale, with letters in place of digits: `DD/MM/YYYY`. */
export const dayShape = (locale: string, letters: Record<'day' | 'month' | 'year', string>): string =>
  partsOf(new Date(0), locale)
    .map(({ type, value }) => (type === 'day' || type === 'month' || type === 'year' ? letters[type] : value))
    .join('')

/**
 * The day that somebody typed, in the order of the locale with any signs between, or as `YYYY-MM-DD`. Without a year it
 * is one of this year; two digits are a year of this century.
 * @param today `YYYY-MM-DD`
 * @returns `YYYY-MM-DD`; undefined when there is no such day, or not yet
 */
export function readDay(typed: string, locale: string, today: string): string | undefined {
  const text = typed.trim()
  const iso = /^(\d{4})-(\d{1,2})-(\d{1,2})$/.exec(text)
  if (iso) return existing(iso[1]!, iso[2]!, iso[3]!)
  const order = dayOrder(locale)
  const run = /^\d{8}$/.test(text) && (order[0] === 'year' ? /^(.{4})(..)(..)$/ : /^(..)(..)(.{4})$/).exec(text)
  const numbers = run ? run.slice(1) : text.split(/\D+/).filter(Boolean)
  if (/[^\d\s./,\-年月日]/u.test(text)) return undefined
  if (numbers.length === 2) {
    const [first, second] = order.filter((part) => part !== 'year')
    const parts = { [first!]: numbers[0]!, [second!]: numbers[1]! } as { day: string; month: string }
    return existing(today.slice(0, 4), parts.month, parts.day)
  }
  if (numbers.length !== 3) return undefined
  const { year, month, day } = Object.fromEntries(order.map((part, index) => [part, numbers[index]!])) as Parts
  if (year.length === 2) return existing(`20${year}`, month, day)
  return year.length === 4 ? existing(year, month, day) : undefined
}
type Parts = Record<'day' | 'month' | 'year', string>

function existing(year: string, month: string, day: string): string | undefined {
  const text = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`
  const date = new Date(`${text}T00:00:00Z`)
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text) ? text : undefined
}

/** A wall clock's day and time, `YYYY-MM-DDTHH:mm`, as the locale writes it: `31/12/2026 17:00`. */
export const writeMoment = (wall: string, locale: string): string =>
  `${writeDay(wall.slice(0, 10), locale)} ${writeTime(wall.slice(11), locale)}`

function writeTime(time: string, locale: string): string {
  const at = new Date(`1970-01-01T${time}:00Z`)
  const options = { hour: '2-digit', minute: '2-digit', timeZone: 'UTC', numberingSystem: 'latn' } as const
  const written = new Intl.DateTimeFormat(locale, options).format(at).replaceAll(/\s/gu, ' ')
  // Halves of the day under other names than a.m. and p.m. could not be read again.
  const readable = /^\d+[:.h]\d+( [ap]\.? ?m\.?)?$/iu.test(written)
  return readable ? written : new Intl.DateTimeFormat('en-GB', options).format(at)
}

/**
 * The day and time that somebody typed; the time as `17:00`, `17.00`, `5 pm` or `5:30 pm`.
 * @returns `YYYY-MM-DDTHH:mm`; undefined when one of them is missing, or cannot be
 */
export function readMoment(typed: string, locale: string, today: string): string | undefined {
  const found = /^(.+?)(?:[\sT]+|,\s*)(\d{1,2})(?:[:.h](\d{2}))?\s*(?:([ap])\.?\s?m\.?)?$/iu.exec(typed.trim())
  if (!found) return undefined
  const [, dayTyped = '', hour = '', minute, half] = found
  // `31.12.` and an hour alone would be a guess.
  if (minute === undefined && !half) return undefined
  const day = readDay(dayTyped.replace(/,$/, ''), locale, today)
  const hours = half ? (Number(hour) % 12) + (half.toLowerCase() === 'p' ? 12 : 0) : Number(hour)
  const wrongHour = half ? Number(hour) < 1 || Number(hour) > 12 : hours > 23
  if (!day || wrongHour || Number(minute ?? 0) > 59) return undefined
  return `${day}T${String(hours).padStart(2, '0')}:${minute ?? '00'}`
}
