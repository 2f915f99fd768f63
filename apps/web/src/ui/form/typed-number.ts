/** What stands between thousands and before the decimals, e.g. `.` and `,` in German. */
function separatorsOf(locale: string): { thousands: string; point: string } {
  const parts = new Intl.NumberFormat(locale, latin).formatToParts(12345.6)
  const part = (type: string, otherwise: string) => parts.find((one) => one.type === type)?.value ?? otherwise
  return { thousands: part('group', ' '), point: part('decimal', '.') }
}
const latin = { numberingSystem: 'latn' }

/**
 * A number as people type it: with the locale's separators, blanks and apostrophes between thousands, and either a point
 * or a comma before the decimals where no thousands can be meant. @returns undefined when it is none
 */
export function readNumber(text: string, locale: string): number | undefined {
  const { thousands, point } = separatorsOf(locale)
  // Some locales write a sign of minus that no keyboard has, and marks that say which way the text runs.
  const bare = text.replace(/[\s'’\u200e\u200f\u061c]/g, '').replace(/^[−–]/, '-')
  const grouped = [thousands, point === ',' ? '.' : ','].find(
    (separator) => separator !== point && inGroups(bare, separator, point),
  )
  const digits = grouped === undefined ? bare : bare.replaceAll(grouped, '')
  const plain = digits.replace(/[.,]/, '.')
  return /^[-+]?(\d+\.?\d*|\.\d+)$/.test(plain) ? Number(plain) : undefined
}

/**
 * The way a number stands in a field: in the locale's groups where they can be read again, with all of its decimals.
 * @param decimals at least so many, as amounts of money have
 */
export function writeNumber(value: number, locale: string, decimals = 0): string {
  const options = { ...latin, minimumFractionDigits: decimals, maximumFractionDigits: 20 }
  const written = new Intl.NumberFormat(locale, options).format(value)
  return readNumber(written, locale) === value
    ? written
    : new Intl.NumberFormat(locale, { ...options, useGrouping: false }).format(value)
}

/** `1.234.567,8` with `.` and `,`: every group but the first has three digits. */
function inGroups(text: string, separator: string, point: string): boolean {
  const [whole = '', ...rest] = text.split(point)
  const [first = '', ...groups] = whole.split(separator)
  return (
    rest.length <= 1 && groups.length > 0 && /^[-+]?\d{1,3}$/.test(first) && groups.every((one) => /^\d{3}$/.test(one))
  )
}
