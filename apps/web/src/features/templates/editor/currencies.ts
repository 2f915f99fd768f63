const first = ['EUR', 'USD', 'GBP', 'CHF']

/** Codes of ISO 4217, the most used first, with their names in the reader's language. */
export const currencies: { value: string; label: string }[] = (() => {
  const names = new Intl.DisplayNames(undefined, { type: 'currency' })
  const all = Intl.supportedValuesOf('currency')
  return [...first, ...all.filter((code) => !first.includes(code))].map((code) => ({
    value: code,
    label: `${code} · ${names.of(code) ?? code}`,
  }))
})()
