import {
  actorRef,
  type Answers,
  type Definition,
  evolve,
  type MemberActor,
  type Process,
  type ProcessEvent,
  settle,
  stepOrOneOff,
  type StepOutcome,
  type Task,
} from '@baton/engine'

export type WhatNext = {
  /** Tasks that open, as they then stand. */
  opens: Task[]
  /** The answers of the process then, for the titles of these. */
  answers: Answers
  /** The process is finished by it. */
  finishes: boolean
  /** Tasks that will not be needed although they are now. */
  stops: Task[]
  /** Who must still do their part before anything follows; ids of people and groups. */
  missing: string[]
  /** Required tasks that are open elsewhere, when nothing new opens. */
  others: number
}

/**
 * What follows when a task is done so, found out on a copy of the process.
 * @param answers what stands in the form, complete or not
 */
export function whatNext(
  definition: Definition,
  process: Process,
  {
    task,
    outcome,
    answers,
    actor,
    now,
    timeZone,
  }: { task: Task; outcome: StepOutcome; answers: Answers; actor: MemberActor; now: string; timeZone: string },
): WhatNext {
  const missing = outcome === 'rejected' ? [] : missingParts(definition, task, actor)
  if (missing.length > 0) return { opens: [], answers, finishes: false, stops: [], missing, others: 0 }
  const by = actorRef(actor)
  const completed: ProcessEvent = { type: 'TaskCompleted', taskId: task.id, outcome, answers, at: now, by }
  const first = evolve(process, completed, process.id)
  const after = settle(definition, first, { now, timeZone }, by).reduce(
    (state, event) => evolve(state, event, process.id),
    first,
  )
  const before = new Map(process.tasks.map((one) => [one.id, one.status]))
  const opens = after.tasks.filter(({ id, status }) => status === 'open' && before.get(id) !== 'open' && id !== task.id)
  return {
    opens,
    answers: after.answers,
    finishes: after.status === 'finished' && process.status === 'active',
    stops: after.tasks.filter(
      ({ id, status }) => status === 'skipped' && (before.get(id) === 'open' || before.get(id) === 'waiting'),
    ),
    missing: [],
    others:
      after.tasks.filter((one) => one.status === 'open' && !stepOrOneOff(definition, one).optional).length -
      opens.length,
  }
}

/** Parts of a task that everyone must do, which this person's completion leaves open. */
function missingParts(definition: Definition, task: Task, actor: MemberActor): string[] {
  if (stepOrOneOff(definition, task).step?.assign?.completion !== 'all') return []
  const { people, groups } = task.assignees
  const done = new Set([
    ...(task.completedFor ?? []),
    actor.id,
    ...groups.filter((group) => actor.groups.includes(group)),
  ])
  return [...people, ...groups].filter((part) => !done.has(part))
}
