import type { Answers } from '../form/answers.ts'
import type { ActorRef } from '../people/actor.ts'
import type { Instant, PersonId, TaskId, TemplateId } from '../people/ids.ts'
import type { StepOutcome } from '../template/rules.ts'
import type { Assignees, OneOff } from './state.ts'

/** What happened to a process. `by` asked for it, `at` is when; the store adds the sequence number and the hashes. */
export type ProcessEvent = { at: Instant; by: ActorRef } & (
  | {
      type: 'ProcessLaunched'
      templateId: TemplateId
      templateVersion: number
      name: string
      answers: Answers
      /** One waiting task for each step, in order. */
      tasks: { id: TaskId; assignees: Assignees; assignedByHand?: true; dueAt?: Instant; dueByHand?: true }[]
    }
  | { type: 'TaskOpened'; taskId: TaskId; assignees: Assignees; dueAt?: Instant }
  /** Back to waiting: shown again, or a step before it was reopened. */
  | { type: 'TaskPutBack'; taskId: TaskId }
  | { type: 'TaskSkipped'; taskId: TaskId; because: 'hidden' | 'stopped' }
  /** `answers`: the whole draft, in place of the one before. */
  | { type: 'DraftSaved'; taskId: TaskId; answers: Answers }
  /** Part of a task that all assignees must complete; `completedFor`: everyone who has by now. Answers as in TaskCompleted. */
  | { type: 'TaskPartCompleted'; taskId: TaskId; completedFor: string[]; answers: Answers; cleared?: string[] }
  | {
      type: 'TaskCompleted'
      taskId: TaskId
      outcome: StepOutcome
      /** Answers that are new or changed by this completion. */
      answers: Answers
      /** Fields whose answers were removed. */
      cleared?: string[]
      reason?: string
    }
  | { type: 'TaskReopened'; taskId: TaskId; reason?: string }
  /** `byField`: not by a person, but because the answer changed that names the assignees. */
  | { type: 'TaskAssigned'; taskId: TaskId; assignees: Assignees; byField?: true }
  | { type: 'DeadlineChanged'; taskId: TaskId; dueAt?: Instant; byHand: boolean }
  | { type: 'TaskAdded'; taskId: TaskId; task: OneOff; assignees: Assignees; dueAt?: Instant }
  | { type: 'KickoffAmended'; answers: Answers; cleared?: string[] }
  | { type: 'CommentAdded'; commentId: string; taskId?: TaskId; text: string; mentions: PersonId[] }
  | { type: 'ProblemReported'; taskId: TaskId; text: string }
  | { type: 'ProblemResolved'; taskId: TaskId; text: string }
  | { type: 'WatcherAdded'; personId: PersonId }
  | { type: 'WatcherRemoved'; personId: PersonId }
  | { type: 'ProcessRenamed'; name: string }
  | { type: 'ProcessArchived' }
  | { type: 'ProcessUnarchived' }
  | { type: 'ProcessCancelled'; reason?: string }
  | { type: 'ProcessFinished' }
  /** Finished, and now there is something required to do again. */
  | { type: 'ProcessResumed' }
)

export type ProcessEventType = ProcessEvent['type']
