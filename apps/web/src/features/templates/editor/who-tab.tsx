import { SegmentedControl, Select, Switch, Text } from '@mantine/core'
import type { Assignment, Step } from '@baton/engine'
import { useTranslation } from 'react-i18next'
import { PeoplePicker } from '../../../ui/people-picker.tsx'
import { formsOf } from './document/field-operations.ts'
import { withParts } from './document/outline.ts'
import { changeStep } from './document/step-operations.ts'
import { useEditor } from './editor-context.ts'
import { Faults } from './faults.tsx'
import classes from './panel.module.css'

/** Who gets the task, and whether one of them is enough. */
export function WhoTab({ step }: { step: Step }) {
  const { t } = useTranslation('editor')
  const { state, edit } = useEditor()
  const { assign = {} } = step
  const set = (parts: Partial<Assignment>) =>
    edit((doc) => {
      const now = doc.steps.find(({ id }) => id === step.id)?.assign ?? {}
      const next = withParts(now, parts)
      return changeStep(doc, step.id, { assign: Object.keys(next).length > 0 ? next : undefined })
    })
  // Who fills the step's own form is not known from its own answers.
  const peopleFields = formsOf(state.document)
    .filter(({ place }) => !('step' in place) || place.step !== step.id)
    .flatMap(({ fields, title }) =>
      fields
        .filter(({ type }) => type === 'people')
        .map(({ id, label }) => ({ value: id, label: `${label} (${title ?? t('kickoff.title')})` })),
    )
  const unknown =
    assign.field !== undefined && !peopleFields.some(({ value }) => value === assign.field)
      ? [{ value: assign.field, label: assign.field }]
      : []
  const several =
    (assign.members?.length ?? 0) + (assign.groups?.length ?? 0) + (assign.launcher ? 1 : 0) + (assign.field ? 2 : 0) >
    1
  const nobody = !assign.launcher && !assign.field && !assign.members?.length && !assign.groups?.length
  return (
    <div className={classes.body}>
      <Faults where={({ selection, tab }) => selection.at === 'step' && selection.step === step.id && tab === 'who'} />
      <PeoplePicker
        label={t('who.people')}
        placeholder={t('who.placeholder')}
        value={{ people: assign.members ?? [], groups: assign.groups ?? [] }}
        onChange={({ people, groups }) => set({ members: people, groups })}
      />
      <Switch
        label={t('who.launcher')}
        description={t('who.launcherHint')}
        checked={assign.launcher ?? false}
        onChange={(event) => set({ launcher: event.currentTarget.checked })}
      />
      <Select
        label={t('who.field')}
        description={peopleFields.length === 0 ? t('who.noFields') : t('who.fieldHint')}
        placeholder={t('who.fieldPlaceholder')}
        data={[...peopleFields, ...unknown]}
        value={assign.field ?? null}
        clearable
        disabled={peopleFields.length === 0 && unknown.length === 0}
        onChange={(field) => set({ field: field ?? undefined })}
      />
      {several && (
        <div>
          <Text fw={600} fz={14} mb={6} id="who-completion">
            {t('who.completion')}
          </Text>
          <SegmentedControl
            fullWidth
            size="xs"
            aria-labelledby="who-completion"
            value={assign.completion ?? 'any'}
            onChange={(completion) => set({ completion: completion === 'all' ? 'all' : undefined })}
            data={[
              { value: 'any', label: t('who.any') },
              { value: 'all', label: t('who.all') },
            ]}
          />
          <p className={classes.hint} style={{ marginTop: 6 }}>
            {t(`who.${assign.completion ?? 'any'}Hint`)}
          </p>
        </div>
      )}
      {nobody && <p className={classes.hint}>{t('who.nobody')}</p>}
    </div>
  )
}
