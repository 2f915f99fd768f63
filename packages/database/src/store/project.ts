import { type Definition, type Process, readVariable, type Step, type Task, variablesIn } from '@baton/engine'
import {
  type AssignmentRow,
  assignmentsOf,
  listedAs,
  type Listing,
  listingOf,
  type Look,
  type MovedAssignmentRow,
  lookAt,
  type PlaceRow,
  placeOf,
  type TaskRow,
  taskRow,
  type Wording,
  wordsOf,
} from './rows.ts'
import { bucket } from '../tables.ts'

/** Everything that the tables beside the state say of one process. */
export type Projection = {
  listing: Listing
  tasks: TaskRow[]
  assignments: AssignmentRow[]
  place: PlaceRow
  words: string[]
  watchers: string[]
}

/** What must be written to get from one projection to another. Never deletes and inserts the same row. */
export type Difference = {
  tasks: { come: TaskRow[]; changed: TaskRow[] }
  assignments: { gone: AssignmentRow[]; come: AssignmentRow[]; moved: MovedAssignmentRow[] }
  /** Absent when it stays. */
  place?: { gone?: PlaceRow; come: PlaceRow }
  words: { gone: string[]; come: string[] }
  watchers: { gone: string[]; come: string[] }
  /** Ids of tasks whose rows changed. */
  touchedTasks: string[]
  /** People and groups whose lists changed. */
  touchedPeople: string[]
}

/** The rows of one process. Pure; `tasks` in the order of the process. */
export function project(process: Process, definition: Definition, wording: Wording): Projection {
  const look = lookAt(process, definition, wording)
  const listing = listingOf(process, look)
  return {
    listing,
    tasks: process.tasks.map((task, position) => taskRow(task, position, look)),
    assignments: process.tasks.flatMap((task) => assignmentsOf(process, task)),
    place: placeOf(process, look),
    words: wordsOf(process.name),
    watchers: process.watchers,
  }
}

/**
 * What changes in the rows between two states. Tasks that the engine left untouched (the same object) are looked at
 * only where their texts or counts may have changed with the answers.
 */
export function difference(
  before: Process | undefined,
  after: Process,
  definition: Definition,
  wording: Wording,
): { listing: Listing; change: Difference } {
  const look = lookAt(after, definition, wording)
  const lookBefore = before && lookAt(before, definition, wording)
  const old = before ? inPlace(before.tasks, after.tasks) : []
  const follows = lookBefore ? followed(lookBefore, look) : () => true
  const shift = before !== undefined && (listedAs(before) === 'active') !== (listedAs(after) === 'active')

  const come: TaskRow[] = []
  const changed: TaskRow[] = []
  const assignments: Difference['assignments'] = { gone: [], come: [], moved: [] }
  for (let position = 0; position < after.tasks.length; position += 1) {
    const task = after.tasks[position]!
    const was = old[position]
    if (!was) come.push(taskRow(task, position, look))
    else if (was !== task || before!.tasks[position] !== was || follows(task)) {
      changed.push(taskRow(task, position, look))
    }
    if (was === task && !shift) continue
    followAssignees(was ? assignmentsOf(before!, was) : [], assignmentsOf(after, task), assignments)
  }

  const listing = listingOf(after, look)
  const place = placeOf(after, look)
  const placeBefore = before && placeOf(before, lookBefore!)
  const words =
    before?.name === after.name ? { gone: [], come: [] } : exchanged(wordsOf(before?.name ?? ''), wordsOf(after.name))
  return {
    listing,
    change: {
      tasks: { come, changed },
      assignments,
      place: placeBefore && samePlace(placeBefore, place) ? undefined : { gone: placeBefore, come: place },
      words,
      watchers:
        before?.watchers === after.watchers
          ? { gone: [], come: [] }
          : exchanged(before?.watchers ?? [], after.watchers),
      touchedTasks: [...come, ...changed].map(({ task_id }) => task_id),
      touchedPeople: peopleOf(assignments),
    },
  }
}

/** The tasks of before, each at the place that it has afterwards. Most events leave all of them where they were. */
function inPlace(before: readonly Task[], after: readonly Task[]): readonly (Task | undefined)[] {
  if (before.length === after.length && before.every(({ id }, position) => id === after[position]!.id)) return before
  const known = new Map(before.map((task) => [task.id, task]))
  return after.map(({ id }) => known.get(id))
}

/** Adds what changes in the rows of one task. */
function followAssignees(was: AssignmentRow[], is: AssignmentRow[], into: Difference['assignments']): void {
  const gone = was.filter((row) => !is.some((other) => sameAssignment(row, other)))
  const come = is.filter((row) => !was.some((other) => sameAssignment(row, other)))
  for (const row of gone) {
    // What was done long ago is no longer listed, so there may be nothing to move.
    const to = row.bucket === bucket.done ? undefined : come.shift()
    if (!to) into.gone.push(row)
    else {
      const from = { from_assignee: row.assignee_id, from_bucket: row.bucket, from_sort_at: row.sort_at }
      into.moved.push({ ...to, ...from })
    }
  }
  into.come.push(...come)
}

const sameAssignment = (a: AssignmentRow, b: AssignmentRow) =>
  a.assignee_id === b.assignee_id && a.bucket === b.bucket && a.sort_at === b.sort_at

const peopleOf = ({ gone, come, moved }: Difference['assignments']): string[] => [
  ...new Set([
    ...[...gone, ...come, ...moved].map(({ assignee_id }) => assignee_id),
    ...moved.map(({ from_assignee }) => from_assignee),
  ]),
]

/**
 * Whether the row of a task that is itself unchanged reads otherwise, because of answers elsewhere. Nearly always
 * nothing that it could read has changed, which is cheaper to see than to read.
 */
function followed(before: Look, after: Look): (task: Task) => boolean {
  const changed = new Set<string>()
  if (before.answers !== after.answers) {
    for (const id of Object.keys(after.answers)) if (before.answers[id] !== after.answers[id]) changed.add(id)
    for (const id of Object.keys(before.answers)) if (after.answers[id] === undefined) changed.add(id)
  }
  const renamed = before.process.name !== after.process.name
  const { definition } = after
  const rulesMoved = Boolean(definition.document.rules?.length) && before.visibility() !== after.visibility()
  return (task) => {
    const reads = readsOf(definition, task)
    const may =
      rulesMoved ||
      reads.steps ||
      (renamed && reads.system) ||
      (changed.size > 0 && reads.fields.some((id) => changed.has(id)))
    if (!may) return false
    if (before.title(task) !== after.title(task)) return true
    return reads.own.some(
      (id) => changed.has(id) || before.visibility().fields.has(id) !== after.visibility().fields.has(id),
    )
  }
}

/** What a row may read besides its task. */
type Reads = {
  /** Fields of its form. */
  own: string[]
  /** These, and those that its title names. */
  fields: string[]
  /** Whether its title names a step, or something of the process. */
  steps: boolean
  system: boolean
}
const known = new WeakMap<Definition, Map<string, Reads>>()

function readsOf(definition: Definition, { id, oneOff }: Task): Reads {
  const of = ({ title, fields = [] }: Pick<Step, 'title' | 'fields'>): Reads => {
    const names = variablesIn(title).flatMap((name) => readVariable(name) ?? [])
    const own = fields.map((field) => field.id)
    return {
      own,
      fields: [...own, ...names.flatMap((name) => ('field' in name ? name.field : []))],
      steps: names.some((name) => 'step' in name),
      system: names.some((name) => 'system' in name),
    }
  }
  if (oneOff) return of(oneOff)
  let steps = known.get(definition)
  if (!steps)
    known.set(definition, (steps = new Map([...definition.steps.values()].map((step) => [step.id, of(step)]))))
  return steps.get(id) ?? of({ title: id })
}

const samePlace = (a: PlaceRow, b: PlaceRow) =>
  a.listed_as === b.listed_as && a.due_at === b.due_at && a.milestone === b.milestone

function exchanged(before: string[], after: string[]): { gone: string[]; come: string[] } {
  return {
    gone: before.filter((item) => !after.includes(item)),
    come: [...new Set(after)].filter((item) => !before.includes(item)),
  }
}
