import Type, { type Static } from 'typebox'
import { Key } from '../people/ids.ts'

const closed = { additionalProperties: false } as const

/** How an answer is compared. Which apply to which field type is fixed by `operatorsFor` in rules/operators.ts. */
export const operators = [
  'is',
  'is_not',
  'is_any_of',
  'is_none_of',
  'contains',
  'does_not_contain',
  'greater_than',
  'at_least',
  'less_than',
  'at_most',
  'before',
  'after',
  'is_empty',
  'is_not_empty',
] as const
export type Operator = (typeof operators)[number]

/** How a step ended, or that it has been reached. A hidden step has no outcome. */
export const stepOutcomes = ['completed', 'approved', 'rejected', 'acknowledged', 'expired', 'sent'] as const
export type StepOutcome = (typeof stepOutcomes)[number]

export const FieldCondition = Type.Object(
  {
    field: Key,
    /** Table fields: true when any row's cell in this column satisfies the comparison. */
    column: Type.Optional(Key),
    is: Type.Enum(operators),
    /** Absent for is_empty and is_not_empty; an array for is_any_of and is_none_of. */
    value: Type.Optional(
      Type.Union([
        Type.String({ maxLength: 2000 }),
        Type.Number(),
        Type.Array(Type.String({ maxLength: 2000 }), { maxItems: 100 }),
      ]),
    ),
  },
  closed,
)
export type FieldCondition = Static<typeof FieldCondition>

/** `done` is true of every outcome. */
export const StepCondition = Type.Object({ step: Key, is: Type.Enum(['done', ...stepOutcomes] as const) }, closed)
export type StepCondition = Static<typeof StepCondition>

/** A tree of AND (`all`) and OR (`any`) groups, at most three groups deep. */
export type Condition = FieldCondition | StepCondition | { all: Condition[] } | { any: Condition[] }

const conditionOfDepth = (depth: number): Type.TSchema => {
  const leaves = [FieldCondition, StepCondition]
  if (depth === 0) return Type.Union(leaves)
  const inner = Type.Array(conditionOfDepth(depth - 1), { minItems: 1, maxItems: 50 })
  return Type.Union([...leaves, Type.Object({ all: inner }, closed), Type.Object({ any: inner }, closed)])
}
export const Condition = Type.Unsafe<Condition>(conditionOfDepth(3))

/** What a rule does while its condition holds; undone as soon as it no longer does. */
export const Action = Type.Union([
  Type.Object({ show: Type.Union([Type.Object({ step: Key }, closed), Type.Object({ field: Key }, closed)]) }, closed),
  Type.Object({ hide: Type.Union([Type.Object({ step: Key }, closed), Type.Object({ field: Key }, closed)]) }, closed),
])
export type Action = Static<typeof Action>

/**
 * "When this holds, then that." A target of any `show` is visible while one of its show rules holds; any `hide` that
 * holds wins. Answers of hidden fields and outcomes of hidden steps count as absent.
 */
export const Rule = Type.Object(
  {
    id: Key,
    name: Type.Optional(Type.String({ maxLength: 250 })),
    when: Condition,
    then: Type.Array(Action, { minItems: 1, maxItems: 100 }),
  },
  closed,
)
export type Rule = Static<typeof Rule>
