import fc from 'fast-check'
import Value from 'typebox/value'
import { describe, expect, test } from 'vitest'
import { compileTemplate, explainVisibility, visibilityOf } from '../template/definition.ts'
import { TemplateDocument } from '../template/document.ts'
import type { Rule } from '../template/rules.ts'
import { findingsOf } from '../template/check/findings.ts'
import { anyDocument, anyFacts } from './fixtures/documents.ts'
import type { Facts } from './visibility.ts'

const invoice = (rules: Rule[], change: Partial<TemplateDocument> = {}): TemplateDocument => ({
  title: 'Pay an invoice',
  kickoff: {
    fields: [
      { id: 'amount', type: 'number', label: 'Amount' },
      { id: 'reason', type: 'short_text', label: 'Reason' },
    ],
  },
  steps: [
    { id: 'review', type: 'approval', title: 'Review', fields: [{ id: 'risk', type: 'number', label: 'Risk' }] },
    { id: 'legal', type: 'task', title: 'Legal review' },
    { id: 'pay', type: 'task', title: 'Pay' },
  ],
  rules,
  ...change,
})
const big = { field: 'amount', is: 'greater_than', value: 100 } as const
const showLegal: Rule = { id: 'r1', when: big, then: [{ show: { step: 'legal' } }] }

function visible(document: TemplateDocument, facts: Partial<Facts> = {}) {
  const { steps, fields } = visibilityOf(compileTemplate(document), { answers: {}, outcomes: {}, ...facts })
  return [...steps, ...fields].sort()
}

describe('what people meet', () => {
  test('is everything that no rule speaks of and that is not hidden', () => {
    expect(visible(invoice([]))).toEqual(['amount', 'legal', 'pay', 'reason', 'review', 'risk'])
  })

  test('a step that a rule shows is hidden until its condition holds, and again when it no longer does', () => {
    const document = invoice([showLegal])
    expect(visible(document)).not.toContain('legal')
    expect(visible(document, { answers: { amount: 101 } })).toContain('legal')
    expect(visible(document, { answers: { amount: 100 } })).not.toContain('legal')
  })

  test('one of several rules that show is enough', () => {
    const other: Rule = {
      id: 'r2',
      when: { field: 'reason', is: 'contains', value: 'lawyer' },
      then: [{ show: { step: 'legal' } }],
    }
    expect(visible(invoice([showLegal, other]), { answers: { reason: 'our lawyer' } })).toContain('legal')
    expect(visible(invoice([showLegal, other]), { answers: { amount: 101 } })).toContain('legal')
    expect(visible(invoice([showLegal, other]))).not.toContain('legal')
  })

  test('a rule that hides wins over those that show', () => {
    const hide: Rule = {
      id: 'r2',
      when: { field: 'reason', is: 'is', value: 'refund' },
      then: [{ hide: { step: 'legal' } }],
    }
    const answers = { amount: 101, reason: 'refund' }
    expect(visible(invoice([showLegal, hide]), { answers })).not.toContain('legal')
    expect(visible(invoice([hide, showLegal]), { answers })).not.toContain('legal')
    expect(visible(invoice([hide]), { answers })).not.toContain('legal')
    expect(visible(invoice([hide]), { answers: { reason: 'goods' } })).toContain('legal')
  })

  test('a field is hidden with its step', () => {
    const hide: Rule = { id: 'r1', when: big, then: [{ hide: { step: 'review' } }] }
    expect(visible(invoice([hide]), { answers: { amount: 101 } })).toEqual(['amount', 'legal', 'pay', 'reason'])
  })

  test('the answer of a hidden field counts as absent', () => {
    const rules: Rule[] = [
      { id: 'r1', when: big, then: [{ hide: { field: 'reason' } }] },
      { id: 'r2', when: { field: 'reason', is: 'is_not_empty' }, then: [{ show: { step: 'legal' } }] },
    ]
    expect(visible(invoice(rules), { answers: { amount: 1, reason: 'x' } })).toContain('legal')
    expect(visible(invoice(rules), { answers: { amount: 101, reason: 'x' } })).not.toContain('legal')
  })

  test('the answer of a field in a hidden step counts as absent', () => {
    const rules: Rule[] = [
      { id: 'r1', when: big, then: [{ hide: { step: 'review' } }] },
      { id: 'r2', when: { field: 'risk', is: 'at_least', value: 5 }, then: [{ show: { step: 'legal' } }] },
    ]
    expect(visible(invoice(rules), { answers: { amount: 1, risk: 9 } })).toContain('legal')
    expect(visible(invoice(rules), { answers: { amount: 101, risk: 9 } })).not.toContain('legal')
  })

  test('the outcome of a hidden step counts as absent', () => {
    const rules: Rule[] = [
      { id: 'r1', when: big, then: [{ hide: { step: 'review' } }] },
      { id: 'r2', when: { step: 'review', is: 'rejected' }, then: [{ hide: { step: 'pay' } }] },
    ]
    const outcomes = { review: 'rejected' } as const
    expect(visible(invoice(rules), { outcomes })).not.toContain('pay')
    expect(visible(invoice(rules), { outcomes, answers: { amount: 101 } })).toContain('pay')
    expect(visible(invoice(rules), { outcomes: new Map([['review', 'rejected']]) })).not.toContain('pay')
  })

  test('a field may be called like what every object inherits', () => {
    const rules: Rule[] = [
      { id: 'r1', when: { field: 'constructor', is: 'is_not_empty' }, then: [{ show: { step: 'legal' } }] },
    ]
    const kickoff = { fields: [{ id: 'constructor', type: 'short_text' as const, label: 'Builder' }] }
    expect(visible(invoice(rules, { kickoff }))).not.toContain('legal')
    expect(visible(invoice(rules, { kickoff }), { answers: { constructor: 'Bob' } })).toContain('legal')
  })

  test('does not depend on the order of the rules', () => {
    fc.assert(
      fc.property(anyDocument, anyFacts, fc.infiniteStream(fc.nat()), (document, facts, numbers) => {
        const rules = document.rules ?? []
        const shuffled = rules.map((rule) => ({ rule, at: numbers.next().value! })).sort((a, b) => a.at - b.at)
        const other = { ...document, rules: shuffled.map(({ rule }) => rule) }
        expect(visible(other, facts)).toEqual(visible(document, facts))
      }),
      { numRuns: 500 },
    )
  })
})

describe('a draft with faults', () => {
  test('is compiled whatever fits the schema, and its faults can be listed', () => {
    fc.assert(
      fc.property(anyDocument, anyFacts, (document, facts) => {
        expect(Value.Check(TemplateDocument, document)).toBe(true)
        const definition = compileTemplate(document)
        const { steps } = visibilityOf(definition, facts)
        for (const id of steps) explainVisibility(definition, facts, { step: id })
        expect([...definition.order].sort()).toEqual([...definition.steps.keys()].sort())
        for (const { path } of findingsOf(document)) expect(path).toMatch(/^\//)
      }),
      { numRuns: 500 },
    )
  })

  test('runs without the rules that depend on their own effect', () => {
    const rules: Rule[] = [
      { id: 'r1', when: { step: 'legal', is: 'done' }, then: [{ show: { step: 'pay' } }] },
      { id: 'r2', when: { step: 'pay', is: 'done' }, then: [{ show: { step: 'legal' } }] },
      { id: 'r3', when: { field: 'risk', is: 'is_empty' }, then: [{ hide: { step: 'review' } }] },
      { id: 'r4', when: big, then: [{ hide: { step: 'pay' } }] },
    ]
    expect(visible(invoice(rules))).toEqual(['amount', 'legal', 'pay', 'reason', 'review', 'risk'])
    expect(visible(invoice(rules), { answers: { amount: 101 } })).not.toContain('pay')
  })

  test('runs without the rules that name what is not there', () => {
    const rules: Rule[] = [
      { id: 'r1', when: { field: 'weight', is: 'is_empty' }, then: [{ hide: { step: 'pay' } }] },
      { id: 'r2', when: { all: [big, { step: 'ship', is: 'done' }] }, then: [{ show: { step: 'legal' } }] },
      { id: 'r3', when: big, then: [{ hide: { step: 'ship' } }, { hide: { field: 'reason' } }] },
    ]
    expect(visible(invoice(rules))).toEqual(['amount', 'legal', 'pay', 'reason', 'review', 'risk'])
    expect(visible(invoice(rules), { answers: { amount: 101 } })).not.toContain('reason')
  })

  test('takes the first of two with the same id', () => {
    const { steps } = invoice([])
    const definition = compileTemplate(invoice([], { steps: [...steps, { id: 'pay', type: 'email', title: 'Again' }] }))
    expect(definition.steps.get('pay')?.title).toBe('Pay')
    expect(definition.order).toEqual(['review', 'legal', 'pay'])
  })
})

describe('why something is here, or is not', () => {
  const hide: Rule = { id: 'r2', when: { step: 'review', is: 'rejected' }, then: [{ hide: { step: 'legal' } }] }
  const definition = compileTemplate(invoice([showLegal, hide]))

  test('names each rule that speaks of it and whether it holds', () => {
    const facts = { answers: { amount: 101 }, outcomes: { review: 'rejected' } } as const
    expect(explainVisibility(definition, facts, { step: 'legal' })).toEqual({
      visible: false,
      because: [
        { rule: showLegal, holds: true, effect: 'show' },
        { rule: hide, holds: true, effect: 'hide' },
      ],
    })
  })

  test('names the step that a field is hidden with', () => {
    const hideReview: Rule = { id: 'r1', when: big, then: [{ hide: { step: 'review' } }] }
    const facts = { answers: { amount: 101 }, outcomes: {} }
    expect(explainVisibility(compileTemplate(invoice([hideReview])), facts, { field: 'risk' })).toEqual({
      visible: false,
      hiddenWith: { step: 'review' },
      because: [],
    })
  })

  test('says nothing of what does not exist', () => {
    expect(explainVisibility(definition, { answers: {}, outcomes: {} }, { field: 'weight' })).toEqual({
      visible: false,
      because: [],
    })
  })
})

test('steps are ordered after those they wait for, otherwise as in the document', () => {
  const step = (id: string, after: string[] = []) => ({ id, type: 'task' as const, title: id, after })
  const definition = compileTemplate({
    title: 'T',
    steps: [step('a', ['c']), step('b'), step('c', ['b']), step('d', ['gone'])],
  })
  expect(definition.order).toEqual(['b', 'c', 'a', 'd'])
  expect(Object.fromEntries(definition.followers)).toEqual({ b: ['c'], c: ['a'] })
})

test('a chain of five hundred steps shown one by another is followed to its end', () => {
  const steps = Array.from({ length: 500 }, (_, index) => ({
    id: `s${index}`,
    type: 'task' as const,
    title: `Step ${index}`,
  }))
  const rules = steps.slice(1, 300).map(({ id }, index): Rule => ({
    id: `r${index}`,
    when: { step: `s${index}`, is: 'completed' },
    then: [{ show: { step: id } }],
  }))
  const definition = compileTemplate({ title: 'Long', steps, rules: rules.toReversed() })
  const outcomes = Object.fromEntries(steps.map(({ id }) => [id, 'completed' as const]))
  expect(visibilityOf(definition, { answers: {}, outcomes }).steps.size).toBe(500)
  expect(visibilityOf(definition, { answers: {}, outcomes: { ...outcomes, s0: undefined as never } }).steps.size).toBe(
    201,
  )
})
