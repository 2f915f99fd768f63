import type { Finding } from '../../errors.ts'
import type { Key } from '../../people/ids.ts'
import type { Step, TemplateDocument } from '../document.ts'
import type { Field } from '../fields.ts'

/**
 * Every code that `findingsOf` gives, with the values that each finding of it carries; the web app translates by them.
 * `kind` tells apart what one code is said of; `type`, `operator` and outcomes are as in the document.
 */
export const templateFaults = {
  title_missing: ['kind'],
  steps_missing: [],
  emoji_invalid: ['found'],
  label_missing: ['kind'],
  duplicate_id: ['id', 'kind'],
  reserved_id: [],
  unknown_step: ['id'],
  unknown_field: ['id'],
  unknown_column: ['id', 'label'],
  unknown_milestone: ['id'],
  unknown_variable: ['name'],
  unknown_member: [],
  unknown_group: [],
  unknown_option: ['found'],
  depends_on_itself: [],
  dependency_circle: ['names'],
  setting_not_read: ['setting', 'type', 'kind'],
  min_above_max: ['min', 'max', 'low', 'high'],
  date_invalid: ['found'],
  pattern_invalid: ['fault'],
  options_too_few: ['min', 'found', 'type'],
  columns_missing: [],
  column_not_read: ['label'],
  currency_missing: [],
  currency_unknown: ['found'],
  default_refused: ['why', 'fault'],
  expiring_without_deadline: [],
  mail_missing: [],
  mail_recipient_missing: [],
  mail_subject_missing: [],
  mail_address_invalid: ['found', 'kind'],
  fields_on_email_step: [],
  deadline_on_itself: ['kind'],
  deadline_in_the_past: [],
  field_not_date: ['label', 'type'],
  field_not_people: ['label', 'type'],
  field_of_same_step: ['label'],
  operator_does_not_fit: ['type', 'operator'],
  value_missing: ['operator', 'kind'],
  value_not_used: ['operator'],
  value_does_not_fit: ['found', 'kind'],
  outcome_does_not_fit: ['title', 'type', 'wanted', 'found'],
  rule_needs_its_target: ['name', 'kind'],
  rule_circle: ['names'],
  hidden_for_ever: ['name', 'kind'],
  variable_not_known_at_launch: ['name'],
} as const satisfies Record<string, readonly string[]>
export type TemplateFaultCode = keyof typeof templateFaults
export const templateFaultCodes = Object.keys(templateFaults) as TemplateFaultCode[]

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
