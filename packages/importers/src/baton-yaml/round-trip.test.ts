import { Condition, TemplateDocument } from '@baton/engine'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { fromYaml } from './from-yaml.ts'
import { toYaml } from './to-yaml.ts'

type Schema = {
  type?: string
  properties?: Record<string, Schema>
  required?: string[]
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
}

const ana = { id: '0198a000-0000-7000-8000-000000000001', email: 'ana@hollis.example' }
const ben = { id: '0198a000-0000-7000-8000-000000000002', email: 'Ben+Ops@hollis.example' }
const finance = { id: '0198a000-0000-7000-8000-000000000011', name: 'Finance' }
const twins = [
  { id: '0198a000-0000-7000-8000-000000000012', name: 'Twins: "a" #1' },
  { id: '0198a000-0000-7000-8000-000000000013', name: 'Twins: "a" #1' },
  { id: '0198a000-0000-7000-8000-000000000014', name: '- {odd}' },
]
const directory = { members: [ana, ben], groups: [finance, ...twins] }
const ids = [...directory.members, ...directory.groups].map(({ id }) => id)

const awkward = [
  'true',
  'null',
  '~',
  '1',
  '1e3',
  '2026-11-22',
  '',
  ' ',
  '\n',
  'a\n',
  '\na',
  'a\n\n',
  ' a\n b',
  'a \nb',
  '# no',
  'a: b',
  '!member x',
  '*x',
  '&x',
  '---',
  'a\n---\nb',
  '\t',
  'a\n\tb',
  '\u2028',
  '\u0085x',
  '\r\n',
  '\ufeff',
  '{{name}}',
  '- [ ] x',
  "it's",
  '"',
  '\\',
  '2 days after launch',
  'a\n \nb',
  'e\u0301',
  '🧭',
  'ana@hollis.example',
  'Finance',
]

/** Any value of a schema, awkward texts preferred: drafts hold whatever people type. */
function valueOf(schema: Schema, depth = 0): fc.Arbitrary<unknown> {
  if (schema.anyOf) return fc.oneof(...schema.anyOf.map((branch) => valueOf(branch, depth)))
  if (schema.enum) return fc.constantFrom(...schema.enum)
  if ('const' in schema) return fc.constant(schema.const)
  if (schema.type === 'object' && schema.properties) {
    const inner = Object.entries(schema.properties).map(([key, each]) => [key, valueOf(each, depth + 1)] as const)
    return fc.record(Object.fromEntries(inner), {
      requiredKeys: (schema.required ?? []) as never[],
      noNullPrototype: true,
    })
  }
  if (schema.type === 'object') {
    const [pattern, cell] = Object.entries(schema.patternProperties ?? {})[0]!
    return fc.dictionary(valueOf({ type: 'string', pattern }) as fc.Arbitrary<string>, valueOf(cell), {
      maxKeys: 3,
      noNullPrototype: true,
    })
  }
  if (schema.type === 'array')
    return fc.array(valueOf(schema.items!, depth + 1), {
      minLength: schema.minItems ?? 0,
      maxLength: depth > 4 ? 2 : 3,
    })
  if (schema.type === 'boolean') return fc.boolean()
  if (schema.type === 'integer') return fc.integer({ min: schema.minimum ?? -1e6, max: schema.maximum ?? 1e6 })
  if (schema.type === 'number') return fc.double({ noNaN: true, noDefaultInfinity: true })
  if (schema.pattern?.includes('{12}')) return fc.oneof(fc.constantFrom(...ids), fc.uuid())
  if (schema.pattern?.startsWith('^[a-z][a-z0-9_]'))
    return fc.oneof(
      fc.constantFrom('id', 'label', 'required', 'true', 'no', 'null', 'y', 'member', 'deadline', 'assign', 'options'),
      fc.stringMatching(/^[a-z][a-z0-9_]{0,9}$/),
    )
  if (schema.pattern) return fc.stringMatching(new RegExp(schema.pattern))
  const { minLength = 0, maxLength = 1000 } = schema
  return fc
    .oneof(
      fc.constantFrom(...awkward, ...ids),
      fc.string({ unit: 'binary' }),
      fc.string({ unit: 'grapheme' }),
      fc.array(fc.constantFrom(...awkward), { maxLength: 4 }).map((parts) => parts.join('')),
    )
    .filter((text) => text.length >= minLength && text.length <= maxLength)
}

const anyDocument = valueOf(TemplateDocument as Schema) as fc.Arbitrary<TemplateDocument>

describe('templates as code', () => {
  test('reading what was written gives an equal document, and writing it again the same bytes', () => {
    fc.assert(
      fc.property(anyDocument, (document) => {
        const text = toYaml(document, directory)
        const back = fromYaml(text, directory)
        expect(back).toStrictEqual(document)
        expect(toYaml(back, directory)).toBe(text)
      }),
      { numRuns: 80 },
    )
  })

  test('conditions of any depth come back', () => {
    fc.assert(
      fc.property(valueOf(Condition as Schema) as fc.Arbitrary<Condition>, (when) => {
        const document: TemplateDocument = {
          title: 'T',
          steps: [],
          rules: [{ id: 'r', when, then: [{ show: { step: 'a' } }] }],
        }
        expect(fromYaml(toYaml(document, directory), directory)).toStrictEqual(document)
      }),
      { numRuns: 200 },
    )
  })
})
