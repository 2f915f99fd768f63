import {
  type AnswersInput,
  defaultsOf,
  type Definition,
  evolve,
  type Finding,
  launch,
  type MemberActor,
  type Process,
  takeAnswers,
  UserError,
} from '@baton/engine'
import type { KickoffDraft } from './kickoff-draft.ts'

export type LaunchPreview = {
  /** What the process would be right after launch, as far as the form is filled in. */
  process: Process
  /** What the process would be called if no name is given. */
  suggestedName: string
  /** What keeps it from being launched. */
  findings: Finding[]
}

const processId = '00000000-0000-7000-8000-000000000000'

type World = { now: string; timeZone: string; locale: string; personName: (id: string) => string | undefined }

/**
 * What would happen if it were launched now, by the engine itself. While the form is not complete, the preview is of
 * the answers that hold so far.
 */
export function previewLaunch(
  definition: Definition,
  template: { id: string; version: number },
  draft: KickoffDraft,
  by: MemberActor,
  world: World,
): LaunchPreview {
  const attempt = (from: Definition, answers: AnswersInput) => {
    const command = {
      processId,
      templateId: template.id,
      templateVersion: template.version,
      by,
      answers,
      tasks: draft.tasks,
    }
    return launch(from, command, world).reduce<Process | undefined>(
      (before, event) => evolve(before, event, processId),
      undefined,
    )!
  }
  try {
    const process = attempt(definition, draft.answers)
    return { process, suggestedName: process.name, findings: [] }
  } catch (refused) {
    if (!(refused instanceof UserError) || refused.code !== 'invalid_answers') throw refused
    const relaxed = withoutDemands(definition)
    const process = attempt(relaxed, sound(relaxed, draft.answers))
    return { process, suggestedName: process.name, findings: refused.findings }
  }
}

/** The definition with a kick-off form that demands nothing, so that what is there so far can be shown. */
function withoutDemands(definition: Definition): Definition {
  const { document } = definition
  const fields = (document.kickoff?.fields ?? []).map(
    ({ id, type, label, options, columns, currency, default: answer }) => ({
      id,
      type,
      label,
      ...(options ? { options: options.map((option) => ({ id: option.id, label: option.label })) } : {}),
      ...(columns
        ? { columns: columns.map((column) => ({ ...column, required: undefined, min: undefined, max: undefined })) }
        : {}),
      ...(currency ? { currency } : {}),
      ...(answer !== undefined ? { default: answer } : {}),
    }),
  )
  return { ...definition, document: { ...document, kickoff: { ...document.kickoff, fields } } }
}

/** The answers that are of the right type. */
function sound(definition: Definition, input: AnswersInput): AnswersInput {
  const fields = definition.document.kickoff?.fields ?? []
  const taken = takeAnswers(fields, () => true, defaultsOf(fields), input, 'complete')
  const faulty = new Set(taken.findings.map(({ path }) => path.split('/')[2]))
  return Object.fromEntries(Object.entries(input).map(([id, answer]) => [id, faulty.has(id) ? null : answer]))
}
