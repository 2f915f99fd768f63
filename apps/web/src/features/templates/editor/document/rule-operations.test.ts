import type { Condition, Field, TemplateDocument } from '@baton/engine'
import { expect, test } from 'vitest'
import {
  addAt,
  addRule,
  changeRule,
  joinAt,
  newFieldCondition,
  replaceAt,
  rulesAbout,
  withOperator,
} from './rule-operations.ts'
import { savable } from './savable.ts'

const a: Condition = { field: 'a', is: 'is_empty' }
const b: Condition = { field: 'b', is: 'is_empty' }
const c: Condition = { step: 'c', is: 'done' }
const amount: Field = { id: 'amount', type: 'number', label: 'Amount' }
const country: Field = { id: 'country', type: 'radio', label: 'Country', options: [{ id: 'ch', label: 'CH' }] }

test.each([
  ['adds to the whole', addAt({ all: [a] }, [], b), { all: [a, b] }],
  ['makes a group of a single condition', addAt(a, [], b), { all: [a, b] }],
  ['adds to a group within', addAt({ all: [a, { any: [b] }] }, [1], c), { all: [a, { any: [b, c] }] }],
  ['replaces a part', replaceAt({ all: [a, { any: [b] }] }, [1, 0], c), { all: [a, { any: [c] }] }],
  ['removes a part', replaceAt({ all: [a, b] }, [0], undefined), { all: [b] }],
  ['a group that loses its last part goes', replaceAt({ all: [a, { any: [b] }] }, [1, 0], undefined), { all: [a] }],
  ['so does the whole', replaceAt({ all: [a] }, [0], undefined), undefined],
  ['a part that is not there changes nothing', replaceAt({ all: [a] }, [4], undefined), { all: [a] }],
  ['says that any will do', joinAt({ all: [a, { all: [b, c] }] }, [1], 'any'), { all: [a, { any: [b, c] }] }],
])('a tree of conditions: %s', (_, found, wanted) => {
  expect(found).toEqual(wanted)
})

test('a new condition begins with the usual comparison of its type', () => {
  expect(newFieldCondition(amount)).toEqual({ field: 'amount', is: 'is' })
  expect(newFieldCondition(country)).toEqual({ field: 'country', is: 'is', value: 'ch' })
})

test.each([
  [
    { field: 'country', is: 'is', value: 'ch' } as const,
    'is_any_of' as const,
    { field: 'country', is: 'is_any_of', value: ['ch'] },
  ],
  [
    { field: 'country', is: 'is_any_of', value: ['ch', 'no'] } as const,
    'is' as const,
    { field: 'country', is: 'is', value: 'ch' },
  ],
  [{ field: 'country', is: 'is', value: 'ch' } as const, 'is_empty' as const, { field: 'country', is: 'is_empty' }],
])('another comparison keeps what was compared with where it fits (%#)', (before, is, wanted) => {
  expect(withOperator(structuredClone(before) as Parameters<typeof withOperator>[0], is, country)).toEqual(wanted)
})

test('a rule without conditions or actions is none', () => {
  const document: TemplateDocument = { title: 'T', steps: [{ id: 's', type: 'task', title: 'S' }] }
  const added = addRule(document, a, { show: { step: 's' } })
  expect(added.document.rules).toEqual([{ id: 'rule_1', when: { all: [a] }, then: [{ show: { step: 's' } }] }])
  expect(rulesAbout(added.document, { step: 's', fields: new Set() })).toHaveLength(1)
  expect(changeRule(added.document, 'rule_1', (rule) => ({ ...rule, when: undefined }))).toEqual(document)
  expect(changeRule(added.document, 'rule_1', (rule) => ({ ...rule, then: [] }))).toEqual(document)
})

test('what is saved has a name for everything, and no option without one', () => {
  const document: TemplateDocument = {
    title: '',
    tags: [' ', 'finance '],
    steps: [
      {
        id: 's',
        type: 'task',
        title: '',
        fields: [
          {
            id: 'f',
            type: 'dropdown',
            label: ' ',
            options: [
              { id: 'o', label: '' },
              { id: 'p', label: 'P' },
            ],
          },
          { id: 't', type: 'table', label: 'T', columns: [{ id: 'k', label: '', type: 'date' }] },
        ],
      },
    ],
  }
  expect(savable(document, (kind) => `<${kind}>`)).toEqual({
    title: '',
    tags: ['finance'],
    steps: [
      {
        id: 's',
        type: 'task',
        title: '',
        fields: [
          { id: 'f', type: 'dropdown', label: '<dropdown>', options: [{ id: 'p', label: 'P' }] },
          { id: 't', type: 'table', label: 'T', columns: [{ id: 'k', label: '<column>', type: 'date' }] },
        ],
      },
    ],
  })
})
