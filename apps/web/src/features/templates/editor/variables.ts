import { systemVariables, type TemplateDocument } from '@baton/engine'
import { formsOf } from './document/field-operations.ts'
import { stepsInOrder } from './document/outline.ts'

/** Something that a text can tell, as it stands between the braces. */
export type Variable =
  | { name: string; kind: 'field'; label: string; form: string | undefined }
  | { name: (typeof systemVariables)[number]; kind: 'system' }
  | { name: string; kind: 'step'; tells: 'outcome' | 'completed_by'; step: string }

/**
 * The variables that a text of the document may use. What can be told at launch already is all that a process name may
 * use: the kick-off form and what is known without it.
 */
export function variablesOf(document: TemplateDocument, atLaunch = false): Variable[] {
  const fields = formsOf(document)
    .filter(({ place }) => !atLaunch || 'kickoff' in place)
    .flatMap(({ fields, title }) =>
      fields.map((field): Variable => ({ name: field.id, kind: 'field', label: field.label, form: title })),
    )
  const system = systemVariables
    .filter((name) => !atLaunch || name !== 'process.name')
    .map((name): Variable => ({ name, kind: 'system' }))
  if (atLaunch) return [...fields, ...system]
  const steps = stepsInOrder(document).flatMap(({ id, title }): Variable[] => [
    { name: `step.${id}.outcome`, kind: 'step', tells: 'outcome', step: title },
    { name: `step.${id}.completed_by`, kind: 'step', tells: 'completed_by', step: title },
  ])
  return [...fields, ...system, ...steps]
}
