import type { Key } from '../../people/ids.ts'
import { comparedBy, comparisonFault } from '../../rules/operators.ts'
import { readsOf } from '../../rules/conditions.ts'
import { effectOf, type Target } from '../../rules/visibility.ts'
import type { StepType } from '../document.ts'
import { sortByNeed, wayRound } from '../graph.ts'
import type { Condition, FieldCondition, Rule, StepCondition, StepOutcome } from '../rules.ts'
import type { Checked } from './checked.ts'

/** How a step of each type can end. */
export const outcomesOf: Record<StepType, readonly StepOutcome[]> = {
  task: ['completed'],
  approval: ['approved', 'rejected'],
  expiring: ['acknowledged', 'expired'],
  email: ['sent'],
}

/**
 * Rules: that what they name is there, can be compared so, and that none depends on its own effect.
 * @returns the ids of the steps and fields whose being there depends on itself; no more can be said of these
 */
export function checkRules(checked: Checked): { steps: Set<Key>; fields: Set<Key> } {
  for (const [index, rule] of (checked.document.rules ?? []).entries()) {
    checkCondition(rule.when, `/rules/${index}/when`, checked)
    checkActions(rule, `/rules/${index}/then`, checked)
  }
  const circular = { steps: new Set<Key>(), fields: new Set<Key>() }
  for (const rule of checked.document.rules ?? []) {
    const reads = readsOf(rule.when)
    for (const { target } of rule.then.map(effectOf)) {
      if (!needsItself(target, reads, checked.fields)) continue
      if ('step' in target) circular.steps.add(target.step)
      else circular.fields.add(target.field)
    }
  }
  for (const node of checkCircles(checked))
    (node.startsWith('step:') ? circular.steps : circular.fields).add(idOf(node))
  return circular
}

function checkCondition(condition: Condition, path: string, checked: Checked) {
  if ('all' in condition)
    for (const [index, part] of condition.all.entries()) checkCondition(part, `${path}/all/${index}`, checked)
  else if ('any' in condition)
    for (const [index, part] of condition.any.entries()) checkCondition(part, `${path}/any/${index}`, checked)
  else if ('step' in condition) checkOutcome(condition, path, checked)
  else checkComparison(condition, path, checked)
}

function checkOutcome({ step: id, is }: StepCondition, path: string, { steps, report }: Checked) {
  const placed = steps.get(id)
  if (!placed) {
    report(`${path}/step`, 'unknown_step', `There is no step “${id}”.`, { id })
    return
  }
  const possible = outcomesOf[placed.step.type]
  if (is === 'done' || possible.includes(is)) return
  const message = `“${placed.title}” is of type ${placed.step.type} and can only end as ${possible.join(' or ')}; found ${is}.`
  report(`${path}/is`, 'outcome_does_not_fit', message, {
    title: placed.title,
    type: placed.step.type,
    wanted: possible.join(', '),
    found: is,
  })
}

function checkComparison(condition: FieldCondition, path: string, { fields, known, report }: Checked) {
  const { field: id, column } = condition
  const placed = fields.get(id)
  if (!placed) {
    report(`${path}/field`, 'unknown_field', `There is no field “${id}”.`, { id })
    return
  }
  const compared = comparedBy(placed.field, column)
  if (!compared) {
    if (placed.field.type === 'table')
      report(`${path}/column`, 'unknown_column', `“${placed.field.label}” has no column “${column}”.`, {
        id: column!,
        label: placed.field.label,
      })
    else
      report(
        `${path}/column`,
        'column_not_read',
        `“${placed.field.label}” is not a table and has no columns; remove the column.`,
        { label: placed.field.label },
      )
    return
  }
  const found = comparisonFault(compared, condition)
  if (found) report(`${path}/${found.part}`, found.code, found.message, found.values)
  if (found || compared.type !== 'people' || !known || condition.value === undefined) return
  const several = Array.isArray(condition.value)
  for (const [index, person] of [condition.value].flat().entries()) {
    if (known.members.has(String(person))) continue
    report(
      several ? `${path}/value/${index}` : `${path}/value`,
      'unknown_member',
      'This person is not a member of the organization.',
      { id: person },
    )
  }
}

function checkActions(rule: Rule, path: string, { steps, fields, report }: Checked) {
  const reads = readsOf(rule.when)
  for (const [index, action] of rule.then.entries()) {
    const { effect, target } = effectOf(action)
    const at = `${path}/${index}/${effect}`
    if ('step' in target) {
      const placed = steps.get(target.step)
      if (!placed) report(`${at}/step`, 'unknown_step', `There is no step “${target.step}”.`, { id: target.step })
      else if (needsItself(target, reads, fields)) {
        report(
          `${at}/step`,
          'rule_needs_its_target',
          `The rule asks about “${placed.title}” or its form, and decides whether it is there.`,
          { name: placed.title, kind: 'step' },
        )
      }
    } else {
      const placed = fields.get(target.field)
      if (!placed) report(`${at}/field`, 'unknown_field', `There is no field “${target.field}”.`, { id: target.field })
      else if (needsItself(target, reads, fields)) {
        report(
          `${at}/field`,
          'rule_needs_its_target',
          `The rule asks about “${placed.field.label}” and decides whether it is there.`,
          { name: placed.field.label, kind: 'field' },
        )
      }
    }
  }
}

function needsItself(target: Target, reads: ReturnType<typeof readsOf>, fields: Checked['fields']): boolean {
  if ('field' in target) return reads.fields.has(target.field)
  return reads.steps.has(target.step) || [...reads.fields].some((id) => fields.get(id)?.owner?.step.id === target.step)
}

/** A step or field as a node: `step:` and `field:` keep ids of the two kinds apart. */
const nodeOf = (target: Target) => ('step' in target ? `step:${target.step}` : `field:${target.field}`)

const idOf = (node: string): Key => node.slice(node.indexOf(':') + 1)

/** @returns the nodes that stand in circles */
function checkCircles({ document, steps, fields, report }: Checked): string[] {
  const inCircles: string[] = []
  const needs = new Map<string, Set<string>>()
  const need = (node: string, other: string) => needs.set(node, (needs.get(node) ?? new Set()).add(other))
  for (const [id, { owner }] of fields) if (owner) need(`field:${id}`, `step:${owner.step.id}`)
  const edges: { rule: number; from: string; to: string }[] = []
  for (const [index, rule] of (document.rules ?? []).entries()) {
    const reads = readsOf(rule.when)
    for (const action of rule.then) {
      const { target } = effectOf(action)
      // Said already, at the action itself.
      if (needsItself(target, reads, fields)) continue
      const read = [
        ...[...reads.fields].map((field) => nodeOf({ field })),
        ...[...reads.steps].map((step) => nodeOf({ step })),
      ]
      for (const to of read) {
        need(nodeOf(target), to)
        edges.push({ rule: index, from: nodeOf(target), to })
      }
    }
  }
  const nodes = [...[...steps.keys()].map((id) => `step:${id}`), ...[...fields.keys()].map((id) => `field:${id}`)]
  const needsOf = (node: string) => needs.get(node) ?? []
  const nameOf = (node: string) =>
    node.startsWith('step:') ? steps.get(idOf(node))!.title : fields.get(idOf(node))!.field.label
  for (const { group, circle } of sortByNeed(nodes, needsOf)) {
    if (!circle) continue
    inCircles.push(...group)
    const members = new Set(group)
    const way = wayRound(
      nodes.filter((node) => members.has(node)),
      needsOf,
    )
    const { rule } = edges.find(({ from, to }) => members.has(from) && members.has(to))!
    const names = [...way, way[0]!].map((node) => `“${nameOf(node)}”`).join(' depends on ')
    report(`/rules/${rule}`, 'rule_circle', `Whether these are there depends on one another in a circle: ${names}.`, {
      circle: way.join(', '),
      names: [...way, way[0]!].map(nameOf).join(' → '),
    })
  }
  return inCircles
}
