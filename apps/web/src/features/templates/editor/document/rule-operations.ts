import {
  type Action,
  type Column,
  type Condition,
  type Field,
  type FieldCondition,
  operatorsFor,
  type Rule,
  type TemplateDocument,
  valueKindOf,
} from '@baton/engine'
import { withParts } from './outline.ts'
import { ruleIds } from './slugs.ts'

/** Where a part stands in a tree of conditions: the index within each group on the way; empty for the tree itself. */
export type ConditionPath = readonly number[]
export type Group = { all: Condition[] } | { any: Condition[] }
export type Leaf = Exclude<Condition, Group>

/** How deep groups may stand in each other. */
export const deepestGroup = 3

export const isGroup = (condition: Condition): condition is Group => 'all' in condition || 'any' in condition
export const partsOf = (group: Group): Condition[] => ('all' in group ? group.all : group.any)
export const groupOf = (join: 'all' | 'any', parts: Condition[]): Group =>
  join === 'all' ? { all: parts } : { any: parts }
export const joinOf = (group: Group): 'all' | 'any' => ('all' in group ? 'all' : 'any')

/** The condition as a group, so that the editor has one shape at the top. */
export const asGroup = (condition: Condition): Group => (isGroup(condition) ? condition : { all: [condition] })

/** Replaces a part of the tree; `undefined` removes it, with every group that loses its last part. */
export function replaceAt(condition: Condition, path: ConditionPath, by: Condition | undefined): Condition | undefined {
  const [first, ...rest] = path
  if (first === undefined) return by
  const group = asGroup(condition)
  const parts = partsOf(group)
  const part = parts[first]
  if (!part) return condition
  const next = replaceAt(part, rest, by)
  const kept = next ? parts.with(first, next) : parts.toSpliced(first, 1)
  return kept.length > 0 ? groupOf(joinOf(group), kept) : undefined
}

/** Adds a part to the group at the path. */
export function addAt(condition: Condition, path: ConditionPath, part: Condition): Condition {
  const [first, ...rest] = path
  const group = asGroup(condition)
  if (first === undefined) return groupOf(joinOf(group), [...partsOf(group), part])
  const inner = partsOf(group)[first]
  return inner ? groupOf(joinOf(group), partsOf(group).with(first, addAt(inner, rest, part))) : condition
}

/** Says whether all or any of the parts of the group at the path must hold. */
export function joinAt(condition: Condition, path: ConditionPath, join: 'all' | 'any'): Condition {
  const [first, ...rest] = path
  const group = asGroup(condition)
  if (first === undefined) return groupOf(join, partsOf(group))
  const inner = partsOf(group)[first]
  return inner ? groupOf(joinOf(group), partsOf(group).with(first, joinAt(inner, rest, join))) : condition
}

/** A condition on a field as it first stands in the editor: the type's usual comparison, its value still to be said. */
export function newFieldCondition(field: Field): FieldCondition {
  const is = operatorsFor(field.type)[0]!
  const first = field.options?.[0]?.id
  if (valueKindOf(is) !== 'one' || first === undefined) return { field: field.id, is }
  return { field: field.id, is, value: first }
}

/** What a condition compares: the whole answer, or the cells of one column. */
export const comparedPart = (field: Field, column: string | undefined): Field | Column | undefined =>
  column === undefined ? field : field.columns?.find(({ id }) => id === column)

/** A condition with another comparison; its value is kept where it still fits. */
export function withOperator(
  condition: FieldCondition,
  is: FieldCondition['is'],
  field: Field | undefined,
): FieldCondition {
  const { value: before, ...rest } = condition
  const kind = valueKindOf(is)
  if (kind === 'none' || before === undefined) return { ...rest, is }
  if (kind === 'many') return { ...rest, is, value: Array.isArray(before) ? before : [String(before)] }
  const one = Array.isArray(before) ? before[0] : before
  const compared = field && comparedPart(field, condition.column)
  const value =
    compared?.type === 'number' || compared?.type === 'currency' ? (typeof one === 'number' ? one : undefined) : one
  return value === undefined ? { ...rest, is } : { ...rest, is, value }
}

export function addRule(
  document: TemplateDocument,
  when: Condition,
  then: Action,
): { document: TemplateDocument; id: string } {
  const taken = ruleIds(document)
  let n = taken.size + 1
  while (taken.has(`rule_${n}`)) n++
  const id = `rule_${n}`
  return {
    document: { ...document, rules: [...(document.rules ?? []), { id, when: asGroup(when), then: [then] }] },
    id,
  }
}

/** Changes a rule; one whose condition or actions are gone is removed. */
export function changeRule(
  document: TemplateDocument,
  id: string,
  change: (rule: Rule) => Omit<Rule, 'when'> & { when: Condition | undefined },
): TemplateDocument {
  const rules = (document.rules ?? []).flatMap((rule) => {
    if (rule.id !== id) return [rule]
    const next = change(rule)
    return next.when && next.then.length > 0 ? [{ ...next, when: next.when }] : []
  })
  return withParts(document, { rules })
}

export const removeRule = (document: TemplateDocument, id: string): TemplateDocument =>
  withParts(document, { rules: (document.rules ?? []).filter((rule) => rule.id !== id) })

/** The rules that show or hide the step, or one of its fields. */
export function rulesAbout(
  document: TemplateDocument,
  targets: { step?: string; fields: ReadonlySet<string> },
): Rule[] {
  return (document.rules ?? []).filter(({ then }) =>
    then.some((action) => {
      const target = 'show' in action ? action.show : action.hide
      return 'step' in target ? target.step === targets.step : targets.fields.has(target.field)
    }),
  )
}
