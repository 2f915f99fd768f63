import { Pointer } from '../checks/linked.ts'
import type { Group } from './net.ts'

/** The resource a value names; text that names none stands for itself. */
export const keyOf = (value: unknown): string => (value instanceof Pointer ? value.key : String(value))

export const groupsOf = (groups: Map<string, Group>, named: unknown[]): Group[] =>
  named.flatMap((one) => groups.get(keyOf(one)) ?? [])

/** As templates write it: the word or the text of it. */
export const isTrue = (value: unknown) => value === true || value === 'true'

/** Lists are written as lists, or as one text with commas into which `{stack/id.Ref}` pointers were joined. */
export function listOf(value: unknown): unknown[] {
  if (Array.isArray(value)) return value
  if (value === undefined) return []
  if (typeof value !== 'string') return [value]
  return value.split(',').map((part) => {
    const pointer = /^\{(?<stack>[^/{}]+)\/(?<id>[^.{}]+)\.(?<attribute>[^{}]+)\}$/.exec(part.trim())?.groups
    return pointer ? new Pointer(pointer['stack']!, pointer['id']!, pointer['attribute']!) : part.trim()
  })
}
