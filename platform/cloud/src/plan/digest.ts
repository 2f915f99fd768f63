import { createHash } from 'node:crypto'
import type { Synthesized } from '../synth.ts'

/**
 * One number for everything that would be deployed: all templates (which name their assets by content) and the
 * parameters they get. The order of keys does not count, any other change does.
 * @returns 64 hex digits
 */
export function digestOf({ stage, place, templates, parameters }: Synthesized): string {
  const whole = {
    stage: stage.name,
    region: place.region,
    parameters,
    templates: Object.fromEntries([...templates].sort(([a], [b]) => (a < b ? -1 : 1))),
  }
  return createHash('sha256').update(canonical(whole)).digest('hex')
}

/** JSON with keys in order, so that equal things have equal texts. */
export function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`
  if (value === null || typeof value !== 'object') return JSON.stringify(value) ?? 'null'
  const entries = Object.entries(value).filter(([, each]) => each !== undefined)
  entries.sort(([a], [b]) => (a < b ? -1 : 1))
  return `{${entries.map(([key, each]) => `${JSON.stringify(key)}:${canonical(each)}`).join(',')}}`
}
