import type { Finding } from '../../errors.ts'
import type { Key } from '../../people/ids.ts'
import type { Step, TemplateDocument } from '../document.ts'
import type { Field } from '../fields.ts'

/** Every code that `findingsOf` gives; the web app translates by them. */
export const templateFaultCodes = [
  'title_missing',
  'steps_missing',
  'emoji_invalid',
  'label_missing',
  'duplicate_id',
  'reserved_id',
  'unknown_step',
  'unknown_field',
  'unknown_column',
  'unknown_milestone',
  'unknown_variable',
  'unknown_member',
  'unknown_group',
  'unknown_option',
  'depends_on_itself',
  'dependency_circle',
  'setting_not_read',
  'min_above_max',
  'date_invalid',
  'pattern_invalid',
  'options_too_few',
  'columns_missing',
  'column_not_read',
  'currency_missing',
  'currency_unknown',
  'default_refused',
  'expiring_without_deadline',
  'mail_missing',
  'mail_recipient_missing',
  'mail_subject_missing',
  'mail_address_invalid',
  'fields_on_email_step',
  'deadline_on_itself',
  'deadline_in_the_past',
  'field_not_date',
  'field_not_people',
  'field_of_same_step',
  'operator_does_not_fit',
  'value_missing',
  'value_not_used',
  'value_does_not_fit',
  'outcome_does_not_fit',
  'rule_needs_its_target',
  'rule_circle',
  'hidden_for_ever',
  'variable_not_known_at_launch',
] as const
export type TemplateFaultCode = (typeof templateFaultCodes)[number]

/** Who exists in the organization, where that is to be checked. */
export type Known = { members: ReadonlySet<string>; groups: ReadonlySet<string> }

export type PlacedStep = { step: Step; path: string; title: string }
export type PlacedField = { field: Field; path: string; /** Absent in the kick-off form. */ owner?: PlacedStep }

/** A document on the table: what the checks look at and where they put what they find. */
export type Checked = {
  document: TemplateDocument
  known?: Known
  /** First of each id, as the engine would take it. */
  steps: ReadonlyMap<Key, PlacedStep>
  fields: ReadonlyMap<Key, PlacedField>
  /** All of them, those with the id of another included. */
  allSteps: readonly PlacedStep[]
  allFields: readonly PlacedField[]
  report(path: string, code: TemplateFaultCode, message: string, values?: Finding['values']): void
}

export function lay(document: TemplateDocument, known: Known | undefined, findings: Finding[]): Checked {
  const allSteps = document.steps.map((step, index) => ({
    step,
    path: `/steps/${index}`,
    title: step.title.trim() || step.id,
  }))
  const allFields: PlacedField[] = [
    ...(document.kickoff?.fields ?? []).map((field, index) => ({ field, path: `/kickoff/fields/${index}` })),
    ...allSteps.flatMap((owner) =>
      (owner.step.fields ?? []).map((field, index) => ({ field, path: `${owner.path}/fields/${index}`, owner })),
    ),
  ]
  return {
    document,
    known,
    allSteps,
    allFields,
    steps: firstOfEach(allSteps, ({ step }) => step.id),
    fields: firstOfEach(allFields, ({ field }) => field.id),
    report(path, code, message, values) {
      findings.push(values ? { path, code, message, values } : { path, code, message })
    },
  }
}

function firstOfEach<T>(items: readonly T[], idOf: (item: T) => Key): Map<Key, T> {
  const first = new Map<Key, T>()
  for (const item of items) if (!first.has(idOf(item))) first.set(idOf(item), item)
  return first
}
