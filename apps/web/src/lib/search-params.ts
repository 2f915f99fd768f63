/** What stands in an address was typed by anyone, so each value is looked at before it is believed. */
export type RawSearch = Record<string, unknown>

/** A text, or undefined. Numbers in an address are texts here. */
export const textIn = (search: RawSearch, name: string): string | undefined => {
  const value = search[name]
  if (typeof value === 'number') return String(value)
  return typeof value === 'string' && value !== '' ? value : undefined
}

/** One of the words allowed, or undefined. */
export const oneOf = <const T extends string>(
  search: RawSearch,
  name: string,
  allowed: readonly T[],
): T | undefined => {
  const value = search[name]
  return allowed.find((one) => one === value)
}

/** True when the address says so. */
export const flagIn = (search: RawSearch, name: string): true | undefined =>
  search[name] === true || search[name] === 'true' || search[name] === 1 ? true : undefined
