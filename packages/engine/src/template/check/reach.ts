import { isRequired } from '../../form/check-answer.ts'
import { comparedBy, comparisonFault } from '../../rules/operators.ts'
import { effectOf } from '../../rules/visibility.ts'
import type { Condition, FieldCondition, Operator, Rule } from '../rules.ts'
import type { Checked, PlacedStep } from './checked.ts'

const heldByEmpty: readonly Operator[] = ['is_empty', 'is_not', 'is_none_of', 'does_not_contain']

type Reached = { steps: Set<string>; fields: Set<string> }
type Effect = { rule: Rule; effect: 'show' | 'hide' }
type Effects = { steps: Map<string, Effect[]>; fields: Map<string, Effect[]> }

/**
 * Required steps and fields that nobody can ever see: hidden with no rule to show them, or only by rules that can never
 * hold because what they ask about can never be seen itself, or hidden by a rule that always holds.
 * Says "never" only where that is certain.
 * @param circular what depends on itself; taken as visible, since that fault is said already
 */
export function checkReach(checked: Checked, circular: Reached) {
  const effects = effectsIn(checked)
  const reached = reach(checked, effects, circular)
  const reported = new Set<PlacedStep>()
  for (const placed of checked.steps.values()) {
    if (placed.step.optional || reached.steps.has(placed.step.id)) continue
    reported.add(placed)
    const kind = why(placed.step.hidden, effects.steps.get(placed.step.id))
    const message = `“${placed.title}” can never be seen: ${reasons[kind]}.`
    checked.report(placed.step.hidden ? `${placed.path}/hidden` : placed.path, 'hidden_for_ever', message, {
      name: placed.title,
      kind,
    })
  }
  for (const { field, path, owner } of checked.fields.values()) {
    if (!isRequired(field) || reached.fields.has(field.id) || (owner && reported.has(owner))) continue
    const stepHidden = owner !== undefined && !reached.steps.has(owner.step.id)
    const kind = stepHidden ? 'step_hidden' : why(field.hidden, effects.fields.get(field.id))
    checked.report(
      field.hidden ? `${path}/hidden` : path,
      'hidden_for_ever',
      `“${field.label}” is required but can never be seen: ${reasons[kind]}.`,
      { name: field.label, kind },
    )
  }
}

const reasons = {
  no_rule_holds: 'no rule that shows it can ever hold, or one that hides it always holds',
  no_rule_shows: 'it is hidden and no rule shows it',
  always_hidden: 'a rule that hides it always holds',
  step_hidden: 'its step is hidden for ever',
}

function why(hidden: boolean | undefined, effects: Effect[] = []): keyof typeof reasons {
  if (effects.some(({ effect }) => effect === 'show')) return 'no_rule_holds'
  return hidden ? 'no_rule_shows' : 'always_hidden'
}

/** The rules that speak of each step and field. */
function effectsIn({ document }: Checked): Effects {
  const effects: Effects = { steps: new Map(), fields: new Map() }
  for (const rule of document.rules ?? []) {
    for (const action of rule.then) {
      const { effect, target } = effectOf(action)
      const [kind, id] = 'step' in target ? [effects.steps, target.step] : [effects.fields, target.field]
      const found = kind.get(id) ?? []
      found.push({ rule, effect })
      kind.set(id, found)
    }
  }
  return effects
}

/**
 * Everything that could be visible in some process. Begins with nothing and adds what follows, until nothing does; what
 * rules that always hold then hide is taken out and the rest is worked out again.
 */
function reach(checked: Checked, known: Effects, circular: Reached): Reached {
  const nodes = nodesOf(checked, known)
  const never = new Set<Node>()
  for (;;) {
    const reached: Reached = { steps: new Set(circular.steps), fields: new Set(circular.fields) }
    const can = ({ hidden, owner, effects }: Node) => {
      if (owner !== undefined && !reached.steps.has(owner)) return false
      const shows = effects.filter(({ effect }) => effect === 'show')
      return shows.length === 0 ? !hidden : shows.some(({ rule }) => canHold(rule.when, reached, checked))
    }
    let waiting = nodes.filter((node) => !never.has(node))
    for (let before = Number.POSITIVE_INFINITY; waiting.length < before;) {
      before = waiting.length
      waiting = waiting.filter((node) => {
        if (!can(node)) return true
        reached[node.kind].add(node.id)
        return false
      })
    }
    const hiddenBefore = never.size
    for (const node of nodes) {
      if (node.effects.some(({ rule, effect }) => effect === 'hide' && alwaysHolds(rule.when, reached, checked)))
        never.add(node)
    }
    if (never.size === hiddenBefore) return reached
  }
}

type Node = { kind: 'steps' | 'fields'; id: string; hidden: boolean; owner?: string; effects: Effect[] }

/** Each step before its fields, forms in their order: what rules ask about mostly stands before what they show. */
function nodesOf({ steps, fields }: Checked, known: Effects): Node[] {
  const nodes: Node[] = []
  const entered = new Set<string>()
  const enter = ({ step }: PlacedStep) => {
    if (entered.has(step.id)) return
    entered.add(step.id)
    const effects = known.steps.get(step.id) ?? []
    nodes.push({ kind: 'steps', id: step.id, hidden: step.hidden === true, effects })
  }
  for (const { field, owner } of fields.values()) {
    if (owner) enter(steps.get(owner.step.id)!)
    const effects = known.fields.get(field.id) ?? []
    nodes.push({ kind: 'fields', id: field.id, hidden: field.hidden === true, owner: owner?.step.id, effects })
  }
  for (const placed of steps.values()) enter(placed)
  return nodes
}

function canHold(condition: Condition, reached: Reached, checked: Checked): boolean {
  if ('all' in condition) return condition.all.every((part) => canHold(part, reached, checked))
  if ('any' in condition) return condition.any.some((part) => canHold(part, reached, checked))
  // What does not exist is said elsewhere; it is not to cause findings that follow from it.
  if ('step' in condition) return reached.steps.has(condition.step) || !checked.steps.has(condition.step)
  return reached.fields.has(condition.field) || heldByEmpty.includes(condition.is) || isFaulty(condition, checked)
}

function alwaysHolds(condition: Condition, reached: Reached, checked: Checked): boolean {
  if ('all' in condition) return condition.all.every((part) => alwaysHolds(part, reached, checked))
  if ('any' in condition) return condition.any.some((part) => alwaysHolds(part, reached, checked))
  if ('step' in condition || isFaulty(condition, checked)) return false
  return !reached.fields.has(condition.field) && heldByEmpty.includes(condition.is)
}

function isFaulty(condition: FieldCondition, { fields }: Checked): boolean {
  const placed = fields.get(condition.field)
  const compared = placed && comparedBy(placed.field, condition.column)
  return !compared || comparisonFault(compared, condition) !== undefined
}
