import type { AnswersInput } from '../form/answers.ts'
import type { Actor } from '../people/actor.ts'
import type { Instant, PersonId, ProcessId, TaskId, TemplateId } from '../people/ids.ts'
import type { Assignees, OneOff } from './state.ts'

/** What the engine is told of the world. */
export type DecideContext = {
  now: Instant
  /** IANA name of the organization's zone; days, weeks and months of deadlines step its calendar. */
  timeZone: string
  /**
   * Name of a member; undefined for who is none, and is refused as an answer. Absent: people are not looked up, and
   * stay nameless in the name of a new process.
   */
  personName?: (id: PersonId) => string | undefined
  /** BCP 47; how dates and amounts are written in the name of a new process. Absent: `en`. */
  locale?: string
}

/** Asks for a new process. `processId` is made by the caller. */
export type LaunchProcess = {
  processId: ProcessId
  templateId: TemplateId
  templateVersion: number
  by: Actor
  /** Empty or absent: the template's `processName` filled in, or its title. */
  name?: string
  answers?: AnswersInput
  /** Departures from the template for single steps, made on the launch page. */
  tasks?: Record<TaskId, { assignees?: Assignees; dueAt?: Instant | null }>
}

/** Asks for a change of one process. */
export type ProcessCommand = { by: Actor } & (
  | { type: 'saveDraft'; taskId: TaskId; answers: AnswersInput }
  | {
      type: 'complete'
      taskId: TaskId
      /** Absent: the outcome of the step's type (`completed`, `acknowledged`, `sent`); approvals must say which. */
      outcome?: 'completed' | 'approved' | 'rejected' | 'acknowledged' | 'sent'
      /** Merged over the draft; `null` clears. */
      answers?: AnswersInput
      /** Required with `rejected`. */
      reason?: string
    }
  /** By the timer of an expiring step; nothing happens when it is too early or no longer open. */
  | { type: 'expire'; taskId: TaskId }
  | { type: 'reopen'; taskId: TaskId; reason?: string }
  | { type: 'assign'; taskId: TaskId; assignees: Assignees }
  /** `null`: no deadline. */
  | { type: 'changeDeadline'; taskId: TaskId; dueAt: Instant | null }
  | { type: 'addTask'; taskId: TaskId; task: OneOff; assignees: Assignees; dueAt?: Instant }
  /** Changes answers of the kick-off form after launch; rules follow. */
  | { type: 'amendKickoff'; answers: AnswersInput }
  | { type: 'comment'; commentId: string; taskId?: TaskId; text: string; mentions?: PersonId[] }
  | { type: 'reportProblem'; taskId: TaskId; text: string }
  | { type: 'resolveProblem'; taskId: TaskId; text: string }
  /** By the worker: the mail of an e-mail step was refused for good. Reopens the task with a problem. */
  | { type: 'mailFailed'; taskId: TaskId; text: string }
  | { type: 'watch'; personId: PersonId }
  | { type: 'unwatch'; personId: PersonId }
  | { type: 'rename'; name: string }
  | { type: 'archive' }
  | { type: 'unarchive' }
  | { type: 'cancel'; reason?: string }
)

export type ProcessCommandType = ProcessCommand['type']
export type CommandOf<T extends ProcessCommandType> = Extract<ProcessCommand, { type: T }>
