import { Button, MultiSelect, Select } from '@mantine/core'
import { type Deadline, deadlineUnits, type DeadlineUnit, type Step } from '@baton/engine'
import { IconClock, IconX } from '@tabler/icons-react'
import { useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { NumberInput } from '../../../ui/form/number-input.tsx'
import { formsOf } from './document/field-operations.ts'
import { stepsInOrder } from './document/outline.ts'
import { changeStep } from './document/step-operations.ts'
import { useEditor } from './editor-context.ts'
import { Faults } from './faults.tsx'
import classes from './panel.module.css'

/** What the step waits for, and when it is due. */
export function WhenTab({ step }: { step: Step }) {
  const { t } = useTranslation('editor')
  const { state, edit } = useEditor()
  const { document } = state
  // Adding and removing the deadline take away the button that was pressed: what comes in its place takes the focus.
  const section = useRef<HTMLDivElement>(null)
  const pressed = useRef(false)
  useEffect(() => {
    if (!pressed.current) return
    pressed.current = false
    section.current?.querySelector<HTMLElement>('input, button')?.focus()
  })
  const others = stepsInOrder(document)
    .map(({ id, title }, index) => ({ value: id, label: `${index + 1}. ${title || t('steps.untitled')}` }))
    .filter(({ value }) => value !== step.id)
  const gone = (step.after ?? [])
    .filter((id) => !others.some(({ value }) => value === id))
    .map((id) => ({ value: id, label: id }))
  const setDeadline = (deadline: Deadline | undefined, typing?: string) =>
    edit(
      (doc) => changeStep(doc, step.id, { deadline }),
      typing ? { typing: `step/${step.id}/deadline/${typing}` } : {},
    )
  return (
    <div className={classes.body}>
      <Faults where={({ selection, tab }) => selection.at === 'step' && selection.step === step.id && tab === 'when'} />
      <MultiSelect
        label={t('when.after')}
        description={t(step.after?.length ? 'when.afterHint' : 'when.atLaunch')}
        placeholder={step.after?.length ? undefined : t('when.afterPlaceholder')}
        data={[...others, ...gone]}
        value={step.after ?? []}
        searchable
        clearable
        maxValues={100}
        onChange={(after) => edit((doc) => changeStep(doc, step.id, { after }))}
      />
      <div role="group" aria-label={t('when.deadline')} ref={section}>
        <h3 className={classes.sectionTitle}>{t('when.deadline')}</h3>
        {step.deadline ? (
          <DeadlineSentence
            step={step}
            deadline={step.deadline}
            onChange={(deadline, typing) => {
              pressed.current = deadline === undefined
              setDeadline(deadline, typing)
            }}
          />
        ) : (
          <>
            <p className={classes.hint}>{t('when.noDeadline')}</p>
            <Button
              mt={8}
              variant="default"
              size="compact-md"
              leftSection={<IconClock size={16} aria-hidden />}
              onClick={() => {
                pressed.current = true
                setDeadline({ amount: 2, unit: 'days', from: { opened: true } })
              }}
            >
              {t('when.addDeadline')}
            </Button>
          </>
        )}
      </div>
    </div>
  )
}

/** "2 days after this step opens", each word of it a choice. */
function DeadlineSentence({
  step,
  deadline,
  onChange,
}: {
  step: Step
  deadline: Deadline
  onChange: (deadline: Deadline | undefined, typing?: string) => void
}) {
  const { t } = useTranslation('editor')
  const { document } = useEditor().state
  const { amount, unit, direction = 'after', from } = deadline
  const dates = formsOf(document).flatMap(({ fields, title, place }) =>
    fields
      .filter(({ type }) => type === 'date' || type === 'date_time')
      .map(({ id, label }) => ({ value: `field:${id}`, label: 'kickoff' in place ? label : `${label} (${title})` })),
  )
  const steps = stepsInOrder(document)
    .filter(({ id }) => id !== step.id)
    .map(({ id, title }) => ({
      value: `completed:${id}`,
      label: t('when.completed', { title: title || t('steps.untitled') }),
    }))
  const anchor =
    'field' in from
      ? `field:${from.field}`
      : 'completed' in from
        ? `completed:${from.completed}`
        : 'launch' in from
          ? 'launch'
          : 'opened'
  const known = ['launch', 'opened'].includes(anchor) || [...dates, ...steps].some(({ value }) => value === anchor)
  const data = [
    {
      group: t('when.moments'),
      items: [
        { value: 'opened', label: t('when.opened') },
        { value: 'launch', label: t('when.launch') },
      ],
    },
    ...(dates.length > 0 ? [{ group: t('when.dates'), items: dates }] : []),
    ...(steps.length > 0 ? [{ group: t('when.otherSteps'), items: steps }] : []),
    ...(known ? [] : [{ group: t('when.gone'), items: [{ value: anchor, label: anchor.replace(/^\w+:/, '') }] }]),
  ]
  const set = (parts: Partial<Deadline>, typing?: string) => {
    const { direction: way, ...next } = { ...deadline, ...parts }
    // Only a date can be counted back from: nothing is due before it has begun.
    onChange(way === 'before' && 'field' in next.from ? { ...next, direction: 'before' } : next, typing)
  }
  const setAnchor = (value: string) => {
    const [kind, id = ''] = value.split(':')
    set({
      from:
        kind === 'field'
          ? { field: id }
          : kind === 'completed'
            ? { completed: id }
            : kind === 'launch'
              ? { launch: true }
              : { opened: true },
    })
  }
  return (
    <>
      <div className={classes.sentence} style={{ marginTop: 8 }}>
        <NumberInput
          w={64}
          whole
          negative={false}
          max={10_000}
          aria-label={t('when.amount')}
          value={amount}
          onChange={(value) => value !== undefined && set({ amount: value }, 'amount')}
        />
        <Select
          w={98}
          aria-label={t('when.unit')}
          allowDeselect={false}
          value={unit}
          data={deadlineUnits.map((one) => ({ value: one, label: t(`unit.${one}`, { count: amount }) }))}
          onChange={(next) => next && set({ unit: next as DeadlineUnit })}
        />
        <Select
          w={86}
          aria-label={t('when.direction')}
          allowDeselect={false}
          value={direction}
          data={[
            { value: 'after', label: t('when.afterIt') },
            { value: 'before', label: t('when.beforeIt'), disabled: !('field' in from) },
          ]}
          onChange={(next) => set({ direction: next === 'before' ? 'before' : 'after' })}
        />
        <Select
          flex="1 1 130px"
          aria-label={t('when.anchor')}
          allowDeselect={false}
          searchable
          value={anchor}
          data={data}
          onChange={(value) => value && setAnchor(value)}
        />
      </div>
      <p className={classes.hint} style={{ marginTop: 8 }}>
        {'field' in from ? t('when.dateHint') : t('when.hint')}
      </p>
      <Button
        mt={8}
        variant="subtle"
        color="gray"
        size="compact-sm"
        leftSection={<IconX size={14} aria-hidden />}
        onClick={() => onChange(undefined)}
      >
        {t('when.removeDeadline')}
      </Button>
    </>
  )
}
