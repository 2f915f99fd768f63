/** An object of unknown content. Messages come from outside, so each value is looked at before it is used. */
export type Unknown = Record<string, unknown>

export const isObject = (value: unknown): value is Unknown =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** The object a text holds; `undefined` when it is not JSON or something else than an object. */
export function objectIn(text: string): Unknown | undefined {
  if (!text.trimStart().startsWith('{')) return undefined
  try {
    const value: unknown = JSON.parse(text)
    return isObject(value) ? value : undefined
  } catch {
    return undefined
  }
}

/** The text under a key; `undefined` when there is none, or it is empty or no text. */
export function textAt(object: Unknown | undefined, key: string): string | undefined {
  const value = object?.[key]
  return typeof value === 'string' && value !== '' ? value : undefined
}

export function objectAt(object: Unknown | undefined, key: string): Unknown | undefined {
  const value = object?.[key]
  return isObject(value) ? value : undefined
}

export function listAt(object: Unknown | undefined, key: string): unknown[] {
  const value = object?.[key]
  return Array.isArray(value) ? value : []
}
