import { escapePointer } from './yaml-source.ts'

/** As much of JSON Schema as the template document uses. */
type Schema = {
  type?: string
  properties?: Record<string, Schema>
  required?: string[]
  additionalProperties?: boolean
  patternProperties?: Record<string, Schema>
  items?: Schema
  anyOf?: Schema[]
  enum?: unknown[]
  const?: unknown
  pattern?: string
  minimum?: number
  maximum?: number
  minLength?: number
  maxLength?: number
  minItems?: number
  maxItems?: number
}

/** A departure from the schema: where (JSON Pointer), and what was wanted and found. */
export type ShapeFault = { path: string; message: string }

/**
 * Compares a value with a schema and lists every departure in words for people. TypeBox's own errors name each branch
 * of a union; here the branch that was meant is found first, by its keys.
 */
export function checkShape(schema: object, value: unknown, path = ''): ShapeFault[] {
  const wanted = schema as Schema
  if (wanted.anyOf) return ofUnion(wanted.anyOf, value, path)
  if (wanted.enum) return wanted.enum.includes(value) ? [] : [fault(path, `one of ${wanted.enum.join(', ')}`, value)]
  if ('const' in wanted) return value === wanted.const ? [] : [fault(path, shown(wanted.const), value)]
  switch (wanted.type) {
    case 'object':
      return isObject(value) ? ofObject(wanted, value, path) : [fault(path, 'keys with values', value)]
    case 'array':
      return Array.isArray(value) ? ofArray(wanted, value, path) : [fault(path, 'a list', value)]
    case 'string':
      return typeof value === 'string' ? ofText(wanted, value, path) : [fault(path, 'a text', value)]
    case 'number':
    case 'integer':
      return ofNumber(wanted, value, path)
    case 'boolean':
      return typeof value === 'boolean' ? [] : [fault(path, 'true or false', value)]
    default:
      return []
  }
}

function ofObject(schema: Schema, value: Record<string, unknown>, path: string): ShapeFault[] {
  const known = schema.properties ?? {}
  const byPattern = Object.entries(schema.patternProperties ?? {})
  const faults: ShapeFault[] = []
  for (const key of schema.required ?? [])
    if (!Object.hasOwn(value, key)) faults.push({ path, message: `Wanted the key “${key}”, but it is missing.` })
  for (const [key, inner] of Object.entries(value)) {
    const at = `${path}/${escapePointer(key)}`
    const expected = Object.hasOwn(known, key)
      ? known[key]
      : byPattern.find(([pattern]) => new RegExp(pattern, 'u').test(key))?.[1]
    if (expected) faults.push(...checkShape(expected, inner, at))
    else faults.push({ path: at, message: unknownKey(key, Object.keys(known)) })
  }
  return faults
}

function ofArray(schema: Schema, value: unknown[], path: string): ShapeFault[] {
  const faults: ShapeFault[] = []
  if (value.length > (schema.maxItems ?? Infinity))
    faults.push({ path, message: `Wanted at most ${schema.maxItems} entries, found ${value.length}.` })
  if (value.length < (schema.minItems ?? 0))
    faults.push({ path, message: `Wanted at least ${schema.minItems} entries, found ${value.length}.` })
  return [...faults, ...value.flatMap((item, index) => checkShape(schema.items ?? {}, item, `${path}/${index}`))]
}

function ofText(schema: Schema, value: string, path: string): ShapeFault[] {
  const { length } = value
  if (length < (schema.minLength ?? 0)) return [{ path, message: 'Wanted a text, but it is empty.' }]
  if (length > (schema.maxLength ?? Infinity))
    return [{ path, message: `Wanted at most ${schema.maxLength} characters, found ${length}.` }]
  if (schema.pattern && !new RegExp(schema.pattern, 'u').test(value))
    return [fault(path, patternInWords(schema.pattern), value)]
  return []
}

function ofNumber(schema: Schema, value: unknown, path: string): ShapeFault[] {
  const whole = schema.type === 'integer'
  if (typeof value !== 'number' || !Number.isFinite(value) || (whole && !Number.isInteger(value)))
    return [fault(path, whole ? 'a whole number' : 'a number', value)]
  const { minimum = -Infinity, maximum = Infinity } = schema
  return value < minimum || value > maximum ? [fault(path, `a number from ${minimum} to ${maximum}`, value)] : []
}

function ofUnion(branches: Schema[], value: unknown, path: string): ShapeFault[] {
  const tried = branches.map((branch) => ({ branch, faults: checkShape(branch, value, path) }))
  if (tried.some(({ faults }) => faults.length === 0)) return []
  const meant = tried
    .filter(({ branch }) => branch.type === typeName(value))
    .map((attempt) => ({ ...attempt, likeness: likeness(attempt.branch, value) }))
    .toSorted((a, b) => b.likeness - a.likeness || a.faults.length - b.faults.length)[0]
  if (meant && (meant.likeness > 0 || branches.length === 1)) return meant.faults
  return [fault(path, branches.map(inWords).join(', or '), value)]
}

/** How many keys of the value the branch knows; lists and plain values are alike once their type is. */
const likeness = ({ properties }: Schema, value: unknown) =>
  isObject(value) ? Object.keys(value).filter((key) => Object.hasOwn(properties ?? {}, key)).length : 1

function inWords({ type, properties, anyOf }: Schema): string {
  if (anyOf) return anyOf.map(inWords).join(', or ')
  if (type === 'object' && properties) return `keys ${Object.keys(properties).join(', ')}`
  return { string: 'a text', number: 'a number', array: 'a list', object: 'keys with values' }[type ?? ''] ?? 'a value'
}

function patternInWords(pattern: string): string {
  if (pattern.startsWith('^[a-z][a-z0-9_]')) return 'a key of small letters, digits and _ that begins with a letter'
  if (pattern.includes('[0-9a-f]{12}')) return 'an id'
  if (pattern.includes('\\d{4}-\\d{2}')) return 'a date such as 2026-11-22'
  if (pattern === '^[A-Z]{3}$') return 'a currency such as EUR'
  return `a text like ${pattern}`
}

function unknownKey(key: string, known: string[]): string {
  const near = known
    .map((name) => ({ name, far: distance(key.toLowerCase(), name.toLowerCase()) }))
    .toSorted((a, b) => a.far - b.far)[0]
  const hint = near && near.far <= 2 ? ` Is “${near.name}” meant?` : ` Keys here are ${known.join(', ')}.`
  return `“${key}” is not known here.${hint}`
}

/** Letters to change, add or leave out to get from one word to the other. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index)
  for (const [i, letter] of Array.from(a).entries()) {
    const next = [i + 1]
    for (let j = 0; j < b.length; j += 1)
      next.push(Math.min(row[j]! + (letter === b[j] ? 0 : 1), row[j + 1]! + 1, next[j]! + 1))
    row = next
  }
  return row[b.length]!
}

const fault = (path: string, wanted: string, found: unknown): ShapeFault => ({
  path,
  message: `Wanted ${wanted}, found ${shown(found)}.`,
})

function shown(value: unknown): string {
  if (value === null || value === undefined) return 'nothing'
  if (Array.isArray(value)) return 'a list'
  if (typeof value === 'object') return `the keys ${Object.keys(value).slice(0, 8).join(', ') || 'of nothing'}`
  if (typeof value === 'string') return `“${value.length > 60 ? `${value.slice(0, 59)}…` : value}”`
  return String(value)
}

const typeName = (value: unknown) => (Array.isArray(value) ? 'array' : typeof value)

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
