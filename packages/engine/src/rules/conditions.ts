import type { Answer } from '../form/answers.ts'
import { unreachable } from '../errors.ts'
import type { Key } from '../people/ids.ts'
import type { Field } from '../template/fields.ts'
import type { Condition, FieldCondition, StepOutcome } from '../template/rules.ts'
import { type Compared, comparedBy, comparisonFault } from './operators.ts'

/** What conditions read, by slot: undefined where an answer is empty or its field hidden, a step not done or hidden. */
export type ConditionFacts = { answers: (Answer | undefined)[]; outcomes: (StepOutcome | undefined)[] }

/** A condition compiled; reads nothing but its slots. */
export type Test = (facts: ConditionFacts) => boolean

/** Where the compiled conditions find what they name. */
export type Slots = {
  field(id: Key): { field: Field; slot: number } | undefined
  step(id: Key): { slot: number } | undefined
}

type Compare = (answer: unknown) => boolean

/**
 * Compiles a condition to a closure, once for each version.
 * @returns undefined when any part of it names what does not exist or compares what cannot be compared
 */
export function compileCondition(condition: Condition, slots: Slots): Test | undefined {
  if ('all' in condition) return compileGroup(condition.all, slots, (tests) => everyOf(tests))
  if ('any' in condition) return compileGroup(condition.any, slots, (tests) => someOf(tests))
  if ('step' in condition) {
    const slot = slots.step(condition.step)?.slot
    if (slot === undefined) return undefined
    const { is } = condition
    if (is === 'done') return ({ outcomes }) => outcomes[slot] !== undefined
    return ({ outcomes }) => outcomes[slot] === is
  }
  const found = slots.field(condition.field)
  const compare = found && compileComparison(found.field, condition)
  if (!compare) return undefined
  const { slot } = found
  return ({ answers }) => compare(answers[slot])
}

function compileGroup(parts: Condition[], slots: Slots, join: (tests: Test[]) => Test): Test | undefined {
  const tests: Test[] = []
  for (const part of parts) {
    const test = compileCondition(part, slots)
    if (!test) return undefined
    tests.push(test)
  }
  return tests.length === 1 ? tests[0] : join(tests)
}

const everyOf =
  (tests: Test[]): Test =>
  (facts) => {
    for (const test of tests) if (!test(facts)) return false
    return true
  }

const someOf =
  (tests: Test[]): Test =>
  (facts) => {
    for (const test of tests) if (test(facts)) return true
    return false
  }

/** The names of fields and steps that a condition reads. */
export function readsOf(condition: Condition, reads = { fields: new Set<Key>(), steps: new Set<Key>() }) {
  if ('all' in condition) for (const part of condition.all) readsOf(part, reads)
  else if ('any' in condition) for (const part of condition.any) readsOf(part, reads)
  else if ('step' in condition) reads.steps.add(condition.step)
  else reads.fields.add(condition.field)
  return reads
}

/** @returns a comparison of one answer of the field; undefined when the comparison cannot be made */
export function compileComparison(field: Field, condition: FieldCondition): Compare | undefined {
  const compared = comparedBy(field, condition.column)
  if (!compared || comparisonFault(compared, condition)) return undefined
  const compare = compareOne(compared, condition)
  const { column } = condition
  if (column === undefined) return compare
  return (rows) => {
    // A table without rows is one empty cell, so that negations hold for it as for any empty answer.
    if (!Array.isArray(rows) || rows.length === 0) return compare(undefined)
    for (const row of rows) if (compare(Object.hasOwn(row, column) ? row[column] : undefined)) return true
    return false
  }
}

const isEmpty = (answer: unknown) =>
  answer === undefined || answer === null || answer === '' || (Array.isArray(answer) && answer.length === 0)

const folded = (value: unknown) => String(value).trim().toLowerCase()

function compareOne(compared: Compared, condition: Pick<FieldCondition, 'is' | 'value'>): Compare {
  const { is, value } = condition
  const number = value as number
  const time = value as string
  switch (is) {
    case 'is_empty':
      return isEmpty
    case 'is_not_empty':
      return not(isEmpty)
    case 'greater_than':
      return (answer) => typeof answer === 'number' && answer > number
    case 'at_least':
      return (answer) => typeof answer === 'number' && answer >= number
    case 'less_than':
      return (answer) => typeof answer === 'number' && answer < number
    case 'at_most':
      return (answer) => typeof answer === 'number' && answer <= number
    // Dates and instants sort as the times they name.
    case 'before':
      return (answer) => typeof answer === 'string' && answer < time
    case 'after':
      return (answer) => typeof answer === 'string' && answer > time
    case 'is_not':
      return not(compareOne(compared, { is: 'is', value }))
    case 'is_none_of':
      return not(compareOne(compared, { is: 'is_any_of', value }))
    case 'does_not_contain':
      return not(compareOne(compared, { is: 'contains', value }))
    case 'is':
    case 'contains':
    case 'is_any_of':
      return compareWith(kindOf(compared), is, value)
    default:
      return unreachable(is)
  }
}

const kindOf = ({ type }: Compared) => {
  if (type === 'checklist' || type === 'people') return 'several'
  return ['short_text', 'long_text', 'email', 'url', 'phone'].includes(type) ? 'text' : 'single'
}

function compareWith(
  kind: 'several' | 'text' | 'single',
  is: 'is' | 'contains' | 'is_any_of',
  value: unknown,
): Compare {
  if (is === 'is_any_of') {
    const wanted = new Set<unknown>(kind === 'text' ? (value as string[]).map(folded) : (value as string[]))
    if (kind === 'several') return (answer) => Array.isArray(answer) && answer.some((one) => wanted.has(one))
    if (kind === 'text') return (answer) => typeof answer === 'string' && wanted.has(folded(answer))
    return (answer) => wanted.has(answer)
  }
  if (kind === 'several') return (answer) => Array.isArray(answer) && answer.includes(value)
  if (kind === 'single') return (answer) => answer === value
  const wanted = folded(value)
  if (is === 'is') return (answer) => typeof answer === 'string' && folded(answer) === wanted
  return (answer) => typeof answer === 'string' && answer.toLowerCase().includes(wanted)
}

const not =
  (compare: Compare): Compare =>
  (answer) =>
    !compare(answer)
