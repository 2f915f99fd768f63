import fc from 'fast-check'
import type { AnswersInput } from '../form/answers.ts'
import type { Assignment, Deadline, Step, TemplateDocument } from '../template/document.ts'
import { deadlineUnits, stepTypes } from '../template/document.ts'
import type { Field } from '../template/fields.ts'
import type { Action, Condition, Rule } from '../template/rules.ts'
import { ana, ben, cem, everyone } from './testing.ts'

/**
 * Random templates that can be published: whatever a part names stands before it, so nothing goes in a circle and
 * nothing is missing. Numbers choose among what is there, whatever their size.
 */
export const document: fc.Arbitrary<TemplateDocument> = fc
  .record({
    kickoff: fc.array(fieldShape(), { maxLength: 3 }),
    steps: fc.array(stepShape(), { minLength: 1, maxLength: 7, size: 'max' }),
    rules: fc.array(ruleShape(), { maxLength: 6, size: 'max' }),
  })
  .map(assemble)

/** Something that someone tries; what it comes to depends on the process it meets. */
export type Attempt = { kind: (typeof kinds)[number]; actor: number; task: number; seed: number; minutes: number }

const kinds = [
  'complete',
  'reject',
  'saveDraft',
  'expire',
  'reopen',
  'assign',
  'changeDeadline',
  'addTask',
  'amendKickoff',
  'comment',
  'reportProblem',
  'resolveProblem',
  'mailFailed',
  'watch',
  'unwatch',
  'rename',
  'archive',
  'unarchive',
  'cancel',
] as const

const number = fc.nat({ max: 1_000_000 })
/** Mostly completions, so that processes get somewhere; seldom what ends them. */
const kind = fc.oneof(
  { weight: 16, arbitrary: fc.constant('complete' as const) },
  {
    weight: 6,
    arbitrary: fc.constantFrom('reject' as const, 'reopen' as const, 'amendKickoff' as const, 'saveDraft' as const),
  },
  { weight: 10, arbitrary: fc.constantFrom(...kinds.filter((one) => one !== 'cancel' && one !== 'archive')) },
  { weight: 1, arbitrary: fc.constantFrom('cancel' as const, 'archive' as const) },
)
const administrator = everyone.findIndex((one) => one.kind === 'member' && one.role === 'administrator')
const actor = fc.oneof(
  { weight: 2, arbitrary: fc.constant(administrator) },
  { weight: 1, arbitrary: fc.nat({ max: everyone.length - 1 }) },
)
export const attempt: fc.Arbitrary<Attempt> = fc.record({
  kind,
  actor,
  task: number,
  seed: number,
  minutes: fc.nat({ max: 30_000 }),
})
export const attempts = fc.array(attempt, { minLength: 1, maxLength: 25, size: 'max' })

export const pick = <T>(from: readonly T[], by: number): T => from[by % from.length]!

/** Answers that fit, for all of the fields or some; now and then one that does not. */
export function answersTo(fields: readonly Field[], seed: number): AnswersInput {
  const answers: AnswersInput = {}
  for (const [place, one] of fields.entries()) {
    const dice = (seed * 31 + place * 7919) % 97
    if (dice === 0) answers[one.id] = { strange: true } as never
    else if (dice < 8) answers[one.id] = null
    else if (dice < 16 && !one.required) continue
    else answers[one.id] = answerTo(one, seed + place)
  }
  return answers
}

/** An answer that its field accepts. */
export function answerTo({ type, options = [] }: Field, seed: number): string | number | string[] {
  const ids = options.map(({ id }) => id)
  switch (type) {
    case 'number':
      return seed % 5
    case 'radio':
      return pick(ids, seed)
    case 'checklist':
      return ids.slice(0, 1 + (seed % ids.length))
    case 'date':
      return `2026-12-0${1 + (seed % 9)}`
    case 'people':
      return [pick([ana, ben, cem], seed).id]
    default:
      return pick(['yes', 'no', 'maybe'], seed)
  }
}

type FieldShape = { type: Field['type']; required: boolean; hidden: boolean }
type StepShape = Omit<Step, 'id' | 'title' | 'fields' | 'after' | 'deadline' | 'assign' | 'mail'> & {
  fields: FieldShape[]
  after: number[]
  assign: number
  deadline?: { amount: number; unit: Deadline['unit']; from: number; of: number }
  byHand: boolean
}
type RuleShape = { reads: number[]; all: boolean; seed: number; target: number; aim: 'step' | 'field'; show: boolean }

function fieldShape(): fc.Arbitrary<FieldShape> {
  const type = fc.constantFrom<Field['type'][]>('short_text', 'number', 'radio', 'checklist', 'date', 'people')
  return fc.record({ type, required: fc.boolean(), hidden: weighted(1, 4) })
}

function stepShape(): fc.Arbitrary<StepShape> {
  const deadline = fc.record({
    amount: fc.nat({ max: 40 }),
    unit: fc.constantFrom(...deadlineUnits),
    from: fc.nat({ max: 3 }),
    of: number(),
  })
  return fc.record({
    type: fc.constantFrom(...stepTypes, 'task' as const, 'approval' as const),
    optional: weighted(1, 4),
    hidden: weighted(1, 3),
    whenRejected: fc.constantFrom('stop' as const, 'continue' as const),
    after: fc.array(number(), { maxLength: 2 }),
    fields: fc.array(fieldShape(), { maxLength: 2 }),
    assign: number(),
    deadline: fc.option(deadline, { nil: undefined }),
    byHand: fc.boolean(),
  })

  function number() {
    return fc.nat({ max: 1000 })
  }
}

function ruleShape(): fc.Arbitrary<RuleShape> {
  const any = fc.nat({ max: 1000 })
  return fc.record({
    reads: fc.array(any, { minLength: 1, maxLength: 3 }),
    all: fc.boolean(),
    seed: any,
    target: any,
    aim: fc.constantFrom('step', 'step', 'field'),
    show: weighted(2, 3),
  })
}

function weighted(of: number, outOf: number): fc.Arbitrary<boolean> {
  return fc.nat({ max: outOf - 1 }).map((found) => found < of)
}

type Shapes = { kickoff: FieldShape[]; steps: StepShape[]; rules: RuleShape[] }

function assemble(shapes: Shapes): TemplateDocument {
  const kickoff = shapes.kickoff.map((shape, place) => fieldOf(shape, `k${place}`))
  const steps: Step[] = []
  for (const [place, { after, fields, assign, deadline, byHand, ...shape }] of shapes.steps.entries()) {
    const before = steps.slice()
    const dates = [kickoff, ...before.map((one) => one.fields ?? [])].flat()
    const mail = {
      to: 'x@example.org',
      subject: 'Hello',
      body: 'Hello',
      send: byHand ? ('by_hand' as const) : ('automatically' as const),
    }
    const { whenRejected, ...rest } = shape
    steps.push({
      ...rest,
      id: `s${place}`,
      title: `Step ${place}`,
      ...(place > 0 && { after: [...new Set(after.map((by) => pick(before, by).id))] }),
      ...(rest.type === 'approval' && { whenRejected }),
      ...(rest.type === 'email' ? { mail } : { fields: fields.map((one, at) => fieldOf(one, `s${place}f${at}`)) }),
      ...((deadline || rest.type === 'expiring') && { deadline: deadlineOf(deadline, before, dates) }),
      assign: assignmentOf(assign, dates),
    })
  }
  const rules = shapes.rules
    .map((shape, place) => ruleOf(shape, place, kickoff, steps))
    .filter((rule) => rule !== undefined)
  const shown = new Set(
    rules.flatMap(({ then }) => then).flatMap((action) => ('show' in action ? Object.values(action.show) : [])),
  )
  // What nothing shows would keep the template from being published.
  const visible = (one: Field): Field => ({ ...one, hidden: one.hidden && shown.has(one.id) })
  const reachable = steps.map((one) => ({
    ...one,
    hidden: one.hidden && shown.has(one.id),
    ...(one.fields && { fields: one.fields.map(visible) }),
  }))
  return { title: 'Random', kickoff: { fields: kickoff.map(visible) }, steps: reachable, rules }
}

const options = [
  { id: 'yes', label: 'Yes' },
  { id: 'no', label: 'No' },
]

const fieldOf = ({ type, required, hidden }: FieldShape, id: string): Field => ({
  id,
  type,
  label: id,
  required,
  hidden,
  ...((type === 'radio' || type === 'checklist') && { options }),
})

function assignmentOf(by: number, fields: Field[]): Assignment {
  const people = fields.filter(({ type }) => type === 'people')
  const completion = by % 2 === 0 ? ('all' as const) : ('any' as const)
  const ways: Assignment[] = [
    {},
    { launcher: true },
    { members: [ana.id, ben.id], completion },
    { groups: ['finance'], members: [ana.id], completion },
  ]
  if (people.length > 0) ways.push({ field: pick(people, by).id, completion }, { field: pick(people, by).id })
  return pick(ways, by)
}

function deadlineOf(shape: StepShape['deadline'], before: Step[], fields: Field[]): Deadline {
  const { amount, unit, from, of } = shape ?? { amount: 1, unit: 'hours' as const, from: 1, of: 0 }
  const dates = fields.filter(({ type }) => type === 'date')
  const anchors: Deadline['from'][] = [{ launch: true }, { opened: true }]
  if (before.length > 0) anchors.push({ completed: pick(before, of).id })
  if (dates.length > 0) anchors.push({ field: pick(dates, of).id })
  return { amount, unit, from: pick(anchors, from) }
}

/** Its target stands behind all that it reads; undefined when there is none. */
function ruleOf(
  { reads, all, seed, target, aim, show }: RuleShape,
  place: number,
  kickoff: Field[],
  steps: Step[],
): Rule | undefined {
  const at = target % steps.length
  const fields = [kickoff, ...steps.slice(0, at).map((one) => one.fields ?? [])].flat()
  const conditions = reads
    .map((by) => conditionOf(by, seed, fields, steps.slice(0, at)))
    .filter((one) => one !== undefined)
  const own = steps[at]!.fields ?? []
  const what: Extract<Action, { show: unknown }>['show'] | undefined =
    aim === 'step' ? { step: steps[at]!.id } : own.length > 0 ? { field: pick(own, seed).id } : undefined
  if (conditions.length === 0 || !what) return undefined
  return {
    id: `r${place}`,
    when: all ? { all: conditions } : { any: conditions },
    then: [show ? { show: what } : { hide: what }],
  }
}

function conditionOf(by: number, seed: number, fields: Field[], before: Step[]): Condition | undefined {
  const things = [...fields, ...before]
  if (things.length === 0) return undefined
  const thing = pick(things, by)
  if ('label' in thing) {
    if (thing.type === 'number') return { field: thing.id, is: 'at_least', value: seed % 5 }
    if (thing.type === 'radio')
      return { field: thing.id, is: by % 2 === 0 ? 'is' : 'is_not', value: pick(options, seed).id }
    return { field: thing.id, is: by % 2 === 0 ? 'is_empty' : 'is_not_empty' }
  }
  const outcomes = {
    task: ['done'],
    approval: ['done', 'approved', 'rejected'],
    expiring: ['done', 'expired', 'acknowledged'],
    email: ['sent'],
  } as const
  return { step: thing.id, is: pick<(typeof outcomes)[Step['type']][number]>(outcomes[thing.type], seed) }
}
