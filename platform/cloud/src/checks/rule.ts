import type { Stage } from '../stages.ts'
import type { Synthesized } from '../synth.ts'
import type { Finding } from './finding.ts'
import type { Linked, Placed } from './linked.ts'

/** What a rule looks at. */
export interface Checked extends Synthesized {
  linked: Linked
  /** All stages of the repository, since some rules are about what they have in common. */
  stages: Stage[]
  today: Date
}

/** Looks for one kind of fault. */
export type Rule = (checked: Checked) => Finding[]

/** A fault of one resource. */
export function fault(
  id: string,
  { stack, id: logicalId }: Pick<Placed, 'stack' | 'id'>,
  says: string,
  mend: string,
  path?: string,
): Finding {
  return { id, severity: 'error', stack, logicalId, ...(path && { path }), says, mend }
}

/** Every text in a value, with the path to it: `Environment.Variables.MODE`. */
export function textsIn(value: unknown, path = ''): { path: string; text: string }[] {
  if (typeof value === 'string') return [{ path, text: value }]
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, entry]) => textsIn(entry, path === '' ? key : `${path}.${key}`))
}

export const asList = <T = unknown>(value: unknown): T[] =>
  value === undefined ? [] : Array.isArray(value) ? (value as T[]) : [value as T]
