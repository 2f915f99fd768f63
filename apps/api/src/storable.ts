import { UserError } from '@baton/engine'

// oxlint-disable-next-line no-control-regex -- this is the one that is looked for
const unstorable = /\u0000|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/

/**
 * Refuses texts that no database keeps: with a NUL character, or with half of a surrogate pair. The answers of forms are
 * left to the engine, which takes such characters out.
 * @param place where `value` was sent, for the message
 */
export function requireStorable(place: 'body' | 'query', value: unknown): void {
  const path = pathOfUnstorable(value, '')
  if (path === undefined) return
  const message = 'A text without NUL characters (U+0000) and halves of characters was wanted. Leave them out.'
  throw new UserError('invalid_request', `What was sent in the ${place} does not fit: ${path}: ${message}`, [
    { path, code: 'not_storable', message },
  ])
}

function pathOfUnstorable(value: unknown, path: string): string | undefined {
  if (typeof value === 'string') return unstorable.test(value) ? path : undefined
  if (typeof value !== 'object' || value === null || Buffer.isBuffer(value)) return undefined
  for (const [key, inner] of Object.entries(value)) {
    if (path === '' && key === 'answers') continue
    const here = `${path}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`
    const found = unstorable.test(key) ? path : pathOfUnstorable(inner, here)
    if (found !== undefined) return found
  }
  return undefined
}
