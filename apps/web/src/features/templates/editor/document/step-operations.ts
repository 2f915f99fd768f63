import type { Step, TemplateDocument } from '@baton/engine'
import { keepingOrder } from './chain.ts'
import { stepAt, type Stretch, stretchesOf, without, withParts, withStretches } from './outline.ts'
import type { PastedLine } from './pasted-list.ts'
import { actionsWithout } from './references.ts'
import { fieldIds, milestoneIds, numbered, provisionalId, slugOf, stepIds } from './slugs.ts'

/** Sets parts of one step. Empty parts are taken out. */
export function changeStep(document: TemplateDocument, id: string, parts: Partial<Step>): TemplateDocument {
  if (!stepAt(document, id)) return document
  const steps = document.steps.map((step) =>
    step.id === id ? { ...withParts(step, parts), title: parts.title ?? step.title } : step,
  )
  return { ...document, steps }
}

export const newStepId = (document: TemplateDocument) => provisionalId('step', stepIds(document))

/**
 * Puts a step after another (at the end when that is not there), into the same milestone.
 * @param at where, as seen from the other step
 */
export function insertStep(
  document: TemplateDocument,
  step: Step,
  beside?: string,
  at: 'after' | 'before' = 'after',
): TemplateDocument {
  const stretches = stretchesOf(document)
  const place = placeOf(stretches, beside)
  const next = place
    ? stretches.map((stretch, i) =>
        i === place.stretch
          ? withSteps(stretch, stretch.steps.toSpliced(place.index + (at === 'after' ? 1 : 0), 0, step))
          : stretch,
      )
    : stretches.with(-1, withSteps(stretches.at(-1)!, [...stretches.at(-1)!.steps, step]))
  return keepingOrder(document, withStretches(document, next))
}

/** Puts a step first in a milestone; `undefined` stands for the steps before the first one. */
export function insertStepInto(
  document: TemplateDocument,
  step: Step,
  milestone: string | undefined,
): TemplateDocument {
  const next = stretchesOf(document).map((stretch) =>
    stretch.milestone?.id === milestone ? withSteps(stretch, [step, ...stretch.steps]) : stretch,
  )
  return keepingOrder(document, withStretches(document, next))
}

/** Moves a step by one place; over the edge of its milestone into the one beside it. */
export function moveStep(document: TemplateDocument, id: string, direction: 'up' | 'down'): TemplateDocument {
  const stretches = stretchesOf(document)
  const place = placeOf(stretches, id)
  if (!place) return document
  const { stretch, index } = place
  const from = stretches[stretch]!
  const to = index + (direction === 'up' ? -1 : 1)
  if (to >= 0 && to < from.steps.length) {
    const steps = from.steps.with(index, from.steps[to]!).with(to, from.steps[index]!)
    return keepingOrder(document, withStretches(document, stretches.with(stretch, withSteps(from, steps))))
  }
  return moveToStretch(document, id, stretch + (direction === 'up' ? -1 : 1), direction === 'up' ? 'last' : 'first')
}

/** Moves a step to the end of a milestone; `undefined` takes it out of any. */
export function moveToMilestone(
  document: TemplateDocument,
  id: string,
  milestone: string | undefined,
): TemplateDocument {
  const target = stretchesOf(document).findIndex((stretch) => stretch.milestone?.id === milestone)
  return moveToStretch(document, id, target, 'last')
}

/** Moves a step to the milestone before or after its own. */
export function moveOverMilestone(document: TemplateDocument, id: string, direction: 'up' | 'down'): TemplateDocument {
  const place = placeOf(stretchesOf(document), id)
  return place
    ? moveToStretch(document, id, place.stretch + (direction === 'up' ? -1 : 1), direction === 'up' ? 'last' : 'first')
    : document
}

function moveToStretch(
  document: TemplateDocument,
  id: string,
  target: number,
  end: 'first' | 'last',
): TemplateDocument {
  const step = stepAt(document, id)
  const stretches = stretchesOf(document)
  if (!step || target < 0 || target >= stretches.length) return document
  const next = stretches.map((stretch, i) => {
    const steps = stretch.steps.filter((one) => one.id !== id)
    if (i !== target) return withSteps(stretch, steps)
    return withSteps(stretch, end === 'first' ? [step, ...steps] : [...steps, step])
  })
  return keepingOrder(document, withStretches(document, next))
}

/**
 * Removes a step with its fields. What only served them goes too: waiting for it (whoever waited for it now waits for
 * what it waited for) and actions that show or hide it. Conditions, deadlines and texts that name it stay, so that
 * `findingsOf` shows them: what they should say instead is for a person to decide.
 */
export function removeStep(document: TemplateDocument, id: string): TemplateDocument {
  const step = stepAt(document, id)
  if (!step) return document
  const steps = document.steps
    .filter((one) => one !== step)
    .map((one) => (one.after?.includes(id) ? withParts(one, { after: bridged(one, step) }) : one))
  const fields = new Set((step.fields ?? []).map((field) => field.id))
  const rules = actionsWithout(document.rules, { steps: new Set([id]), fields })
  return keepingOrder(document, withParts({ ...document, steps }, { rules }))
}

const bridged = (one: Step, removed: Step) =>
  [...new Set(one.after!.flatMap((before) => (before === removed.id ? (removed.after ?? []) : [before])))].filter(
    (before) => before !== one.id,
  )

/** Copies a step to the place below it. Its fields get ids of their own; rules stay with the original. */
export function duplicateStep(document: TemplateDocument, id: string): { document: TemplateDocument; id: string } {
  const step = stepAt(document, id)
  if (!step) return { document, id }
  const taken = fieldIds(document)
  const fields = step.fields?.map((field) => {
    const copy = { ...structuredClone(field), id: numbered(field.id, taken) }
    taken.add(copy.id)
    return copy
  })
  const copy: Step = withParts({ ...structuredClone(step), id: numbered(step.id, stepIds(document)) }, { fields })
  return { document: insertStep(document, copy, id), id: copy.id }
}

/**
 * Turns pasted lines into steps below a step; a heading begins a milestone, which takes what stood below the place. An
 * empty step that is pasted into takes the first line.
 * @returns the id of the last step made, or of the step pasted into
 */
export function pasteSteps(
  document: TemplateDocument,
  lines: PastedLine[],
  into: string,
): { document: TemplateDocument; id: string } {
  const stretches = stretchesOf(document).map((stretch) => withSteps(stretch, [...stretch.steps]))
  const place = placeOf(stretches, into)
  if (!place) return { document, id: into }
  let at = place.stretch
  const below = stretches[at]!.steps.splice(place.index + 1)
  const taken = { steps: stepIds(document), milestones: milestoneIds(document) }
  let last = into
  for (const [i, { kind, title }] of lines.entries()) {
    const { steps } = stretches[at]!
    if (kind === 'milestone') {
      const id = slugOf(title, 'milestone', taken.milestones)
      taken.milestones.add(id)
      stretches.splice(++at, 0, { milestone: { id, title }, steps: [] })
    } else if (i === 0 && steps.at(-1)!.title.trim() === '') {
      steps.push({ ...steps.pop()!, title })
    } else {
      last = slugOf(title, 'step', taken.steps)
      taken.steps.add(last)
      steps.push({ id: last, type: 'task', title })
    }
  }
  stretches[at]!.steps.push(...below)
  const pasted = keepingOrder(document, withStretches(document, stretches))
  const target = stepAt(pasted, into)!
  return {
    document: last !== into && target.title.trim() === '' && isBare(target) ? removeStep(pasted, into) : pasted,
    id: last,
  }
}

/** Begins a milestone below a step: the steps that stood after it in the same stretch come into the new one. */
export function beginMilestone(
  document: TemplateDocument,
  below: string | undefined,
  id: string,
  title: string,
): TemplateDocument {
  const stretches = stretchesOf(document)
  const place = placeOf(stretches, below) ?? {
    stretch: stretches.length - 1,
    index: stretches.at(-1)!.steps.length - 1,
  }
  const { steps } = stretches[place.stretch]!
  const kept = withSteps(stretches[place.stretch]!, steps.slice(0, place.index + 1))
  return withStretches(
    document,
    stretches.toSpliced(place.stretch, 1, kept, { milestone: { id, title }, steps: steps.slice(place.index + 1) }),
  )
}

/** Makes a milestone of a step that has nothing but its title, as when a line is typed as `# Title`. */
export function stepToMilestone(
  document: TemplateDocument,
  stepId: string,
  title: string,
): { document: TemplateDocument; id: string } {
  const id = slugOf(title, 'milestone', milestoneIds(document))
  const begun = beginMilestone(document, stepId, id, title)
  return { document: removeStep(begun, stepId), id }
}

export const newMilestoneId = (document: TemplateDocument) => provisionalId('milestone', milestoneIds(document))

export function changeMilestone(document: TemplateDocument, id: string, title: string): TemplateDocument {
  return {
    ...document,
    milestones: (document.milestones ?? []).map((one) => (one.id === id ? { ...one, title } : one)),
  }
}

/** Removes a milestone; its steps stay where they are, in the stretch above. */
export function removeMilestone(document: TemplateDocument, id: string): TemplateDocument {
  const stretches = stretchesOf(document)
  const index = stretches.findIndex(({ milestone }) => milestone?.id === id)
  if (index < 1) return document
  const joined = withSteps(stretches[index - 1]!, [...stretches[index - 1]!.steps, ...stretches[index]!.steps])
  return keepingOrder(document, withStretches(document, stretches.toSpliced(index - 1, 2, joined)))
}

/** Moves a milestone with all its steps. */
export function moveMilestone(document: TemplateDocument, id: string, direction: 'up' | 'down'): TemplateDocument {
  const stretches = stretchesOf(document)
  const index = stretches.findIndex(({ milestone }) => milestone?.id === id)
  const to = index + (direction === 'up' ? -1 : 1)
  if (index < 1 || to < 1 || to >= stretches.length) return document
  const next = stretches.with(index, stretches[to]!).with(to, stretches[index]!)
  return keepingOrder(document, withStretches(document, next))
}

const withSteps = (stretch: Stretch, steps: Step[]): Stretch => ({ ...stretch, steps })

function placeOf(stretches: Stretch[], id: string | undefined) {
  for (const [stretch, { steps }] of stretches.entries()) {
    const index = steps.findIndex((step) => step.id === id)
    if (index >= 0) return { stretch, index }
  }
  return undefined
}

/** Whether a step is nothing but a title: removing it loses no work. */
export const isBare = (step: Step) => {
  const { id: _i, type, title: _t, after: _a, milestone: _m, ...rest } = without(step, undefined)
  return type === 'task' && Object.keys(rest).length === 0
}
