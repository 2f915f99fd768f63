import { type Finding, UserError } from '../errors.ts'
import { defaultsOf } from '../form/take-answers.ts'
import { isInstant } from '../form/dates.ts'
import { own } from '../own.ts'
import { actorRef } from '../people/actor.ts'
import type { Definition } from '../template/definition.ts'
import type { Step } from '../template/document.ts'
import { fillText } from '../texts/variables.ts'
import { anchorOf, dueAtOf } from '../time/deadlines.ts'
import { assigneesOf, oncePer } from './assignees.ts'
import type { DecideContext, LaunchProcess } from './commands.ts'
import type { ProcessEvent } from './events.ts'
import { evolve } from './evolve.ts'
import { kickoffFields, takeForm } from './form.ts'
import { settle, visibilityIn } from './settle.ts'
import type { Process } from './state.ts'

type Launched = Extract<ProcessEvent, { type: 'ProcessLaunched' }>

/**
 * Decides how a process begins: its tasks, those that open at once, and even its end when nothing is required.
 * Any member may launch.
 * @throws UserError `invalid_answers` with findings of the kick-off form, `invalid_request` for departures from
 *   steps that do not exist
 */
export function launch(definition: Definition, command: LaunchProcess, context: DecideContext): ProcessEvent[] {
  requireKnownTasks(definition, command)
  const by = actorRef(command.by)
  const fields = kickoffFields(definition)
  const { answers } = takeForm(definition, undefined, fields, defaultsOf(fields), command.answers ?? {}, context)
  const { templateId, templateVersion, processId } = command
  const bare: Launched = {
    type: 'ProcessLaunched',
    templateId,
    templateVersion,
    name: '',
    answers,
    tasks: [],
    at: context.now,
    by,
  }
  const empty = evolve(undefined, bare, processId)
  const { fields: visible } = visibilityIn(definition, empty)
  const answer = (id: string) => (visible.has(id) ? own(answers, id) : undefined)
  const taskOf = (step: Step): Launched['tasks'][number] => {
    const chosen = command.tasks ? own(command.tasks, step.id) : undefined
    const anchors = { launchedAt: context.now, completedAt: () => undefined, answer }
    const anchor = step.deadline && anchorOf(step.deadline, anchors, context.timeZone)
    const dueAt =
      chosen?.dueAt === undefined
        ? anchor && dueAtOf(step.deadline!, anchor, context.timeZone)
        : (chosen.dueAt ?? undefined)
    return {
      id: step.id,
      assignees: chosen?.assignees ? oncePer(chosen.assignees) : assigneesOf(step, by, answer),
      ...(chosen?.assignees && { assignedByHand: true }),
      ...(dueAt !== undefined && { dueAt }),
      ...(chosen?.dueAt !== undefined && { dueByHand: true }),
    }
  }
  const event: Launched = {
    ...bare,
    name: nameOf(definition, command, empty, context),
    tasks: [...definition.steps.values()].map(taskOf),
  }
  return [event, ...settle(definition, evolve(undefined, event, processId), context, by)]
}

const longestName = 250

function nameOf(definition: Definition, command: LaunchProcess, process: Process, context: DecideContext): string {
  const { document } = definition
  const { timeZone, locale = 'en', personName = () => undefined } = context
  const scope = { definition, answers: process.answers, process, personName, locale, timeZone }
  // A name is one line, whatever the answers in it are.
  const wanted = [command.name, fillText(document.processName ?? '', scope), document.title]
  const name = wanted.map((text) => text?.replaceAll(/\s+/g, ' ').trim()).find(Boolean) ?? ''
  return name.length > longestName ? `${name.slice(0, longestName - 1)}…` : name
}

function requireKnownTasks(definition: Definition, { tasks = {} }: LaunchProcess): void {
  const findings: Finding[] = []
  for (const [id, { dueAt }] of Object.entries(tasks)) {
    if (!definition.steps.has(id)) {
      findings.push({
        path: `/tasks/${id}`,
        code: 'unknown_step',
        message: `Wanted a step of the template; found “${id}”.`,
      })
    } else if (dueAt !== undefined && dueAt !== null && !isInstant(dueAt)) {
      const message = `Wanted an instant like 2026-11-22T19:00:00.000Z; found “${dueAt}”.`
      findings.push({ path: `/tasks/${id}/dueAt`, code: 'not_an_instant', message })
    }
  }
  if (findings.length > 0) throw new UserError('invalid_request', findings[0]!.message, findings)
}
