import type { Answer, Answers } from '../form/answers.ts'
import { own } from '../own.ts'
import type { Key } from '../people/ids.ts'
import type { TemplateDocument } from '../template/document.ts'
import type { Field } from '../template/fields.ts'
import { sortByNeed } from '../template/graph.ts'
import type { Action, Rule, StepOutcome } from '../template/rules.ts'
import { compileCondition, type ConditionFacts, readsOf, type Slots, type Test } from './conditions.ts'

/** What is known of a process when its rules are asked. Outcomes are those of the tasks that are done, by step. */
export type Facts = {
  answers: Answers
  outcomes: ReadonlyMap<Key, StepOutcome> | Readonly<Record<Key, StepOutcome>>
}

/** What people meet. A field is visible only if its step is; fields of the kick-off form stand in no step. */
export type Visibility = { readonly steps: ReadonlySet<Key>; readonly fields: ReadonlySet<Key> }

export type Target = { step: Key } | { field: Key }

/** Why something is here, or is not: every rule that speaks of it, in order. */
export type Explanation = {
  visible: boolean
  /** `step`: it would be visible, but its step is hidden. */
  hiddenWith?: { step: Key }
  because: { rule: Rule; holds: boolean; effect: 'show' | 'hide' }[]
}

/** The rules of one version, compiled. */
export type CompiledRules = {
  visibility(facts: Facts): Visibility
  explain(facts: Facts, target: Target): Explanation
}

type Effect = { rule: Rule; test: Test; effect: 'show' | 'hide' }
type Node = {
  kind: 'step' | 'field'
  id: Key
  slot: number
  hidden: boolean
  /** The step that a field stands in. */
  owner?: Node
  effects: Effect[]
}

/** The target of an action, and whether it is shown or hidden. */
export const effectOf = (action: Action): { effect: 'show' | 'hide'; target: Target } =>
  'show' in action ? { effect: 'show', target: action.show } : { effect: 'hide', target: action.hide }

/**
 * Compiles the rules of a document. A rule that names what does not exist is passed over, and so is each action that
 * depends on its own effect through a circle: only drafts have them, and their preview must run all the same.
 */
export function compileRules(document: TemplateDocument): CompiledRules {
  const { steps, fields } = nodesOf(document)
  const slots: Slots = {
    field: (id) => fields.get(id),
    step: (id) => steps.get(id),
  }
  const plan = planOf(document, steps, fields, slots)
  return {
    visibility: (facts) => evaluate(plan, facts).visibility,
    explain: (facts, target) => explain(plan, facts, target),
  }
}

type FieldNode = Node & { field: Field }

function nodesOf({ steps: listed, kickoff }: TemplateDocument) {
  const steps = new Map<Key, Node>()
  const fields = new Map<Key, FieldNode>()
  const addFields = (list: Field[] | undefined, owner?: Node) => {
    for (const field of list ?? []) {
      if (fields.has(field.id)) continue
      const place = { kind: 'field' as const, id: field.id, slot: fields.size, hidden: field.hidden === true }
      fields.set(field.id, { ...place, field, owner, effects: [] })
    }
  }
  addFields(kickoff?.fields)
  for (const step of listed) {
    if (steps.has(step.id)) continue
    const node: Node = { kind: 'step', id: step.id, slot: steps.size, hidden: step.hidden === true, effects: [] }
    steps.set(step.id, node)
    addFields(step.fields, node)
  }
  return { steps, fields }
}

type Plan = {
  steps: Map<Key, Node>
  fields: Map<Key, FieldNode>
  /** Visible whatever the answers, by kind. */
  always: Visibility
  /** What rules decide, each after what it depends on. */
  dynamic: Node[]
  /** What conditions read although no rule decides on it. */
  read: Node[]
  /** What came of the rules lately, by which of `dynamic` they show: a digit for each. */
  seen: Map<string, Visibility>
}

function planOf(document: TemplateDocument, steps: Map<Key, Node>, fields: Map<Key, FieldNode>, slots: Slots): Plan {
  const nodeAt = (target: Target) => ('step' in target ? steps.get(target.step) : fields.get(target.field))
  const reads = new Map<Rule, Node[]>()
  const needs = new Map<Node, Set<Node>>()
  for (const node of fields.values()) if (node.owner) needs.set(node, new Set([node.owner]))
  for (const rule of document.rules ?? []) {
    const test = compileCondition(rule.when, slots)
    if (!test) continue
    const names = readsOf(rule.when)
    const read = [...[...names.fields].map((id) => fields.get(id)!), ...[...names.steps].map((id) => steps.get(id)!)]
    reads.set(rule, read)
    for (const action of rule.then) {
      const { effect, target } = effectOf(action)
      const node = nodeAt(target)
      if (!node) continue
      node.effects.push({ rule, test, effect })
      const needed = needs.get(node) ?? new Set()
      for (const one of read) needed.add(one)
      needs.set(node, needed)
    }
  }

  // Steps first, so that within a circle, once its rules are passed over, a step stands before its fields.
  const groups = sortByNeed([...steps.values(), ...fields.values()], (node) => needs.get(node) ?? [])
  for (const { group, circle } of groups) {
    if (!circle) continue
    const members = new Set(group)
    for (const node of group) {
      node.effects = node.effects.filter(({ rule }) => !reads.get(rule)!.some((one) => members.has(one)))
    }
    group.sort((a, b) => (a.kind === b.kind ? a.slot - b.slot : a.kind === 'step' ? -1 : 1))
  }

  const dynamic = new Set<Node>()
  const always = { steps: new Set<Key>(), fields: new Set<Key>() }
  for (const { group } of groups) {
    for (const node of group) {
      const ownerAlways = !node.owner || always.steps.has(node.owner.id)
      if (node.effects.length > 0 || (node.owner && dynamic.has(node.owner))) dynamic.add(node)
      else if (!node.hidden && ownerAlways) always[node.kind === 'step' ? 'steps' : 'fields'].add(node.id)
    }
  }
  const read = new Set([...reads.values()].flat())
  return {
    steps,
    fields,
    always,
    dynamic: [...dynamic],
    read: [...read].filter((node) => !dynamic.has(node)),
    seen: new Map(),
  }
}

function evaluate(plan: Plan, { answers, outcomes }: Facts): { visibility: Visibility; known: ConditionFacts } {
  const known: ConditionFacts = { answers: [], outcomes: [] }
  if (plan.dynamic.length === 0) return { visibility: plan.always, known }
  const answer = (id: Key): Answer | undefined => own(answers, id)
  const outcome =
    outcomes instanceof Map ? (id: Key) => outcomes.get(id) : (id: Key) => own(outcomes as Record<Key, StepOutcome>, id)

  known.answers = new Array(plan.fields.size)
  known.outcomes = new Array(plan.steps.size)
  const { always } = plan
  for (const { kind, id, slot } of plan.read) {
    if (kind === 'step') known.outcomes[slot] = always.steps.has(id) ? outcome(id) : undefined
    else known.answers[slot] = always.fields.has(id) ? answer(id) : undefined
  }
  const shown = new Set<Node>()
  let which = ''
  for (const node of plan.dynamic) {
    const { owner } = node
    const is = (!owner || shown.has(owner) || always.steps.has(owner.id)) && isShown(node, known)
    which += is ? '1' : '0'
    if (!is) continue
    if (node.kind === 'step') {
      // Only steps are asked for by others.
      shown.add(node)
      known.outcomes[node.slot] = outcome(node.id)
    } else known.answers[node.slot] = answer(node.id)
  }
  return { visibility: visibilityWith(plan, which), known }
}

const mostSeen = 256

/** The same object for the same outcome of all rules, so that two can be told to be the same at a glance. */
function visibilityWith({ always, dynamic, seen }: Plan, which: string): Visibility {
  const known = seen.get(which)
  if (known) return known
  const visibility = { steps: new Set(always.steps), fields: new Set(always.fields) }
  for (const [place, { kind, id }] of dynamic.entries())
    if (which[place] === '1') visibility[kind === 'step' ? 'steps' : 'fields'].add(id)
  if (seen.size >= mostSeen) seen.clear()
  seen.set(which, visibility)
  return visibility
}

/** Its own rules only; whether its step is visible is asked before. */
function isShown({ effects, hidden }: Node, known: ConditionFacts): boolean {
  let shown = !hidden
  let showRules = false
  for (const { effect, test } of effects) {
    if (effect === 'hide') {
      if (test(known)) return false
    } else if (!showRules) {
      showRules = true
      shown = test(known)
    } else if (!shown) shown = test(known)
  }
  return shown
}

function explain(plan: Plan, facts: Facts, target: Target): Explanation {
  const { visibility, known } = evaluate(plan, facts)
  const node = 'step' in target ? plan.steps.get(target.step) : plan.fields.get(target.field)
  if (!node) return { visible: false, because: [] }
  const because = node.effects.map(({ rule, test, effect }) => ({ rule, holds: test(known), effect }))
  const visible = visibility[node.kind === 'step' ? 'steps' : 'fields'].has(node.id)
  if (node.owner && !visibility.steps.has(node.owner.id))
    return { visible, hiddenWith: { step: node.owner.id }, because }
  return { visible, because }
}
