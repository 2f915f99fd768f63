import { describe, expect, test } from 'vitest'
import { settingsOf } from '../../form/field-types.ts'
import type { TemplateDocument } from '../document.ts'
import { type Field, type FieldType, fieldTypes } from '../fields.ts'
import { type TemplateFaultCode, templateFaultCodes, templateFaults } from './checked.ts'
import { findingsOf } from './findings.ts'
import { fields } from './fixtures/fields.ts'
import { names } from './fixtures/names.ts'
import { reach, rules } from './fixtures/rules.ts'
import { ana, ben, known, options, sound, withFields, withStep } from './fixtures/sound.ts'
import { steps, texts } from './fixtures/steps.ts'

test('a sound template has no findings', () => {
  expect(findingsOf(sound)).toEqual([])
  expect(findingsOf(sound, known)).toEqual([])
})

describe.each(Object.entries({ names, fields, steps, texts, rules, reach }))('%s', (_, cases) => {
  test.each(cases.map(([what, document, ...found]) => ({ what, document, found })))('$what', ({ document, found }) => {
    const findings = findingsOf(document, known)
    expect(findings.map(({ path, code }) => [path, code])).toEqual(found)
    for (const { code, values = {} } of findings)
      expect(Object.keys(values), code).toEqual(expect.arrayContaining([...templateFaults[code as TemplateFaultCode]]))
    for (const { message } of findings) expect(message).toMatch(/^[A-Z“{\\][\s\S]*[.]$/)
  })
})

test('every kind of finding is tried here', () => {
  const tried = new Set(
    [names, fields, steps, texts, rules, reach]
      .flat(2)
      .filter((part) => Array.isArray(part))
      .map(([, code]) => code),
  )
  expect(templateFaultCodes.filter((code) => !tried.has(code))).toEqual([])
})

test('a mail may go to people who are chosen in a field', () => {
  const mail = { to: '{{boss}}, office@example.org', cc: '{{boss}}', subject: 'S', body: '', send: 'by_hand' as const }
  expect(findingsOf(withStep({ type: 'email', mail }))).toEqual([])
})

test('a circle is named by the titles on its way', () => {
  const document = withStep({ after: ['k'] }, { id: 'k', type: 'task', title: 'Pay', after: ['last'] })
  expect(findingsOf(document)[0]?.message).toBe(
    'These steps wait for one another in a circle: “Last” waits for “Pay” waits for “Last”.',
  )
})

test('all faults are told at once, in the order of the document', () => {
  const document: TemplateDocument = {
    title: '',
    steps: [
      { id: 'a', type: 'email', title: '' },
      {
        id: 'b',
        type: 'task',
        title: 'B',
        after: ['z'],
        fields: [{ id: 'it', type: 'dropdown', label: 'It', required: true, hidden: true }],
      },
    ],
    rules: [{ id: 'r', when: { field: 'gone', is: 'is_empty' }, then: [{ hide: { step: 'z' } }] }],
  }
  expect(findingsOf(document).map(({ path }) => path)).toEqual([
    '/title',
    '/steps/0/title',
    '/steps/0/mail',
    '/steps/1/fields/0/options',
    '/steps/1/after/0',
    '/steps/1/fields/0/hidden',
    '/rules/0/when/field',
    '/rules/0/then/0/hide/step',
  ])
})

test('people and groups are looked up only when it is known who there is', () => {
  expect(findingsOf(withStep({ assign: { members: [ben], groups: [ana] } }))).toEqual([])
})

test.each(fieldTypes)('a %s field takes each setting that it reads, and no other', (type: FieldType) => {
  const values: Partial<Field> = {
    placeholder: 'x',
    minLength: 1,
    maxLength: 9,
    pattern: 'a',
    patternHint: 'an a',
    min: 1,
    max: 2,
    decimals: 2,
    currency: 'CHF',
    earliest: '2026-01-01',
    latest: '2026-12-31',
    options,
    must: 'one',
    maxItems: 2,
    maxSizeMb: 5,
    columns: [{ id: 'c', label: 'C', type: 'date' }],
    minRows: 1,
    maxRows: 2,
  }
  const unread = findingsOf(withFields({ type, ...values })).filter(({ code }) => code === 'setting_not_read')
  const read: string[] = Object.keys(values).filter((key) => !unread.some(({ path }) => path.endsWith(`/${key}`)))
  expect([...read, 'default'].sort()).toEqual([...new Set([...settingsOf(type), 'default'])].sort())
})
