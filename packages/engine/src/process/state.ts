import type { Answers } from '../form/answers.ts'
import type { ActorRef } from '../people/actor.ts'
import type { GroupId, Instant, PersonId, ProcessId, TaskId, TemplateId } from '../people/ids.ts'
import type { Field } from '../template/fields.ts'
import type { StepOutcome } from '../template/rules.ts'
import type { StepType } from '../template/document.ts'

/**
 * waiting: for the steps before it. open: can be done. completed: done, see `outcome`.
 * skipped: hidden by a rule or stopped by a rejection; comes back when that no longer holds.
 */
export type TaskStatus = 'waiting' | 'open' | 'completed' | 'skipped'

/** Direct assignees. Empty: nobody, so any member may do it. */
export type Assignees = { people: PersonId[]; groups: GroupId[] }

export type Problem = { text: string; by: ActorRef; at: Instant }

/** What a task is apart from its step: only one-off tasks carry it, others are described by their step. */
export type OneOff = {
  type: Extract<StepType, 'task' | 'approval'>
  title: string
  instructions?: string
  optional?: boolean
  fields?: Field[]
  /** The task it was added after, for its place in the list; absent: at the end. */
  after?: TaskId
}

export type Task = {
  id: TaskId
  status: TaskStatus
  /** Why it is skipped. */
  skipped?: 'hidden' | 'stopped'
  outcome?: StepOutcome
  assignees: Assignees
  /** Given by a person, so it no longer follows the people field of its step. */
  assignedByHand?: true
  /** Of `completion: 'all'`: who of the assignees (people and groups) has completed it. */
  completedFor?: (PersonId | GroupId)[]
  dueAt?: Instant
  /** Set by a person, so no longer recomputed. */
  dueByHand?: true
  openedAt?: Instant
  completedAt?: Instant
  completedBy?: ActorRef
  /** The reason given with a rejection. */
  reason?: string
  /** Times it was reopened. */
  reopened?: number
  problem?: Problem
  comments?: number
  /** All answers of its form as saved while typing, in place of those of the process; an absent one was cleared. */
  draft?: Answers
  oneOff?: OneOff
}

/** A process: the fold of its events. Small enough to be loaded, changed and written whole. */
export type Process = {
  id: ProcessId
  /** Sequence number of the last event; 0 before the first. */
  version: number
  templateId: TemplateId
  templateVersion: number
  name: string
  status: 'active' | 'finished' | 'cancelled'
  launchedBy: ActorRef
  launchedAt: Instant
  finishedAt?: Instant
  archivedAt?: Instant
  answers: Answers
  /** In the order of the steps, one-off tasks at their place. */
  tasks: Task[]
  watchers: PersonId[]
  /** Comments on the process as a whole. */
  comments?: number
}
