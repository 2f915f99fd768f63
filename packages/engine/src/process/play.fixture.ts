import { UserError } from '../errors.ts'
import { compileTemplate, type Definition } from '../template/definition.ts'
import type { StepType, TemplateDocument } from '../template/document.ts'
import type { DecideContext, ProcessCommand } from './commands.ts'
import { decide } from './decide.ts'
import { stepOrOneOff } from './describe.ts'
import type { ProcessEvent } from './events.ts'
import { evolve, fold } from './evolve.ts'
import { answersTo, type Attempt, pick } from './scenarios.fixture.ts'
import type { Process, Task } from './state.ts'
import { ana, everyone, frozen, launchOf, minutes, processId, system, timeZone } from './testing.ts'

/** One attempt and what came of it: events, or a refusal. */
export type Turn = {
  before: Process
  command: ProcessCommand
  context: DecideContext
  events: ProcessEvent[]
  after: Process
  refusal?: UserError
}

/** A process played through: its launch and every turn, all events in order. Nothing in it can be changed in place. */
export type Play = {
  definition: Definition
  launched: Process
  turns: Turn[]
  events: ProcessEvent[]
  last: Process
  clock: DecideContext
}

/** Launches a process and lets people try things; what is not a UserError is thrown on. Undefined when the launch is refused. */
export function play(document: TemplateDocument, seed: number, attempts: readonly Attempt[]): Play | undefined {
  const definition = compileTemplate(frozen(document))
  const began = launched(definition, seed)
  if (!began) return undefined
  const events = [...frozen(began)]
  const first = frozen(fold(processId, events)!)
  const turns: Turn[] = []
  let process = first
  let elapsed = 0
  for (const attempt of attempts) {
    elapsed += attempt.minutes
    const context = frozen({ now: minutes(elapsed), timeZone })
    const command = frozen(commandOf(definition, process, attempt, turns.length))
    const turn = { before: process, command, context, ...carriedOut(definition, process, command, context) }
    turns.push(turn)
    events.push(...turn.events)
    process = turn.after
  }
  return { definition, launched: first, turns, events, last: process, clock: { now: minutes(elapsed), timeZone } }
}

export function carriedOut(definition: Definition, process: Process, command: ProcessCommand, context: DecideContext) {
  try {
    const events = frozen(decide(definition, process, command, context))
    return { events, after: frozen(events.reduce((state, event) => evolve(state, event, processId), process)) }
  } catch (error) {
    if (error instanceof UserError) return { events: [], after: process, refusal: error }
    throw error
  }
}

function launched(definition: Definition, seed: number): ProcessEvent[] | undefined {
  try {
    return launchOf(definition, { answers: answersTo(definition.document.kickoff?.fields ?? [], seed) })
  } catch (error) {
    if (error instanceof UserError) return undefined
    throw error
  }
}

/** What an attempt comes to in this process. Mostly tried where, and by whom, it has a chance. */
function commandOf(definition: Definition, process: Process, attempt: Attempt, turn: number): ProcessCommand {
  const { actor, task: at, seed } = attempt
  const kind = attemptedIn(process, attempt)
  const by = (kind === 'expire' || kind === 'mailFailed') && at % 8 > 0 ? system : pick(everyone, actor)
  const likely = process.tasks.filter((task) => suits(kind, task, stepOrOneOff(definition, task).type))
  const task = pick(likely.length > 0 && at % 8 > 0 ? likely : process.tasks, at)
  const taskId = task.id
  const { fields, type } = stepOrOneOff(definition, task)
  const assignees = pick(
    [
      { people: [], groups: [] },
      { people: [ana.id], groups: ['legal'] },
      { people: everyone.flatMap((one) => (one.kind === 'member' ? [one.id] : [])), groups: [] },
    ],
    seed,
  )
  const text = pick(['Hm', 'Well', ''], seed)
  switch (kind) {
    case 'complete':
      return {
        type: kind,
        by,
        taskId,
        answers: answersTo(fields, seed),
        ...(type === 'approval' && { outcome: 'approved' as const }),
      }
    case 'reject':
      return { type: 'complete', by, taskId, answers: answersTo(fields, seed), outcome: 'rejected', reason: text }
    case 'saveDraft':
      return { type: kind, by, taskId, answers: answersTo(fields, seed) }
    case 'amendKickoff':
      return { type: kind, by, answers: answersTo(definition.document.kickoff?.fields ?? [], seed) }
    case 'assign':
      return { type: kind, by, taskId, assignees }
    case 'changeDeadline':
      return { type: kind, by, taskId, dueAt: pick([null, minutes(seed % 5000)], seed) }
    case 'addTask': {
      const own = [{ id: `extra${turn}`, type: 'short_text' as const, label: 'Extra', required: true }]
      const oneOff = {
        type: pick(['task', 'approval'] as const, seed),
        title: text,
        optional: seed % 4 === 0,
        fields: own,
        ...(seed % 2 && { after: taskId }),
      }
      return { type: kind, by, taskId: `one-off-${turn}`, task: oneOff, assignees }
    }
    case 'comment':
      return { type: kind, by, commentId: `${turn}`, text, ...(seed % 2 && { taskId }) }
    case 'reportProblem':
    case 'resolveProblem':
    case 'mailFailed':
      return { type: kind, by, taskId, text }
    case 'expire':
      return { type: kind, by, taskId }
    case 'reopen':
      return { type: kind, by, taskId, reason: text }
    case 'watch':
    case 'unwatch':
      return { type: kind, by, personId: by.kind === 'member' ? by.id : ana.id }
    case 'rename':
      return { type: kind, by, name: text }
    case 'archive':
    case 'unarchive':
    case 'cancel':
      return { type: kind, by }
  }
}

/** Most of what is tried in a process that has come to a halt sets it going again. */
function attemptedIn({ status, archivedAt }: Process, { kind, task }: Attempt): Attempt['kind'] {
  if (task % 3 === 0) return kind
  if (archivedAt !== undefined) return 'unarchive'
  return status === 'finished'
    ? pick(['reopen', 'addTask', 'amendKickoff', 'reportProblem', 'mailFailed', kind], task)
    : kind
}

function suits(kind: Attempt['kind'], { status, problem }: Task, type: StepType): boolean {
  if (kind === 'reopen') return status === 'completed'
  if (kind === 'resolveProblem') return problem !== undefined
  if (kind === 'mailFailed') return type === 'email' && status === 'completed'
  if (kind === 'reject') return type === 'approval' && status === 'open'
  if (kind === 'expire') return type === 'expiring' && status === 'open'
  return status === 'open'
}
