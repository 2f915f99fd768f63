import { findingsOf, type TemplateDocument, templateFaultCodes, templateFaults } from '@baton/engine'
import i18next, { type TFunction } from 'i18next'
import { beforeAll, expect, test } from 'vitest'
import common from '../../../locales/en/common.json'
import editor from '../../../locales/en/editor.json'
import { faultText } from './fault-text.ts'

const texts: Record<string, string> = editor.fault

/** Texts of a code: its own, those of one kind, and plural forms. */
const textsOf = (code: string) =>
  Object.entries(texts).filter(([key]) => key === code || (key.startsWith(`${code}_`) && !isOfLonger(key, code)))
const isOfLonger = (key: string, code: string) =>
  templateFaultCodes.some((other) => other !== code && other.startsWith(`${code}_`) && key.startsWith(other))

test('every fault that the engine can find has a text', () => {
  expect(templateFaultCodes.filter((code) => textsOf(code).length === 0)).toEqual([])
})

test('no text stands for a fault that the engine does not find', () => {
  const known = new Set(templateFaultCodes.flatMap((code) => textsOf(code).map(([key]) => key)))
  expect(Object.keys(texts).filter((key) => !known.has(key))).toEqual([])
})

test('a text asks for nothing that its finding does not carry', () => {
  const missing = templateFaultCodes.flatMap((code) =>
    textsOf(code).flatMap(([key, text]) =>
      [...text.matchAll(/\{\{(\w+)/g)]
        .map(([, name = '']) => name)
        // Two names for one number, and what is known of one kind only.
        .filter((name) => name !== 'count' && !(templateFaults[code] as readonly string[]).includes(name))
        .filter((name) => !(key === 'deadline_on_itself_field' && name === 'label'))
        .map((name) => `${key}: ${name}`),
    ),
  )
  expect(missing).toEqual([])
})

let t: TFunction<'editor'>
beforeAll(async () => {
  const i18n = i18next.createInstance()
  await i18n.init({
    lng: 'en',
    resources: { en: { common, editor } },
    defaultNS: 'common',
    interpolation: { escapeValue: false },
  })
  t = i18n.getFixedT('en', 'editor') as TFunction<'editor'>
})

test('a draft is spoken of in the words of the page', () => {
  const document: TemplateDocument = {
    title: '',
    processName: 'For {{nobody}}',
    steps: [
      {
        id: 'a',
        type: 'task',
        title: 'A',
        assign: { field: 'choice' },
        fields: [
          { id: 'choice', type: 'radio', label: 'Which way?', options: [] },
          { id: 'few', type: 'short_text', label: 'Few', maxLength: 2, default: 'many' },
        ],
      },
      {
        id: 'mail',
        type: 'email',
        title: 'Tell',
        mail: { to: '{{few}}, {{process.name}}', subject: 'S', body: '', send: 'automatically' },
      },
    ],
    rules: [
      { id: 'r', when: { step: 'a', is: 'approved' }, then: [{ show: { step: 'mail' } }] },
      { id: 's', when: { field: 'few', is: 'at_least', value: 3 }, then: [{ show: { step: 'mail' } }] },
    ],
  }
  expect(findingsOf(document).map((finding) => faultText(t, finding))).toEqual([
    'Give the template a title.',
    '{{nobody}} stands for nothing here. Put a backslash before the braces if they are to stay as they are.',
    'Add options: at least 2 are needed.',
    'The field itself refuses what it begins with. At most 2 characters, please; there are 4.',
    'Only a field for people can name who does it; “Which way?” is of the kind Radio buttons.',
    'The answer to {{process.name}} is not an address; use a field for e-mail addresses or people.',
    '“A” is of the kind Task, and cannot end so.',
    'An answer of the kind Short text cannot be compared with “is at least”.',
  ])
})

test('a fault that is not known here is said in the words of the engine', () => {
  const finding = { path: '/title', code: 'too_beautiful', message: 'The title is too beautiful.' }
  expect(faultText(t, finding)).toBe('The title is too beautiful.')
})
