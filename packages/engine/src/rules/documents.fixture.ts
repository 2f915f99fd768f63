import fc from 'fast-check'
import { type Deadline, deadlineUnits, type Step, stepTypes, type TemplateDocument } from '../template/document.ts'
import { type Field, fieldTypes } from '../template/fields.ts'
import { type Action, type Condition, operators, type Rule, type StepOutcome, stepOutcomes } from '../template/rules.ts'
import type { Facts } from './visibility.ts'

/** Few ids, so that generated parts name one another, themselves and what is not there. */
const stepId = fc.constantFrom('a', 'b', 'c', 'd', 'constructor', 'kickoff')
const fieldId = fc.constantFrom('f', 'g', 'h', 'i', 'constructor')
const word = fc.constantFrom('x', 'y', '', '10', 'ten {{f}}', '{{step.a.outcome}}', '2026-11-22')
const maybe = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined })

/** What JSON can hold: `undefined` is not there. */
const asSent = <T>(value: T): T => JSON.parse(JSON.stringify(value)) as T

const answer = fc.oneof(word, fc.integer({ min: 0, max: 20 }), fc.array(fc.constantFrom('x', 'y'), { maxLength: 2 }))
const option = fc.record({
  id: fc.constantFrom('x', 'y', 'z'),
  label: fc.constantFrom('X', ' '),
  required: maybe(fc.boolean()),
})

const field: fc.Arbitrary<Field> = fc.record({
  id: fieldId,
  type: fc.constantFrom(...fieldTypes),
  label: fc.constantFrom('Label', ' '),
  required: maybe(fc.boolean()),
  hidden: maybe(fc.boolean()),
  default: maybe(answer),
  min: maybe(fc.integer({ min: 0, max: 20 })),
  max: maybe(fc.integer({ min: 0, max: 20 })),
  pattern: maybe(fc.constantFrom('(a+)+', '[', '\\d{2}')),
  currency: maybe(fc.constantFrom('CHF', 'XXY')),
  earliest: maybe(fc.constantFrom('2026-02-30', '2026-01-01')),
  options: maybe(fc.array(option, { maxLength: 3 })),
  must: maybe(fc.constantFrom('none', 'one', 'all')),
  columns: maybe(
    fc.array(
      fc.record({
        id: fc.constantFrom('p', 'q'),
        label: fc.constant('P'),
        type: fc.constantFrom('number', 'short_text', 'dropdown'),
      }),
      { maxLength: 2 },
    ),
  ),
}) as fc.Arbitrary<Field>

const deadline: fc.Arbitrary<Deadline> = fc.record({
  amount: fc.integer({ min: 0, max: 3 }),
  unit: fc.constantFrom(...deadlineUnits),
  direction: maybe(fc.constantFrom('after', 'before')),
  from: fc.oneof(
    fc.constant({ launch: true as const }),
    fc.constant({ opened: true as const }),
    stepId.map((completed) => ({ completed })),
    fieldId.map((named) => ({ field: named })),
  ),
}) as fc.Arbitrary<Deadline>

const step: fc.Arbitrary<Step> = fc.record({
  id: stepId,
  type: fc.constantFrom(...stepTypes),
  title: word,
  instructions: maybe(word),
  milestone: maybe(fc.constantFrom('m', 'n')),
  optional: maybe(fc.boolean()),
  hidden: maybe(fc.boolean()),
  after: maybe(fc.array(stepId, { maxLength: 2 })),
  assign: maybe(fc.record({ field: maybe(fieldId), launcher: maybe(fc.boolean()) })),
  deadline: maybe(deadline),
  fields: maybe(fc.array(field, { maxLength: 2 })),
  mail: maybe(
    fc.record({
      to: fc.constantFrom('', '{{f}}', 'ana@example.org, x'),
      subject: word,
      body: word,
      send: fc.constantFrom('automatically', 'by_hand'),
    }),
  ),
  whenRejected: maybe(fc.constantFrom('stop', 'continue')),
}) as fc.Arbitrary<Step>

const leaf: fc.Arbitrary<Condition> = fc.oneof(
  fc.record({
    field: fieldId,
    column: fc.option(fc.constantFrom('p', 'q'), { nil: undefined, freq: 10 }),
    is: fc.constantFrom(...operators),
    value: maybe(
      fc.oneof(word, fc.integer({ min: 0, max: 20 }), fc.array(fc.constantFrom('x', 'y'), { maxLength: 2 })),
    ),
  }),
  // Comparisons that fit most fields, so that not all rules are faulty.
  fc.record({ field: fieldId, is: fc.constantFrom('is_empty', 'is_not_empty') }),
  fc.record({ step: stepId, is: fc.constantFrom('done', ...stepOutcomes) }),
) as fc.Arbitrary<Condition>

const conditionOf = (depth: number): fc.Arbitrary<Condition> => {
  if (depth === 0) return leaf
  const inner = fc.array(conditionOf(depth - 1), { minLength: 1, maxLength: 2 })
  return fc.oneof(
    leaf,
    inner.map((all) => ({ all })),
    inner.map((any) => ({ any })),
  )
}

const target = fc.oneof(
  stepId.map((id) => ({ step: id })),
  fieldId.map((id) => ({ field: id })),
)
const action: fc.Arbitrary<Action> = fc.oneof(
  target.map((show) => ({ show })),
  target.map((hide) => ({ hide })),
)
const rule: fc.Arbitrary<Rule> = fc.record({
  id: fc.constantFrom('r', 's', 't'),
  when: conditionOf(3),
  then: fc.array(action, { minLength: 1, maxLength: 2 }),
})

/** Documents that fit the schema and mean anything at all, most of them full of faults. */
export const anyDocument: fc.Arbitrary<TemplateDocument> = fc
  .record({
    title: word,
    emoji: maybe(fc.constantFrom('🚀', 'no', '')),
    processName: maybe(word),
    kickoff: maybe(fc.record({ fields: fc.array(field, { maxLength: 3 }) })),
    milestones: maybe(fc.constant([{ id: 'm', title: 'M' }])),
    steps: fc.array(step, { maxLength: 5 }),
    rules: maybe(fc.array(rule, { maxLength: 5 })),
  })
  .map((document) => asSent(document) as TemplateDocument)

const outcome: fc.Arbitrary<StepOutcome> = fc.constantFrom(...stepOutcomes)

/** Answers and outcomes for `anyDocument`, fitting its fields or not. */
export const anyFacts: fc.Arbitrary<Facts> = fc.record({
  answers: fc.dictionary(fieldId, answer),
  outcomes: fc.dictionary(stepId, outcome),
})
