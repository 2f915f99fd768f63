import type { Field, Step } from '@baton/engine'
import { useTranslation } from 'react-i18next'
import { formsOf } from './document/field-operations.ts'
import { stepsInOrder } from './document/outline.ts'
import { useEditor } from './editor-context.ts'

export type Subjects = {
  fields: Field[]
  steps: Step[]
  field: (id: string) => Field | undefined
  step: (id: string) => Step | undefined
  /** For a select, `field:<id>` and `step:<id>`; what is chosen but no longer there is kept so that it can be seen. */
  options: (chosen: string) => { group: string; items: { value: string; label: string }[] }[]
}

/** What rules can speak of: every field and every step of the template. */
export function useSubjects(): Subjects {
  const { t } = useTranslation('editor')
  const { document } = useEditor().state
  const forms = formsOf(document)
  const fields = forms.flatMap((form) => form.fields)
  const steps = stepsInOrder(document)
  const groups = [
    ...forms.map((form) => ({
      group:
        'kickoff' in form.place ? t('kickoff.title') : t('rule.fieldsOf', { step: form.title || t('steps.untitled') }),
      items: form.fields.map(({ id, label }) => ({ value: `field:${id}`, label: label || t('field.untitled') })),
    })),
    {
      group: t('rule.steps'),
      items: steps.map(({ id, title }) => ({ value: `step:${id}`, label: title || t('steps.untitled') })),
    },
  ].filter(({ items }) => items.length > 0)
  return {
    fields,
    steps,
    field: (id) => fields.find((field) => field.id === id),
    step: (id) => steps.find((step) => step.id === id),
    options: (chosen) =>
      groups.some(({ items }) => items.some(({ value }) => value === chosen))
        ? groups
        : [...groups, { group: t('rule.gone'), items: [{ value: chosen, label: chosen.replace(/^\w+:/, '') }] }],
  }
}
