import type { Key } from '../people/ids.ts'
import type { Deadline, Step } from '../template/document.ts'
import type { Definition } from '../template/definition.ts'

/** A step as `settle` reads it. Steps are spoken of by their place in the document, which is that of their tasks. */
export type PlannedStep = {
  step: Step
  id: Key
  after: number[]
  /** A rule of its own shows it, so a rejection before it leaves the decision to the rules. */
  shownByRule: boolean
  stopsWhenRejected: boolean
  sentAutomatically: boolean
  completedByAll: boolean
  optional: boolean
  deadline?: Deadline
  /** The people field that names its assignees. */
  assigneeField?: Key
}

export type Plan = {
  steps: PlannedStep[]
  /** Places of all steps, each after those it waits for. */
  order: number[]
  /** By the id of the step. */
  places: ReadonlyMap<Key, number>
  /** Fields that a rule shows or hides. */
  ruledFields: ReadonlySet<Key>
}

const plans = new WeakMap<Definition, Plan>()

/** What settling needs of a definition, worked out once for each. */
export function planOf(definition: Definition): Plan {
  const known = plans.get(definition)
  if (known) return known
  const plan = makePlan(definition)
  plans.set(definition, plan)
  return plan
}

function makePlan(definition: Definition): Plan {
  const places = new Map([...definition.steps.keys()].map((id, place) => [id, place]))
  const shown = new Set<Key>()
  const ruledFields = new Set<Key>()
  for (const action of (definition.document.rules ?? []).flatMap(({ then }) => then)) {
    const target = 'show' in action ? action.show : action.hide
    if ('field' in target) ruledFields.add(target.field)
    else if ('show' in action) shown.add(target.step)
  }
  const steps = [...definition.steps.values()].map((step): PlannedStep => {
    const after = [...new Set(step.after)].map((id) => places.get(id)).filter((place) => place !== undefined)
    return {
      step,
      id: step.id,
      after,
      shownByRule: shown.has(step.id),
      stopsWhenRejected: step.type === 'approval' && step.whenRejected !== 'continue',
      sentAutomatically: step.type === 'email' && step.mail?.send === 'automatically',
      completedByAll: step.assign?.completion === 'all',
      optional: step.optional === true,
      deadline: step.deadline,
      assigneeField: step.assign?.field,
    }
  })
  const order = definition.order.map((id) => places.get(id)!)
  return { steps, order, places, ruledFields }
}
