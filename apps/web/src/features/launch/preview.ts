import {
  type AnswersInput,
  defaultsOf,
  type Definition,
  evolve,
  fillText,
  type Finding,
  launch,
  type MemberActor,
  type Process,
  takeAnswers,
  type TextScope,
  UserError,
} from '@baton/engine'
import type { KickoffDraft } from './kickoff-draft.ts'

export type LaunchPreview = {
  /** What the process would be right after launch, as far as the form is filled in. */
  process: Process
  /** What its texts are filled from. */
  scope: TextScope
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
  const scopeOf = (process: Process): TextScope => ({ ...world, definition, answers: process.answers, process })
  try {
    const process = attempt(definition, draft.answers)
    return { process, scope: scopeOf(process), findings: [] }
  } catch (refused) {
    if (!(refused instanceof UserError) || refused.code !== 'invalid_answers') throw refused
    const relaxed = withoutDemands(definition)
    const process = attempt(relaxed, sound(relaxed, draft.answers))
    return { process, scope: scopeOf(process), findings: refused.findings }
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

/**
 * A text with its variables filled in as far as the form goes; where an answer is still to come stands the label of
 * its field, so that nobody reads half a sentence.
 */
export function previewText(text: string, scope: TextScope): string {
  const open = text.replaceAll(/(?<!\\)\{\{\s*([a-z][a-z0-9_]*)\s*\}\}/g, (found, id: string) => {
    const place = scope.definition.fields.get(id)
    return place && scope.answers[id] === undefined ? `‹${place.field.label}›` : found
  })
  return fillText(open, scope)
}
