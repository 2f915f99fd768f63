const digits = new Map<string, number>()
let known: ReadonlySet<string> | undefined

/** Digits after the point that a currency has; 2 when none is named or it is not known. */
export function decimalsOf(currency: string | undefined): number {
  if (currency === undefined || !isCurrency(currency)) return 2
  let found = digits.get(currency)
  if (found === undefined) {
    found = new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2
    digits.set(currency, found)
  }
  return found
}

/** A currency of ISO 4217, in capitals. */
export function isCurrency(code: string): boolean {
  known ??= new Set(Intl.supportedValuesOf('currency'))
  return known.has(code)
}
