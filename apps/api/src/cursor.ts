import { UserError } from '@baton/engine'

/** A cursor for the next page: opaque to callers, and good for the list and sort it came from only. */
export const cursorOf = (list: string, place: readonly (string | number)[]): string =>
  Buffer.from(JSON.stringify([list, ...place])).toString('base64url')

/**
 * Reads a cursor.
 * @returns as many parts as `length` says; undefined when there is no cursor
 * @throws UserError invalid_request when it is not one of this list and sort
 */
export function placeIn(list: string, length: number, cursor: string | undefined): string[] | undefined {
  if (cursor === undefined) return undefined
  const parts = read(cursor)
  if (parts?.length === length + 1 && parts[0] === list) return parts.slice(1)
  const found = parts ? `one of “${parts[0]}”` : 'something else'
  throw new UserError(
    'invalid_request',
    `A cursor of the list “${list}” was wanted, found ${found}. Take it from \`next\` of a page with the same filters and sort, or leave it out to begin anew.`,
    [{ path: '/cursor', code: 'wrong_cursor', message: 'This cursor belongs to another list or sort.' }],
  )
}

function read(cursor: string): string[] | undefined {
  try {
    const parts: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'))
    return Array.isArray(parts) && parts.every((part) => typeof part === 'string' || typeof part === 'number')
      ? parts.map(String)
      : undefined
  } catch {
    return undefined
  }
}

/** Cuts a page from `limit + 1` items; `next` is null on the last page. */
export function pageOf<T>(items: T[], limit: number, cursor: (last: T) => string): { items: T[]; next: string | null } {
  if (items.length <= limit) return { items, next: null }
  const page = items.slice(0, limit)
  return { items: page, next: cursor(page.at(-1)!) }
}
