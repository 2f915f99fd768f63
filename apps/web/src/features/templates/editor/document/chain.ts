import type { TemplateDocument } from '@baton/engine'
import { stepsInOrder, without } from './outline.ts'

/**
 * How the steps wait for each other: all open at once, each waits for the one above it, or some order of its own.
 */
export type StepOrder = 'at_once' | 'one_by_one' | 'own'

export function stepOrderOf(document: TemplateDocument): StepOrder {
  const steps = stepsInOrder(document)
  if (steps.every(({ after = [] }) => after.length === 0)) return 'at_once'
  const chained = steps.every(({ after = [] }, i) =>
    i === 0 ? after.length === 0 : after.length === 1 && after[0] === steps[i - 1]!.id,
  )
  return chained ? 'one_by_one' : 'own'
}

export function setStepOrder(document: TemplateDocument, order: Exclude<StepOrder, 'own'>): TemplateDocument {
  const ordered = stepsInOrder(document)
  const before = new Map(ordered.map(({ id }, i) => [id, ordered[i - 1]?.id]))
  const steps = document.steps.map((step) => {
    const previous = before.get(step.id)
    return order === 'one_by_one' && previous !== undefined ? { ...step, after: [previous] } : without(step, 'after')
  })
  return { ...document, steps }
}

/** Where each step waits for the one above, it still does after the change. */
export function keepingOrder(before: TemplateDocument, after: TemplateDocument): TemplateDocument {
  if (before === after || stepOrderOf(before) !== 'one_by_one') return after
  return setStepOrder(after, 'one_by_one')
}
