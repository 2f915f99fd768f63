import { oneLine } from '@baton/contract'
import { UserError, type Finding } from '@baton/engine'
import { Ajv, type ErrorObject, type ValidateFunction } from 'ajv'
import type { FastifyInstance } from 'fastify'

/** Of a body with faults, larger than this, only the first fault is told: to list all would cost too much. */
const allFaultsUpTo = 256 * 1024
/** Nobody reads more at once. */
const mostFindings = 100

const settings = { strict: false, removeAdditional: false, verbose: true, discriminator: false } as const
/** Bodies are JSON, so nothing is turned into another type; addresses are text, so numbers and booleans are read. */
const bodies = new Ajv({ ...settings })
const bodiesWithAllFaults = new Ajv({ ...settings, allErrors: true })
const addresses = new Ajv({ ...settings, allErrors: true, coerceTypes: true, useDefaults: true })

/** Marks the schema of a body that need not be sent. */
export const mayBeAbsent = 'x-may-be-absent'

/**
 * Checks what comes in against the contract. Unknown keys are refused, nothing is dropped or corrected silently.
 * Faults become an `invalid_request` that lists each at its JSON Pointer.
 */
export function checkRequests(server: FastifyInstance): void {
  server.setValidatorCompiler<object>(({ schema, httpPart }) => {
    if (httpPart !== 'body') {
      const check = whenNeeded(addresses, schema)
      const place = httpPart === 'params' ? 'the path' : 'the query'
      return (value) => (check()(value) ? { value } : { error: refusal(place, check().errors ?? []) })
    }
    const check = whenNeeded(bodies, schema)
    const checkAll = whenNeeded(bodiesWithAllFaults, schema)
    const optional = mayBeAbsent in schema
    return (value) => {
      if (optional && (value === undefined || value === null)) return { value: {} }
      if (check()(value)) return { value }
      if (value === undefined || value === null)
        return {
          error: new UserError('invalid_request', 'A JSON object was wanted in the body, but nothing was sent.'),
        }
      if (JSON.stringify(value).length > allFaultsUpTo) return { error: refusal('the body', check().errors ?? []) }
      void checkAll()(value)
      return { error: refusal('the body', checkAll().errors ?? check().errors ?? []) }
    }
  })
}

/** Compiled when the first value arrives: all at once would cost every start a second and 50 MB. */
function whenNeeded(ajv: Ajv, schema: object): () => ValidateFunction {
  let check: ValidateFunction | undefined
  return () => (check ??= ajv.compile(schema))
}

function refusal(place: string, errors: ErrorObject[]): UserError {
  const findings = findingsFrom(errors).slice(0, mostFindings)
  const [first] = findings
  const message = first
    ? `What was sent in ${place} does not fit: ${first.path ? `${first.path}: ` : ''}${first.message}${findings.length > 1 ? ` (and ${findings.length - 1} more)` : ''}`
    : `What was sent in ${place} does not fit.`
  return new UserError('invalid_request', message, findings)
}

/** One finding for each fault. Of a choice of shapes only the choice is told, not why each shape failed. */
function findingsFrom(errors: ErrorObject[]): Finding[] {
  const choices = errors.filter(({ keyword }) => keyword === 'anyOf')
  const told = errors.filter((error) => !choices.some((choice) => choice !== error && isWithin(error, choice)))
  const findings = told.map(findingFrom)
  return [...new Map(findings.map((finding) => [`${finding.path} ${finding.code}`, finding])).values()]
}

const isWithin = (error: ErrorObject, choice: ErrorObject) =>
  error.schemaPath.startsWith(`${choice.schemaPath}/`) &&
  (error.instancePath === choice.instancePath || error.instancePath.startsWith(`${choice.instancePath}/`))

function findingFrom({ instancePath, keyword, params, parentSchema, data }: ErrorObject): Finding {
  const found = shown(data)
  switch (keyword) {
    case 'additionalProperties': {
      const known = Object.keys((parentSchema as { properties?: object }).properties ?? {})
      const key = String(params['additionalProperty'])
      const help = known.length > 0 ? `Known are ${known.join(', ')}.` : 'Nothing is expected here.'
      return { path: `${instancePath}/${pointer(key)}`, code: 'unknown_key', message: `“${key}” is not known. ${help}` }
    }
    case 'required': {
      const key = String(params['missingProperty'])
      return { path: `${instancePath}/${pointer(key)}`, code: 'missing', message: `“${key}” is missing.` }
    }
    case 'type':
      return { path: instancePath, code: 'wrong_type', message: `${kinds(params['type'])} was wanted, found ${found}.` }
    case 'enum':
      return {
        path: instancePath,
        code: 'not_one_of',
        message: `One of ${(params['allowedValues'] as unknown[]).join(', ')} was wanted, found ${found}.`,
      }
    case 'anyOf':
      return { path: instancePath, code: 'wrong_shape', message: `${shapes(parentSchema)} was wanted, found ${found}.` }
    case 'pattern':
      return {
        path: instancePath,
        code: 'wrong_form',
        message: `${formOf(String(params['pattern']))} was wanted, found ${found}.`,
      }
    case 'const':
      return {
        path: instancePath,
        code: 'not_one_of',
        message: `${shown(params['allowedValue'])} was wanted, found ${found}.`,
      }
    default:
      return {
        path: instancePath,
        code: snake(keyword),
        message: `${limits(keyword, params['limit'])} was wanted, found ${sizeOf(keyword, data)}.`,
      }
  }
}

const names: Record<string, string> = {
  string: 'a text',
  integer: 'a whole number',
  number: 'a number',
  boolean: 'true or false',
  object: 'an object',
  array: 'a list',
  null: 'null',
}
const kinds = (type: unknown): string =>
  capital(
    [type]
      .flat()
      .map((name) => names[String(name)] ?? String(name))
      .join(' or '),
  )

type Shape = { type?: string; required?: string[]; anyOf?: Shape[] }

function shapes(schema: unknown): string {
  const each = choicesOf(schema as Shape).flatMap(({ type, required }) =>
    type === 'object' && required ? `an object with ${required.join(' and ')}` : type ? (names[type] ?? type) : [],
  )
  return capital(each.length > 0 ? [...new Set(each)].join(', or ') : 'another shape')
}

/** A choice may be one of choices. */
const choicesOf = ({ anyOf = [] }: Shape): Shape[] =>
  anyOf.flatMap((choice) => (choice.anyOf ? choicesOf(choice) : choice))

const formOf = (pattern: string): string =>
  pattern.startsWith('^[0-9a-f]{8}-')
    ? 'An id (a UUID in lower case)'
    : pattern.startsWith('^\\d{4}-\\d{2}-\\d{2}T')
      ? 'An instant such as 2026-11-22T19:00:00.000Z'
      : pattern.startsWith('^\\d{4}-\\d{2}-\\d{2}$')
        ? 'A date such as 2026-11-22'
        : pattern === oneLine
          ? 'One line with something to read'
          : `A text that fits ${pattern}`

function limits(keyword: string, limit: unknown): string {
  const text: Record<string, string> = {
    minLength: `A text of at least ${limit} characters`,
    maxLength: `A text of at most ${limit} characters`,
    minimum: `A number of at least ${limit}`,
    maximum: `A number of at most ${limit}`,
    minItems: `A list of at least ${limit}`,
    maxItems: `A list of at most ${limit}`,
  }
  return text[keyword] ?? `A value that fits “${keyword}”`
}

function sizeOf(keyword: string, data: unknown): string {
  if (keyword.endsWith('Length') && typeof data === 'string') return `${data.length}`
  if (keyword.endsWith('Items') && Array.isArray(data)) return `${data.length}`
  return shown(data)
}

const shown = (value: unknown): string => {
  const text = JSON.stringify(value) ?? 'nothing'
  return text.length > 60 ? `${text.slice(0, 57)}…` : text
}
const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1)
const pointer = (key: string) => key.replaceAll('~', '~0').replaceAll('/', '~1')
const snake = (text: string) => text.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)
