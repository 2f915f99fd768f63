/** What stands between thousands and before the decimals, e.g. `.` and `,` in German. */
export function separatorsOf(locale: string): { thousands: string; point: string } {
  const parts = new Intl.NumberFormat(locale).formatToParts(12345.6)
  const part = (type: string, otherwise: string) => parts.find((one) => one.type === type)?.value ?? otherwise
  return { thousands: part('group', ' '), point: part('decimal', '.') }
}

/**
 * A number as people type it: with the locale's separators, blanks and apostrophes between thousands, and either a point
 * or a comma before the decimals where no thousands can be meant. @returns undefined when it is none
 */
export function readNumber(text: string, locale: string): number | undefined {
  const { thousands, point } = separatorsOf(locale)
  const bare = text.replace(/[\s'’]/g, '')
  const grouped = [thousands, point === ',' ? '.' : ','].find(
    (separator) => separator !== point && inGroups(bare, separator, point),
  )
  const digits = grouped === undefined ? bare : bare.replaceAll(grouped, '')
  const plain = digits.replace(/[.,]/, '.')
  return /^[-+]?(\d+\.?\d*|\.\d+)$/.test(plain) ? Number(plain) : undefined
}

/** The way a number is written to be changed: no separators between thousands, all of its decimals. */
export const writeNumber = (value: number, locale: string): string =>
  new Intl.NumberFormat(locale, { useGrouping: false, maximumFractionDigits: 20 }).format(value)

/** `1.234.567,8` with `.` and `,`: every group but the first has three digits. */
function inGroups(text: string, separator: string, point: string): boolean {
  const [whole = '', ...rest] = text.split(point)
  const [first = '', ...groups] = whole.split(separator)
  return (
    rest.length <= 1 && groups.length > 0 && /^[-+]?\d{1,3}$/.test(first) && groups.every((one) => /^\d{3}$/.test(one))
  )
}
