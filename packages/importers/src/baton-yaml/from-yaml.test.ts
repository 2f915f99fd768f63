import { UserError, type TemplateDocument } from '@baton/engine'
import { describe, expect, test } from 'vitest'
import { importDocument } from '../import-document.ts'
import { fromYaml } from './from-yaml.ts'
import { toYaml } from './to-yaml.ts'

const ana = { id: '0198a000-0000-7000-8000-000000000001', email: 'ana@hollis.example' }
const finance = { id: '0198a000-0000-7000-8000-000000000011', name: 'Finance' }
const directory = { members: [ana], groups: [finance] }

const invoice: TemplateDocument = {
  title: 'Approve an invoice',
  emoji: '🧾',
  tags: ['finance'],
  kickoff: {
    fields: [
      { id: 'amount', type: 'currency', label: 'Amount', currency: 'EUR', required: true },
      { id: 'owner', type: 'people', label: 'Budget owner', default: [ana.id] },
    ],
  },
  steps: [
    {
      id: 'check',
      type: 'task',
      title: 'Check it',
      instructions: 'Look at\n\n- the total',
      assign: { groups: [finance.id] },
      deadline: { amount: 2, unit: 'days', from: { launch: true } },
    },
    { id: 'approve', type: 'approval', title: 'Approve {{amount}}', after: ['check'], assign: { members: [ana.id] } },
  ],
  rules: [
    {
      id: 'large',
      when: {
        all: [
          { field: 'amount', is: 'at_least', value: 5000 },
          { field: 'owner', is: 'is', value: ana.id },
        ],
      },
      then: [{ show: { step: 'approve' } }],
    },
  ],
}

const written = `baton: template/v1
title: Approve an invoice
emoji: 🧾
tags: [ finance ]

kickoff:
  fields:
    - id: amount
      type: currency
      label: Amount
      required: true
      currency: EUR
    - id: owner
      type: people
      label: Budget owner
      default: [ !member "ana@hollis.example" ]

steps:
  - id: check
    type: task
    title: Check it
    instructions: |-
      Look at

      - the total
    assign: { groups: [ Finance ] }
    deadline: 2 days after launch

  - id: approve
    type: approval
    title: Approve {{amount}}
    after: [ check ]
    assign: { members: [ ana@hollis.example ] }

rules:
  - id: large
    when:
      all:
        - { field: amount, is: at_least, value: 5000 }
        - { field: owner, is: is, value: !member "ana@hollis.example" }
    then:
      - show: { step: approve }
`

describe('a template as YAML', () => {
  test('names people by e-mail and groups by name, and tells deadlines in words', () => {
    expect(toYaml(invoice, directory)).toBe(written)
    expect(fromYaml(written, directory)).toStrictEqual(invoice)
  })

  test('names by id who is not in the directory, and is still read', () => {
    const nobody = { members: [], groups: [] }
    expect(toYaml(invoice, nobody)).toContain(`assign: { groups: [ ${finance.id} ] }`)
    expect(fromYaml(toYaml(invoice, nobody), nobody)).toStrictEqual(invoice)
  })

  test('refuses what it does not know, all faults at once, each with its line', () => {
    const text = written
      .replace('required: true', 'requred: true')
      .replace('2 days after launch', 'soon')
      .replace('- show: { step: approve }', '- show: { stop: approve }')
      .replace('is: at_least', 'is: about')
      .replace('[ Finance ]', '[ Sales ]')
    const refusal = refusalOf(() => fromYaml(text, directory))
    expect(refusal.code).toBe('unreadable_document')
    expect(refusal.findings.map(({ values, message }) => [values?.['line'], message])).toEqual([
      [11, '“requred” is not known here. Is “required” meant?'],
      [26, 'No group here is called “Sales”.'],
      [27, expect.stringMatching(/^Wanted words such as .*, found “soon”\.$/)],
      [39, expect.stringMatching(/^Wanted one of is, is_not, .*, found “about”\.$/)],
      [42, 'Wanted keys step, or keys field, found the keys stop.'],
    ])
  })

  test('refuses another version of the format', () => {
    expect(refusalOf(() => fromYaml(written.replace('template/v1', 'template/v9'), directory)).message).toMatch(
      /Line 1: Wanted “baton: template\/v1”, found “template\/v9”/,
    )
  })

  test('imported from elsewhere, leaves out people who do not exist here, and says so', () => {
    const { document, format, report } = importDocument(
      { fileName: 'invoice.yaml', text: written },
      { members: [], groups: [finance] },
    )
    expect(format).toBe('baton-yaml')
    expect(document.steps[1]?.assign).toEqual({ members: [] })
    expect(document.kickoff?.fields[1]?.default).toEqual([])
    expect(report.map(({ line, severity }) => [line, severity])).toEqual([
      [16, 'not mapped'],
      [33, 'not mapped'],
      [40, 'not mapped'],
    ])
  })
})

function refusalOf(attempt: () => unknown): UserError {
  try {
    attempt()
  } catch (error) {
    if (error instanceof UserError) return error
    throw error
  }
  throw new Error('It was not refused.')
}
