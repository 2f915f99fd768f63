import type { Milestone, Step, TemplateDocument } from '@baton/engine'

/** A stretch of the outline: a milestone with its steps, or the steps that stand before the first milestone. */
export type Stretch = { milestone?: Milestone; steps: Step[] }

/**
 * The steps as the outline shows them: those without a milestone first, then each milestone with its own. A step that
 * names a milestone that is not there counts as having none.
 */
export function stretchesOf({ steps, milestones = [] }: TemplateDocument): Stretch[] {
  const known = new Set(milestones.map(({ id }) => id))
  const loose = steps.filter(({ milestone }) => milestone === undefined || !known.has(milestone))
  return [
    { steps: loose },
    ...milestones.map((milestone) => ({ milestone, steps: steps.filter((step) => step.milestone === milestone.id) })),
  ]
}

/** The document with its steps in the order of the outline, `stretches` being what the outline is to show. */
export function withStretches(document: TemplateDocument, stretches: Stretch[]): TemplateDocument {
  const steps = stretches.flatMap(({ milestone, steps }) => steps.map((step) => inMilestone(step, milestone?.id)))
  const milestones = stretches.flatMap(({ milestone }) => (milestone ? [milestone] : []))
  return without({ ...document, steps, milestones }, milestones.length === 0 ? 'milestones' : undefined)
}

/** The steps in the order of the outline. */
export const stepsInOrder = (document: TemplateDocument): Step[] => stretchesOf(document).flatMap(({ steps }) => steps)

export const stepAt = (document: TemplateDocument, id: string | undefined): Step | undefined =>
  document.steps.find((step) => step.id === id)

function inMilestone(step: Step, milestone: string | undefined): Step {
  if (step.milestone === milestone) return step
  return milestone === undefined ? without(step, 'milestone') : { ...step, milestone }
}

/** A copy of the object without one key, or the object itself. */
export function without<T extends object, K extends keyof T>(object: T, key: K | undefined): T {
  if (key === undefined || !(key in object)) return object
  const { [key]: _, ...rest } = object
  return rest as T
}

/** The object with some keys set; those given as undefined, empty text or empty list are taken out. */
export function withParts<T extends object>(object: T, parts: Partial<T>): T {
  const whole: T = { ...object, ...parts }
  for (const key of Object.keys(parts) as (keyof T)[]) {
    const value: unknown = whole[key]
    if (value === undefined || value === '' || value === false || (Array.isArray(value) && value.length === 0))
      delete whole[key]
  }
  return whole
}
