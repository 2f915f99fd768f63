import { expect } from 'vitest'
import { UserError, type ErrorCode } from '../errors.ts'
import type { AnswersInput } from '../form/answers.ts'
import type { MemberActor, SystemActor } from '../people/actor.ts'
import type { Instant } from '../people/ids.ts'
import { compileTemplate, type Definition } from '../template/definition.ts'
import type { Step, TemplateDocument } from '../template/document.ts'
import type { Field } from '../template/fields.ts'
import type { CommandOf, LaunchProcess, ProcessCommand, ProcessCommandType } from './commands.ts'
import { decide } from './decide.ts'
import type { ProcessEvent } from './events.ts'
import { evolve, fold } from './evolve.ts'
import { launch } from './launch.ts'
import type { Process, Task } from './state.ts'

/** For tests of the engine only: not exported from the package. */

const orgId = 'org'
const member = (digit: number, more: Partial<MemberActor> = {}): MemberActor => ({
  kind: 'member',
  orgId,
  id: `00000000-0000-4000-8000-00000000000${digit}`,
  role: 'member',
  groups: [],
  ...more,
})
export const ana = member(1)
export const ben = member(2, { groups: ['finance'] })
export const cem = member(3, { groups: ['finance', 'legal'] })
/** Launches every process that nobody else is said to have launched. */
export const lea = member(4)
export const admin = member(5, { role: 'administrator' })
export const system: SystemActor = { kind: 'system', orgId, name: 'timer' }
export const everyone = [ana, ben, cem, lea, admin, system]

export const processId = 'p'
export const timeZone = 'Europe/Zurich'
export const start: Instant = '2026-11-22T09:00:00.000Z'
/** So many minutes after the start. */
export const minutes = (amount: number): Instant => new Date(Date.parse(start) + amount * 60_000).toISOString()
export const hours = (amount: number): Instant => minutes(amount * 60)
export const days = (amount: number): Instant => hours(amount * 24)

/** A step titled by its id; of type `task` and after nothing when `more` does not say otherwise. */
export const step = (id: string, more: Partial<Step> = {}): Step => ({ id, type: 'task', title: id, ...more })
export const field = (id: string, more: Partial<Field> = {}): Field => ({ id, type: 'short_text', label: id, ...more })
export const template = (steps: Step[], more: Partial<TemplateDocument> = {}): TemplateDocument => ({
  title: 'Procedure',
  steps,
  ...more,
})

/** Shows `step` while the field has this answer. */
export const showWhen = (answer: [field: string, is: string], target: { step: string } | { field: string }) => ({
  id: `show_${'step' in target ? target.step : target.field}`,
  when: { field: answer[0], is: 'is' as const, value: answer[1] },
  then: [{ show: target }],
})

type Asking<T extends ProcessCommandType> = T extends ProcessCommandType
  ? Omit<CommandOf<T>, 'by'> & { by?: ProcessCommand['by']; at?: Instant }
  : never
/** A command; by the administrator, at the start, when it does not say otherwise. */
export type Ask = Asking<ProcessCommandType>
export type AskOf<T extends ProcessCommandType> = Extract<Ask, { type: T }>

export const completes = (taskId: string, answers?: AnswersInput): Ask => ({
  type: 'complete',
  taskId,
  ...(answers && { answers }),
})
export const approves = (taskId: string): Ask => ({ type: 'complete', taskId, outcome: 'approved' })
export const rejects = (taskId: string): Ask => ({ type: 'complete', taskId, outcome: 'rejected', reason: 'Too dear' })

/** An event as a test speaks of it: who and when are checked only where they are given. */
type Told = ProcessEvent extends infer E
  ? E extends ProcessEvent
    ? Omit<E, 'by' | 'at'> & { by?: string; at?: Instant }
    : never
  : never
/** `opened('a')` and the like, checked by type and task only, or an event to be matched key by key. */
export type Expected = Told | { type: ProcessEvent['type']; taskId?: string }

export const opened = (taskId: string): Expected => ({ type: 'TaskOpened', taskId })
export const putBack = (taskId: string): Expected => ({ type: 'TaskPutBack', taskId })
export const completed = (taskId: string): Expected => ({ type: 'TaskCompleted', taskId })
export const hidden = (taskId: string): Told => ({ type: 'TaskSkipped', taskId, because: 'hidden' })
export const stopped = (taskId: string): Told => ({ type: 'TaskSkipped', taskId, because: 'stopped' })
export const finished: Expected = { type: 'ProcessFinished' }
export const resumed: Expected = { type: 'ProcessResumed' }

/** Begins a case: a process of this template, after these commands. Nothing in it can be changed in place. */
export function given(document: TemplateDocument, ...history: Ask[]) {
  return givenLaunch(document, {}, ...history)
}

/** As `given`, for a launch that matters. */
export function givenLaunch(
  document: TemplateDocument,
  how: Partial<LaunchProcess> & { at?: Instant },
  ...history: Ask[]
) {
  const definition = compileTemplate(frozen(document))
  const launched = launchOf(definition, how)
  let process = frozen(fold(processId, launched)!)
  for (const ask of history) process = carriedOut(process, decided(definition, process, ask))
  return caseOf(definition, process, launched)
}

export const launchOf = (definition: Definition, { at = start, ...how }: Partial<LaunchProcess> & { at?: Instant }) =>
  launch(definition, frozen({ processId, templateId: 't', templateVersion: 1, by: lea, ...how }), { now: at, timeZone })

export type Case = ReturnType<typeof caseOf>

function caseOf(definition: Definition, process: Process, events: ProcessEvent[]) {
  return {
    definition,
    process,
    /** What the last command, or the launch, led to. */
    events,
    task: (id: string): Task => process.tasks.find((task) => task.id === id)!,
    /** Task ids by status, for a glance at the whole. */
    statuses: () => Object.fromEntries(process.tasks.map(({ id, status }) => [id, status])),
    when(ask: Ask) {
      const act = () => decided(definition, process, ask)
      return {
        leadsTo: (...expected: Expected[]) => {
          const found = act()
          expect(found.map(({ type }) => type)).toEqual(expected.map(({ type }) => type))
          expect(found).toMatchObject(expected)
          return caseOf(definition, carriedOut(process, found), found)
        },
        thenNothing: () => expect(act()).toEqual([]),
        /** Refused with this code and, where it is given, a finding at this place; `process` is frozen, so unchanged. */
        refused: (code: ErrorCode, path?: string) => {
          const error = refusalOf(act)
          expect(error.code).toBe(code)
          if (path !== undefined) expect(error.findings.map((finding) => finding.path)).toContain(path)
        },
      }
    },
  }
}

export function refusalOf(act: () => unknown): UserError {
  try {
    const found = act()
    expect.fail(`Wanted a refusal; found ${JSON.stringify(found)}.`)
  } catch (error) {
    if (error instanceof UserError) return error
    throw error
  }
}

const decided = (definition: Definition, process: Process, { at = start, ...ask }: Ask): ProcessEvent[] =>
  decide(definition, process, frozen({ by: usualAsker(ask.type), ...ask }), { now: at, timeZone })

const usualAsker = (type: ProcessCommandType) => (type === 'expire' || type === 'mailFailed' ? system : admin)

const carriedOut = (process: Process, events: ProcessEvent[]): Process =>
  frozen(frozen(events).reduce((state, event) => evolve(state, event, processId), process))

/** The same, frozen through and through: to change it throws. */
export function frozen<T>(value: T): T {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value)
    for (const inner of Object.values(value)) frozen(inner)
  }
  return value
}
