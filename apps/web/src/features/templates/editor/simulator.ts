import {
  type AnswersInput,
  compileTemplate,
  decide,
  type DecideContext,
  type Definition,
  evolve,
  launch,
  type Process,
  type ProcessCommand,
  type ProcessEvent,
  type TemplateDocument,
} from '@baton/engine'

/** A process that is tried out: nothing of it leaves this page. Immutable. */
export type Simulation = {
  definition: Definition
  /** Absent before launch. */
  process?: Process
  /** What the clock of the simulation shows. */
  now: string
  /** What happened, oldest first. */
  events: readonly ProcessEvent[]
  /** What was asked, so that it can be asked again of a changed draft. */
  asked: readonly Asked[]
}

type Asked = { at: string } & ({ type: 'launch'; answers: AnswersInput } | { type: 'command'; command: WithoutActor })
type WithoutActor = ProcessCommand extends infer C ? (C extends ProcessCommand ? Omit<C, 'by'> : never) : never
/** Who tries it out, and in which zone. */
export type Trial = {
  timeZone: string
  locale: string
  personId: string
  orgId: string
  personName: (id: string) => string | undefined
}

const processId = '00000000-0000-7000-8000-000000000000'
const templateId = '00000000-0000-7000-8000-000000000001'

export const startSimulation = (document: TemplateDocument, now: string): Simulation => ({
  definition: compileTemplate(forOne(document)),
  now,
  events: [],
  asked: [],
})

/** One person tries it out, so one is enough where in earnest each of several must act. */
const forOne = (document: TemplateDocument): TemplateDocument => ({
  ...document,
  steps: document.steps.map((step) =>
    step.assign?.completion === 'all' ? { ...step, assign: { ...step.assign, completion: 'any' } } : step,
  ),
})

/** @throws UserError `invalid_answers` with findings */
export function launchSimulation(simulation: Simulation, answers: AnswersInput, trial: Trial): Simulation {
  const { definition, now } = simulation
  const command = { processId, templateId, templateVersion: 1, by: actorOf(trial), answers }
  const events = launch(definition, command, contextOf(simulation, trial))
  return record({ ...simulation, asked: [{ at: now, type: 'launch', answers }] }, events)
}

/**
 * Asks for a change as the person who tries it out. Whoever tries a draft stands in for everyone in it.
 * @throws UserError with what keeps it from being done
 */
export function act(simulation: Simulation, command: WithoutActor, trial: Trial): Simulation {
  const { definition, process, now, asked } = simulation
  if (!process) return simulation
  const events = decide(
    definition,
    process,
    { ...command, by: actorOf(trial) } as ProcessCommand,
    contextOf(simulation, trial),
  )
  return record({ ...simulation, asked: [...asked, { at: now, type: 'command', command }] }, events)
}

/** Moves the clock on; steps that complete themselves at their deadline do so on the way, each at its time. */
export function advance(simulation: Simulation, milliseconds: number, trial: Trial): Simulation {
  const end = new Date(Date.parse(simulation.now) + milliseconds).toISOString()
  let next = simulation
  for (;;) {
    const due = nextExpiry(next)
    if (!due?.dueAt || due.dueAt > end || !next.process) break
    next = { ...next, now: due.dueAt > next.now ? due.dueAt : next.now }
    const by = { kind: 'system', orgId: trial.orgId, name: 'timer' } as const
    const events = decide(
      next.definition,
      next.process!,
      { type: 'expire', taskId: due.id, by },
      contextOf(next, trial),
    )
    if (events.length === 0) break
    next = record(next, events)
  }
  return { ...next, now: end }
}

/**
 * The same trial over a changed draft: what was asked is asked again, as far as it still can be.
 * @returns undefined when not even the launch can be repeated
 */
export function replay(simulation: Simulation, document: TemplateDocument, trial: Trial): Simulation | undefined {
  const first = simulation.asked[0]
  let next = startSimulation(document, first?.at ?? simulation.now)
  for (const asked of simulation.asked) {
    next = advance(next, Date.parse(asked.at) - Date.parse(next.now), trial)
    try {
      next = asked.type === 'launch' ? launchSimulation(next, asked.answers, trial) : act(next, asked.command, trial)
    } catch {
      if (asked.type === 'launch') return undefined
    }
  }
  return advance(next, Math.max(0, Date.parse(simulation.now) - Date.parse(next.now)), trial)
}

/** The open task that completes itself soonest. */
function nextExpiry({ definition, process }: Simulation) {
  return process?.tasks
    .filter(
      ({ id, status, dueAt }) =>
        status === 'open' && dueAt !== undefined && definition.steps.get(id)?.type === 'expiring',
    )
    .toSorted((a, b) => a.dueAt!.localeCompare(b.dueAt!))[0]
}

function record(simulation: Simulation, events: ProcessEvent[]): Simulation {
  const process = events.reduce<Process | undefined>(
    (before, event) => evolve(before, event, processId),
    simulation.process,
  )
  return { ...simulation, process, events: [...simulation.events, ...events] }
}

const actorOf = ({ orgId, personId }: Trial) =>
  ({ kind: 'member', orgId, id: personId, role: 'administrator', groups: [] }) as const

const contextOf = ({ now }: Simulation, { timeZone, locale, personName }: Trial): DecideContext => ({
  now,
  timeZone,
  locale,
  personName,
})
