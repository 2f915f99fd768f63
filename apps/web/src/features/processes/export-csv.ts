/** Cells that begin so are run as formulas by spreadsheets, quoted or not. */
const formula = /^[=+\-@\t\r\n]/

/** One cell. Texts are kept from being formulas by a leading apostrophe; numbers are left alone. */
export function csvCell(value: string | number): string {
  if (typeof value === 'number') return String(value)
  const safe = formula.test(value) ? `'${value}` : value
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}

/**
 * A file for spreadsheets (RFC 4180, UTF-8 with a byte order mark): first what was asked for and when, then an empty
 * line, then a head and the rows.
 */
export function csvOf(
  preamble: readonly (readonly [string, string | number])[],
  head: readonly string[],
  rows: readonly (readonly (string | number)[])[],
): string {
  const lines = [...preamble, [], head, ...rows]
  return `\u{feff}${lines.map((line) => line.map(csvCell).join(',')).join('\r\n')}\r\n`
}
