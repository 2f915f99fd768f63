import { compileTemplate, type TemplateDocument, visibilityOf } from '@baton/engine'
import { describe, expect, test } from 'vitest'
import {
  changeField,
  changeFieldType,
  duplicateField,
  insertField,
  moveField,
  newField,
  removeField,
} from './field-operations.ts'
import { renameColumn, renameField, renameOption, renameStep } from './references.ts'
import { settleIds } from './settle.ts'
import { slugOf } from './slugs.ts'

const document: TemplateDocument = {
  title: 'Pay an invoice',
  processName: '{{supplier}} {{ amount | none }} {{step.pay.outcome}}',
  kickoff: {
    fields: [
      { id: 'supplier', type: 'short_text', label: 'Supplier' },
      { id: 'amount', type: 'currency', label: 'Amount', currency: 'EUR' },
      {
        id: 'country',
        type: 'dropdown',
        label: 'Country',
        default: 'ch',
        options: [
          { id: 'ch', label: 'Switzerland' },
          { id: 'no', label: 'Norway' },
        ],
      },
      { id: 'lines', type: 'table', label: 'Lines', columns: [{ id: 'sum', label: 'Sum', type: 'number' }] },
      { id: 'due', type: 'date', label: 'Due' },
      { id: 'payer', type: 'people', label: 'Payer' },
    ],
  },
  steps: [
    {
      id: 'check',
      type: 'approval',
      title: 'Check {{supplier}}',
      fields: [{ id: 'note', type: 'long_text', label: 'Note' }],
    },
    {
      id: 'pay',
      type: 'task',
      title: 'Pay',
      after: ['check'],
      assign: { field: 'payer' },
      deadline: { amount: 2, unit: 'days', direction: 'before', from: { field: 'due' } },
    },
    {
      id: 'file',
      type: 'task',
      title: 'File',
      hidden: true,
      deadline: { amount: 1, unit: 'days', from: { completed: 'pay' } },
    },
  ],
  rules: [
    {
      id: 'big',
      when: {
        all: [
          { field: 'amount', is: 'greater_than', value: 1000 },
          {
            any: [
              { field: 'country', is: 'is_any_of', value: ['ch', 'no'] },
              { field: 'country', is: 'is', value: 'ch' },
              { field: 'lines', column: 'sum', is: 'at_least', value: 3 },
              { step: 'check', is: 'approved' },
            ],
          },
        ],
      },
      then: [{ show: { step: 'file' } }, { hide: { field: 'note' } }],
    },
  ],
}
const text = (one: TemplateDocument) => JSON.stringify(one)

describe('another id', () => {
  test.each([
    ['a field', (d: TemplateDocument) => renameField(d, 'supplier', 'vendor'), 'supplier', 'vendor'],
    ['a field in conditions', (d: TemplateDocument) => renameField(d, 'amount', 'total'), 'amount', 'total'],
    [
      'a date field that a deadline counts from',
      (d: TemplateDocument) => renameField(d, 'due', 'due_day'),
      'due',
      'due_day',
    ],
    [
      'a people field that assigns',
      (d: TemplateDocument) => renameField(d, 'payer', 'treasurer'),
      'payer',
      'treasurer',
    ],
    ['a field that a rule hides', (d: TemplateDocument) => renameField(d, 'note', 'remark'), 'note', 'remark'],
    ['a step', (d: TemplateDocument) => renameStep(d, 'check', 'review'), 'check', 'review'],
    ['a step in texts and deadlines', (d: TemplateDocument) => renameStep(d, 'pay', 'transfer'), 'pay', 'transfer'],
    ['a step that a rule shows', (d: TemplateDocument) => renameStep(d, 'file', 'archive'), 'file', 'archive'],
    ['an option', (d: TemplateDocument) => renameOption(d, 'country', 'ch', 'switzerland'), 'ch', 'switzerland'],
    ['a column', (d: TemplateDocument) => renameColumn(d, 'lines', 'sum', 'subtotal'), 'sum', 'subtotal'],
  ])('of %s: everything that names it follows, nothing else changes', (_, rename, from, to) => {
    const renamed = rename(document)
    const word = new RegExp(`(?<=["{. ])${from}(?=["} .])(?!":)`, 'g')
    expect(text(renamed)).not.toMatch(word)
    expect(text(renamed)).toBe(text(document).replaceAll(word, to))
  })

  test('does not touch words that only look like it', () => {
    const titled = { ...document, description: 'The supplier, {{supplier_code}} and \\{{supplier}} stay.' }
    expect(renameField(titled, 'supplier', 'vendor').description).toBe(
      'The supplier, {{supplier_code}} and \\{{supplier}} stay.',
    )
  })
})

describe('fields', () => {
  const kickoff = { kickoff: true } as const
  const ids = (d: TemplateDocument) => d.kickoff?.fields.map(({ id }) => id)

  test('removing one takes the actions on it along and leaves what reads it', () => {
    const removed = removeField(document, { step: 'check' }, 'note')
    expect(removed.steps[0]).toEqual({ id: 'check', type: 'approval', title: 'Check {{supplier}}' })
    expect(removed.rules![0]!.then).toEqual([{ show: { step: 'file' } }])
    const blind = removeField(document, kickoff, 'amount')
    expect(blind.rules).toEqual(document.rules)
  })

  test('a rule that only served the removed field goes', () => {
    const one: TemplateDocument = {
      ...document,
      rules: [{ ...document.rules![0]!, then: [{ hide: { field: 'note' } }] }],
    }
    expect(removeField(one, { step: 'check' }, 'note')).not.toHaveProperty('rules')
  })

  test('a draft with a rule on a removed field still runs', () => {
    const blind = removeField(document, kickoff, 'amount')
    expect(visibilityOf(compileTemplate(blind), { answers: {}, outcomes: {} }).steps.has('pay')).toBe(true)
  })

  test('move, copy and insert keep the order a person sees', () => {
    expect(ids(moveField(document, kickoff, 'amount', 'up'))!.slice(0, 2)).toEqual(['amount', 'supplier'])
    expect(ids(moveField(document, kickoff, 'supplier', 'up'))).toEqual(ids(document))
    expect(ids(duplicateField(document, kickoff, 'supplier').document)!.slice(0, 2)).toEqual(['supplier', 'supplier_2'])
    expect(ids(insertField(document, kickoff, newField(document, 'email'), 0))![0]).toBe('new_field')
  })

  test('a setting that is emptied is not left behind', () => {
    const required = changeField(document, 'supplier', { required: true, maxLength: 10 })
    expect(changeField(required, 'supplier', { required: false, maxLength: undefined })).toEqual(document)
  })

  test('another type keeps what it reads and takes out the rest', () => {
    const radio = changeFieldType(document, 'country', 'radio').kickoff!.fields[2]
    expect(radio).toEqual({ ...document.kickoff!.fields[2], type: 'radio' })
    expect(changeFieldType(document, 'amount', 'short_text').kickoff!.fields[1]).toEqual({
      id: 'amount',
      type: 'short_text',
      label: 'Amount',
    })
    const choice = changeFieldType(document, 'supplier', 'dropdown').kickoff!.fields[0]!
    expect(choice.options).toHaveLength(2)
  })
})

describe('ids from titles', () => {
  test.each([
    ['Größe der Mappe', 'grosse_der_mappe'],
    ['  Sign & send!  ', 'sign_send'],
    ['2nd approval', 'step_2nd_approval'],
    ['审批', 'step'],
    ['Check {{supplier}} twice', 'check_twice'],
    ['a'.repeat(80), 'a'.repeat(40)],
  ])('%s', (title, wanted) => {
    expect(slugOf(title, 'step', new Set())).toBe(wanted)
  })

  test('a title that is taken gets a number', () => {
    expect(slugOf('Sign', 'step', new Set(['sign', 'sign_2']))).toBe('sign_3')
  })

  test('settling names fields, options and columns by their words, with the rules that read them', () => {
    const drafted: TemplateDocument = {
      title: 'T',
      kickoff: {
        fields: [
          {
            ...newField({ title: '', steps: [] }, 'dropdown', 'Which size?'),
            default: 'new_option_2',
            options: [
              { id: 'new_option', label: 'Small' },
              { id: 'new_option_2', label: 'Large' },
              { id: 'new_option_3', label: '' },
            ],
          },
        ],
      },
      steps: [{ id: 'new_step', type: 'task', title: 'Pack {{new_field}}', hidden: true }],
      rules: [
        {
          id: 'rule_1',
          when: { field: 'new_field', is: 'is_any_of', value: ['new_option_2'] },
          then: [{ show: { step: 'new_step' } }],
        },
      ],
    }
    const { document: settled } = settleIds(drafted)
    expect(settled).toEqual({
      title: 'T',
      kickoff: {
        fields: [
          {
            id: 'which_size',
            type: 'dropdown',
            label: 'Which size?',
            default: 'large',
            options: [
              { id: 'small', label: 'Small' },
              { id: 'large', label: 'Large' },
              { id: 'new_option_3', label: '' },
            ],
          },
        ],
      },
      steps: [{ id: 'pack', type: 'task', title: 'Pack {{which_size}}', hidden: true }],
      rules: [
        {
          id: 'rule_1',
          when: { field: 'which_size', is: 'is_any_of', value: ['large'] },
          then: [{ show: { step: 'pack' } }],
        },
      ],
    })
    expect(settleIds(settled).document).toBe(settled)
  })
})
