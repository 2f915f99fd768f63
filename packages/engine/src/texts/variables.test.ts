import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Answer } from '../form/answers.ts'
import { compileTemplate } from '../template/definition.ts'
import { fillText, type TextScope, variablesIn } from './variables.ts'

const ana = '11111111-1111-4111-8111-111111111111'
const ben = '22222222-2222-4222-8222-222222222222'
const gone = '33333333-3333-4333-8333-333333333333'
const options = [
  { id: 'ch', label: 'Switzerland' },
  { id: 'de', label: 'Germany' },
]
const definition = compileTemplate({
  title: 'Pay an invoice',
  kickoff: {
    fields: [
      { id: 'supplier', type: 'short_text', label: 'Supplier' },
      { id: 'amount', type: 'currency', label: 'Amount', currency: 'CHF' },
      { id: 'share', type: 'number', label: 'Share', decimals: 1 },
      { id: 'due', type: 'date', label: 'Due' },
      { id: 'call', type: 'date_time', label: 'Call' },
      { id: 'land', type: 'dropdown', label: 'Country', options },
      { id: 'checks', type: 'checklist', label: 'Checks', options },
      { id: 'people', type: 'people', label: 'People' },
      { id: 'files', type: 'file', label: 'Files' },
      {
        id: 'lines',
        type: 'table',
        label: 'Lines',
        columns: [
          { id: 'what', label: 'What', type: 'short_text' },
          { id: 'price', label: 'Price', type: 'currency', currency: 'EUR' },
          { id: 'land', label: 'From', type: 'dropdown', options },
        ],
      },
      { id: 'secret', type: 'short_text', label: 'Secret' },
    ],
  },
  steps: [
    { id: 'review', type: 'approval', title: 'Review' },
    { id: 'pay', type: 'task', title: 'Pay' },
  ],
  rules: [
    {
      id: 'r',
      when: { field: 'land', is: 'is', value: 'de' },
      then: [{ hide: { field: 'secret' } }, { hide: { step: 'review' } }],
    },
  ],
})
const names: Record<string, string> = { [ana]: 'Ana Meier', [ben]: 'Ben Okafor' }
const scope = (change: Partial<TextScope> = {}): TextScope => ({
  definition,
  answers: {},
  locale: 'en-GB',
  timeZone: 'Europe/Zurich',
  personName: (id) => names[id],
  process: {
    name: 'Invoice 7',
    launchedBy: ana,
    launchedAt: '2026-11-22T23:30:00.000Z',
    tasks: [
      {
        id: 'review',
        status: 'completed',
        outcome: 'rejected',
        completedBy: ben,
        completedAt: '2026-11-23T08:00:00.000Z',
        assignees: { people: [], groups: [] },
      },
      { id: 'pay', status: 'open', assignees: { people: [], groups: [] } },
    ],
  },
  ...change,
})

describe('a variable is written for people', () => {
  test.each<[id: string, Answer, written: string]>([
    ['supplier', 'Huber & Co', 'Huber & Co'],
    ['amount', 1234.5, 'CHF 1,234.50'],
    ['share', 1234, '1,234.0'],
    ['due', '2026-12-01', '1 Dec 2026'],
    ['call', '2026-12-01T08:05:00.000Z', '1 Dec 2026, 09:05'],
    ['land', 'ch', 'Switzerland'],
    ['land', 'no', 'no'],
    ['checks', ['ch', 'de'], 'Switzerland, Germany'],
    ['people', [ben, gone, ana], 'Ben Okafor, Ana Meier'],
    ['files', [{ id: ana, name: 'bill.pdf', size: 1, type: 'application/pdf' }], 'bill.pdf'],
    [
      'lines',
      [{ what: 'Desk', price: 10, land: 'de' }, { price: 2 }],
      'What: Desk, Price: €10.00, From: Germany\nPrice: €2.00',
    ],
    ['amount', 'ten', 'ten'],
    ['people', 'Ana', 'Ana'],
    ['due', 'soon', 'soon'],
  ])('%s: %j → %s', (id, answer, written) => {
    // Locales part amounts and times with spaces of several kinds.
    expect(fillText(`{{${id}}}`, scope({ answers: { [id]: answer } })).replace(/[\u00a0\u202f]/g, ' ')).toBe(written)
  })

  test('as the locale has it', () => {
    const german = scope({ locale: 'de-DE', answers: { share: 1234.5, due: '2026-12-01' } })
    expect(fillText('{{share}}, {{due}}', german)).toBe('1.234,5, 01.12.2026')
    expect(fillText('{{share}}', scope({ locale: 'not a locale', answers: { share: 1234.5 } }))).toBe('1,234.5')
  })
})

test.each([
  ['{{process.name}}', 'Invoice 7'],
  ['{{template.title}}', 'Pay an invoice'],
  ['{{launcher.name}}', 'Ana Meier'],
  ['{{launch.date}}', '23 Nov 2026'],
  ['{{step.review.outcome}}', 'rejected'],
  ['{{step.review.completed_by}}', 'Ben Okafor'],
  ['[{{step.pay.outcome}}]', '[]'],
  ['{{step.pay.completed_by|nobody yet}}', 'nobody yet'],
  ['{{ supplier }}', ''],
  ['{{supplier|none}}', 'none'],
  ['{{ supplier | the supplier }}.', 'the supplier.'],
  ['{{unknown}} {{unknown|x}}', '{{unknown}} {{unknown|x}}'],
  [
    '{{process.age}} {{step.gone.outcome}} {{}} {{Supplier}}',
    '{{process.age}} {{step.gone.outcome}} {{}} {{Supplier}}',
  ],
  ['\\{{supplier}}', '{{supplier}}'],
  ['no {{ closing', 'no {{ closing'],
  ['{{{supplier|x}}}', '{x}'],
  ['constructor: {{constructor}}', 'constructor: {{constructor}}'],
])('%s is filled as %s', (text, filled) => {
  expect(fillText(text, scope())).toBe(filled)
})

test('before launch there is nothing to tell of the process', () => {
  const before = scope({ process: undefined, answers: { supplier: 'Huber' } })
  expect(
    fillText('{{supplier}}, {{process.name}}{{launcher.name}}{{launch.date}}{{step.review.outcome|?}}', before),
  ).toBe('Huber, ?')
})

test('text in an answer is never read for variables', () => {
  const answers = { supplier: '{{secret}} {{amount|x}} $& $1', secret: 'hunter2' }
  expect(fillText('To {{supplier}}', scope({ answers }))).toBe('To {{secret}} {{amount|x}} $& $1')
})

test('hidden fields and steps tell nothing', () => {
  const text = '{{secret|nothing}} {{step.review.outcome|nothing}}'
  expect(fillText(text, scope({ answers: { secret: 'x', land: 'ch' } }))).toBe('x rejected')
  expect(fillText(text, scope({ answers: { secret: 'x', land: 'de' } }))).toBe('nothing nothing')
})

test('values can be kept from being read as Markdown or HTML, the text itself is not touched', () => {
  const escape = (value: string) => value.replaceAll('*', '\\*')
  expect(fillText('**{{supplier}}** {{amount|*}}', scope({ answers: { supplier: '*x*' }, escape }))).toBe(
    '**\\*x\\*** *',
  )
})

test('outcomes are in the words of the reader', () => {
  expect(fillText('{{step.review.outcome}}', scope({ outcomeName: () => 'abgelehnt' }))).toBe('abgelehnt')
})

test('the variables of a text are listed once each, in order', () => {
  expect(variablesIn('{{b}} {{ a | x }} {{b|y}} \\{{c}} {{step.x.outcome}} {{No}}')).toEqual([
    'b',
    'a',
    'step.x.outcome',
    'No',
  ])
  expect(variablesIn('none')).toEqual([])
})

test('any text is filled without harm, and one without variables is left as it is', () => {
  const text = fc.string({
    unit: fc.constantFrom('{', '}', '{{', '}}', '|', '\\', ' ', 'land', 'step.', 'x'),
    maxLength: 40,
  })
  fc.assert(
    fc.property(text, (value) => {
      const filled = fillText(value, scope({ answers: { land: 'ch' } }))
      if (variablesIn(value).length === 0 && !value.includes('\\{{')) expect(filled).toBe(value)
    }),
    { numRuns: 1000 },
  )
  const start = performance.now()
  fillText('{{'.repeat(25_000), scope())
  fillText(`{{a|${' '.repeat(50_000)}`, scope())
  fillText(`{{a|${'{{a|x'.repeat(10_000)}`, scope())
  expect(performance.now() - start).toBeLessThan(500)
})
