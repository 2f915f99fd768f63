import type { ProcessChange } from '@baton/commands'
import type { AnswersInput } from '@baton/engine'
import type { Handle } from './organization.ts'

/**
 * Days from today (negative: ago) and the time of day there. Weekends are moved to the Friday before; what would be
 * in the future does not happen.
 */
export type Moment = [day: number, time: string]

/** Something that a person does in a process. */
export type Act = { at: Moment; by: Handle; does: ProcessChange }

/** A process of the demo, from its launch to where it stands today. */
export type Story = {
  /** Name of the template's file, without `.yaml`. */
  template: string
  at: Moment
  by: Handle
  answers: AnswersInput
  acts: Act[]
}

/** What a story needs to name people and days. */
export type Cast = {
  /** The ids of these people. */
  who: (...handles: Handle[]) => string[]
  /** `YYYY-MM-DD`, so many days from today; weekends as they come. */
  day: (fromToday: number) => string
  /** An instant, never moved off a weekend. */
  instant: (fromToday: number, time: string) => string
  /** Days from today until this day; negative when it is past. */
  until: (day: string) => number
  /** `October 2026`: so many months from this one. */
  month: (fromThis: number) => string
  /** The first day of a month, `YYYY-MM-DD`. */
  firstOf: (fromThis: number) => string
}

export const complete = (taskId: string, answers: AnswersInput = {}): ProcessChange => ({
  type: 'complete',
  taskId,
  answers,
})
export const acknowledge = (taskId: string, answers: AnswersInput = {}): ProcessChange => ({
  type: 'complete',
  taskId,
  outcome: 'acknowledged',
  answers,
})
export const send = (taskId: string): ProcessChange => ({ type: 'complete', taskId, outcome: 'sent' })
export const approve = (taskId: string, answers: AnswersInput = {}): ProcessChange => ({
  type: 'complete',
  taskId,
  outcome: 'approved',
  answers,
})
export const reject = (taskId: string, reason: string): ProcessChange => ({
  type: 'complete',
  taskId,
  outcome: 'rejected',
  reason,
})
export const draft = (taskId: string, answers: AnswersInput): ProcessChange => ({ type: 'saveDraft', taskId, answers })
export const problem = (taskId: string, text: string): ProcessChange => ({ type: 'reportProblem', taskId, text })
export const solve = (taskId: string, text: string): ProcessChange => ({ type: 'resolveProblem', taskId, text })
/** `commentId` is set when the story is played. */
export const say = (text: string, taskId?: string, mentions: string[] = []): ProcessChange => ({
  type: 'comment',
  commentId: '',
  text,
  mentions,
  ...(taskId && { taskId }),
})

/** A one-off task for one person. `taskId` is set when the story is played. */
export const extra = (title: string, person: string[], instructions?: string): ProcessChange => ({
  type: 'addTask',
  taskId: '',
  task: { type: 'task', title, ...(instructions && { instructions }) },
  assignees: { people: person, groups: [] },
})
export const watch = ([personId = '']: string[]): ProcessChange => ({ type: 'watch', personId })

/** `act(-3, '09:12', 'tomas', complete('check'))` */
export const act = (day: number, time: string, by: Handle, does: ProcessChange): Act => ({ at: [day, time], by, does })
