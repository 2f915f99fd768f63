import { own } from '../own.ts'
import type { ActorRef } from '../people/actor.ts'
import type { Instant, Key } from '../people/ids.ts'
import type { Definition } from '../template/definition.ts'
import type { Facts, Visibility } from '../rules/visibility.ts'
import type { StepOutcome } from '../template/rules.ts'
import { anchorOf, dueAtOf } from '../time/deadlines.ts'
import { assigneesOf, partsOf, sameAssignees } from './assignees.ts'
import type { DecideContext } from './commands.ts'
import { evolve } from './evolve.ts'
import type { ProcessEvent } from './events.ts'
import { type Plan, type PlannedStep, planOf } from './plan.ts'
import type { Assignees, Process, Task } from './state.ts'

type Settling = {
  definition: Definition
  plan: Plan
  context: DecideContext
  by: ActorRef
  process: Process
  events: ProcessEvent[]
}

/** What the current answers and outcomes make of a step that is not completed. */
type Target = 'waiting' | 'open' | 'hidden' | 'stopped'

/**
 * What follows from the state a process is in, to a fixed point: steps are skipped, put back, stopped after a
 * rejection or opened, deadlines and people fields are followed, the process finishes or resumes. Completed tasks are
 * never touched. A cancelled or archived process stays as it is.
 * @param by recorded for what follows; mails that are sent as soon as their step opens are `system`'s
 * @returns none when the process is settled
 */
export function settle(definition: Definition, process: Process, context: DecideContext, by: ActorRef): ProcessEvent[] {
  if (process.status === 'cancelled' || process.archivedAt !== undefined) return []
  const settling = { definition, plan: planOf(definition), context, by, process, events: [] }
  let visible = visibilityIn(definition, process)
  // Each turn but the last completes a task, and completed tasks stay so.
  for (;;) {
    const targets = targetsOf(settling, visible)
    if (!sendMails(settling, visible, targets)) {
      moveTasks(settling, visible, targets)
      followAssignees(settling, visible)
      if (!completeByAll(settling)) break
    }
    visible = visibilityIn(definition, settling.process)
  }
  followDeadlines(settling, visible)
  finishOrResume(settling)
  return settling.events
}

/** What rules read of a process. */
export function factsOf({ answers, tasks }: Process): Facts {
  const outcomes = new Map<Key, StepOutcome>()
  for (const { id, outcome, status } of tasks) if (status === 'completed' && outcome) outcomes.set(id, outcome)
  return { answers, outcomes }
}

export const visibilityIn = (definition: Definition, process: Process): Visibility =>
  definition.visibility(factsOf(process))

/** The tasks of the steps, each at the place of its step. */
function stepTasks({ tasks }: Process, { steps }: Plan): Task[] {
  return tasks.length === steps.length ? tasks : tasks.filter(({ oneOff }) => !oneOff)
}

function record(settling: Settling, event: ProcessEvent): void {
  settling.events.push(event)
  settling.process = evolve(settling.process, event, settling.process.id)
}

function targetsOf({ plan, process }: Settling, visible: Visibility): Target[] {
  const tasks = stepTasks(process, plan)
  const targets: Target[] = new Array(plan.steps.length)
  // A skipped step lets pass what it waits for itself: hiding the middle of a chain must not open its end.
  const passed: boolean[] = new Array(plan.steps.length).fill(false)
  const blocked: boolean[] = new Array(plan.steps.length).fill(false)
  for (const place of plan.order) {
    const { id, after, shownByRule, stopsWhenRejected } = plan.steps[place]!
    const task = tasks[place]
    const shown = visible.steps.has(id)
    let ready = true
    let behindRejection = false
    for (const before of after) {
      ready &&= passed[before]!
      behindRejection ||= blocked[before]!
    }
    const completed = task?.status === 'completed'
    blocked[place] =
      (behindRejection && !(shownByRule && shown)) ||
      (stopsWhenRejected && completed && shown && task.outcome === 'rejected')
    const target = !shown ? 'hidden' : behindRejection && !shownByRule ? 'stopped' : ready ? 'open' : 'waiting'
    targets[place] = target
    passed[place] = completed || (ready && (target === 'hidden' || target === 'stopped'))
  }
  return targets
}

/** @returns whether any was sent, so that all must be looked at again */
function sendMails(settling: Settling, visible: Visibility, targets: Target[]): boolean {
  let sent = false
  const tasks = stepTasks(settling.process, settling.plan)
  for (const [place, planned] of settling.plan.steps.entries()) {
    const task = tasks[place]
    if (!planned.sentAutomatically || !task || targets[place] !== 'open') continue
    if (task.status === 'open' || task.status === 'completed' || task.problem) continue
    open(settling, visible, planned, task)
    const { now: at } = settling.context
    record(settling, { type: 'TaskCompleted', taskId: task.id, outcome: 'sent', answers: {}, at, by: 'system' })
    sent = true
  }
  return sent
}

function moveTasks(settling: Settling, visible: Visibility, targets: Target[]): void {
  const { by, context, plan } = settling
  const about = { by, at: context.now }
  for (const [place, task] of stepTasks(settling.process, plan).entries()) {
    const planned = plan.steps[place]
    const target = targets[place]
    if (!planned || task.status === 'completed') continue
    if (target === 'open') {
      if (task.status !== 'open') open(settling, visible, planned, task)
    } else if (target === 'waiting') {
      if (task.status !== 'waiting') record(settling, { type: 'TaskPutBack', taskId: task.id, ...about })
    } else if (target && task.skipped !== target) {
      record(settling, { type: 'TaskSkipped', taskId: task.id, because: target, ...about })
    }
  }
}

function open(settling: Settling, visible: Visibility, planned: PlannedStep, task: Task): void {
  const { by, context, process } = settling
  const at = context.now
  const dueAt = task.dueByHand ? task.dueAt : dueFor(settling, visible, planned, at)
  const assignees = assigneesFor(planned, task, process, visible)
  record(settling, { type: 'TaskOpened', taskId: task.id, assignees, ...(dueAt !== undefined && { dueAt }), at, by })
}

function assigneesFor(
  { step, assigneeField }: PlannedStep,
  task: Task,
  { launchedBy, answers }: Process,
  visible: Visibility,
): Assignees {
  if (assigneeField === undefined || task.assignedByHand) return task.assignees
  const named = assigneesOf(step, launchedBy, (field) => (visible.fields.has(field) ? own(answers, field) : undefined))
  return sameAssignees(named, task.assignees) ? task.assignees : named
}

function followAssignees(settling: Settling, visible: Visibility): void {
  const { by, context, plan, process } = settling
  for (const [place, task] of stepTasks(process, plan).entries()) {
    const planned = plan.steps[place]
    if (planned?.assigneeField === undefined || (task.status !== 'open' && task.status !== 'waiting')) continue
    const assignees = assigneesFor(planned, task, process, visible)
    if (assignees === task.assignees) continue
    record(settling, { type: 'TaskAssigned', taskId: task.id, assignees, byField: true, at: context.now, by })
  }
}

/** Completes what only waited for people who are no longer assigned. */
function completeByAll(settling: Settling): boolean {
  const { by, context, plan, process } = settling
  let completed = false
  for (const [place, task] of stepTasks(process, plan).entries()) {
    const planned = plan.steps[place]
    if (!planned?.completedByAll || task.status !== 'open' || task.problem || !task.completedFor) continue
    const parts = partsOf(task.assignees)
    if (parts.length === 0 || !parts.every((part) => task.completedFor!.includes(part))) continue
    record(settling, {
      type: 'TaskCompleted',
      taskId: task.id,
      outcome: outcomeOf[planned.step.type],
      answers: {},
      at: context.now,
      by,
    })
    completed = true
  }
  return completed
}

/** How a step of each type ends when all goes well. */
export const outcomeOf = { task: 'completed', approval: 'approved', expiring: 'acknowledged', email: 'sent' } as const

function dueFor(
  { plan, process, context }: Settling,
  visible: Visibility,
  { deadline }: PlannedStep,
  openedAt: Instant | undefined,
) {
  if (!deadline) return undefined
  const anchors = {
    launchedAt: process.launchedAt,
    openedAt,
    completedAt: (step: Key) => {
      const place = plan.places.get(step)
      if (place === undefined || !visible.steps.has(step)) return undefined
      return stepTasks(process, plan)[place]?.completedAt
    },
    answer: (field: Key) => (visible.fields.has(field) ? own(process.answers, field) : undefined),
  }
  const anchor = anchorOf(deadline, anchors, context.timeZone)
  return anchor === undefined ? undefined : dueAtOf(deadline, anchor, context.timeZone)
}

function followDeadlines(settling: Settling, visible: Visibility): void {
  const { by, context, plan, process } = settling
  for (const [place, task] of stepTasks(process, plan).entries()) {
    const planned = plan.steps[place]
    if (!planned?.deadline || task.dueByHand || (task.status !== 'open' && task.status !== 'waiting')) continue
    const { from } = planned.deadline
    // These anchors stand still while the task is what it is.
    if (task.dueAt !== undefined && ('launch' in from || ('opened' in from && task.status === 'open'))) continue
    const dueAt = dueFor(settling, visible, planned, task.status === 'open' ? task.openedAt : undefined)
    if (dueAt === task.dueAt) continue
    record(settling, {
      type: 'DeadlineChanged',
      taskId: task.id,
      ...(dueAt !== undefined && { dueAt }),
      byHand: false,
      at: context.now,
      by,
    })
  }
}

/** Whether a process cannot finish without the task. What someone reopened is wanted again, optional or not. */
export const mustBeDone = (optional: boolean | undefined, { reopened }: Task): boolean =>
  !optional || (reopened ?? 0) > 0

function finishOrResume(settling: Settling): void {
  const { by, context, plan, process } = settling
  const left = process.tasks.some((task) => {
    if (task.status !== 'open' && task.status !== 'waiting') return false
    const place = plan.places.get(task.id)
    return mustBeDone(task.oneOff ? task.oneOff.optional : place !== undefined && plan.steps[place]!.optional, task)
  })
  const type = left ? 'ProcessResumed' : 'ProcessFinished'
  if (left === (process.status === 'finished')) record(settling, { type, at: context.now, by })
}
