/**
 * The record's own value under a name that people chose: `constructor` is a lawful field id, and must not find what
 * every object inherits.
 */
export function own<T>(record: Readonly<Record<string, T>>, key: string): T | undefined {
  return Object.hasOwn(record, key) ? record[key] : undefined
}
