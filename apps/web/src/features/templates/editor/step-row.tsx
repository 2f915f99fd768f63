import { ActionIcon, Menu, Tooltip } from '@mantine/core'
import type { Step } from '@baton/engine'
import { IconAlertTriangle, IconClock, IconDots, IconEyeQuestion, IconForms } from '@tabler/icons-react'
import { type ClipboardEvent, type KeyboardEvent, memo } from 'react'
import { useTranslation } from 'react-i18next'
import { isMac } from '../../../lib/actions.ts'
import { PeopleMarks } from '../../../ui/marks.tsx'
import { pastedLines } from './document/pasted-list.ts'
import {
  changeStep,
  insertStep,
  isBare,
  moveOverMilestone,
  moveStep,
  newStepId,
  pasteSteps,
  stepToMilestone,
} from './document/step-operations.ts'
import { stepsInOrder } from './document/outline.ts'
import { useEditorHands } from './editor-context.ts'
import { StepIcon } from './field-icons.tsx'
import classes from './outline.module.css'
import { StepMenu } from './step-menu.tsx'
import { useStepActions } from './use-step-actions.ts'

type RowProps = { walk: (from: HTMLElement, by: 1 | -1) => void; focusSelected: () => void }

/** One step as a line one types. */
export const StepRow = memo(function StepRow({
  step,
  number,
  selected,
  tabbable,
  faults,
  fault,
  ruled,
  walk,
  focusSelected,
}: RowProps & {
  step: Step
  number: number
  selected: boolean
  tabbable: boolean
  /** How many findings there are in it, and what they say. */
  faults: number
  fault: string
  /** Whether a rule decides on its being there. */
  ruled: boolean
}) {
  const { t } = useTranslation('editor')
  const { current, edit, select } = useEditorHands()
  const actions = useStepActions(step.id, focusSelected)

  const onKeyDown = (event: KeyboardEvent<HTMLTextAreaElement>) => {
    const input = event.currentTarget
    const { document } = current()
    const mod = isMac ? event.metaKey : event.ctrlKey
    const act = (run: () => void) => {
      event.preventDefault()
      run()
    }
    if (event.nativeEvent.isComposing) return
    if (event.key === 'Enter' && mod)
      return act(() => globalThis.document.querySelector<HTMLElement>('[data-panel-start]')?.focus())
    if (event.key === 'Enter') {
      return act(() => {
        focusSelected()
        const heading = /^#{1,6}\s+(\S.*)$/.exec(step.title)
        if (heading && isBare(step)) {
          const made = stepToMilestone(document, step.id, heading[1]!.trim())
          return edit(() => made.document, { select: { at: 'milestone', milestone: made.id } })
        }
        const id = newStepId(document)
        const atStart = input.selectionStart === 0 && input.selectionEnd === 0 && step.title !== ''
        edit((doc) => insertStep(doc, { id, type: 'task', title: '' }, step.id, atStart ? 'before' : 'after'), {
          select: { at: 'step', step: id },
        })
      })
    }
    if (event.key === 'Backspace' && step.title === '' && !mod) {
      return act(() => {
        const steps = stepsInOrder(document)
        const index = steps.findIndex(({ id }) => id === step.id)
        const beside = steps[index - 1] ?? steps[index + 1]
        actions.remove(beside ? { at: 'step', step: beside.id } : { at: 'kickoff' })
      })
    }
    if (event.key === 'ArrowUp' || event.key === 'ArrowDown') {
      const direction = event.key === 'ArrowUp' ? 'up' : 'down'
      if (event.altKey) {
        return act(() => {
          focusSelected()
          edit((doc) =>
            event.shiftKey ? moveOverMilestone(doc, step.id, direction) : moveStep(doc, step.id, direction),
          )
        })
      }
      if (!event.shiftKey && !mod) return act(() => walk(input, direction === 'up' ? -1 : 1))
    }
    if (mod && event.key.toLowerCase() === 'd') return act(actions.duplicate)
  }
  const onPaste = (event: ClipboardEvent<HTMLTextAreaElement>) => {
    const text = event.clipboardData.getData('text/plain')
    if (!/[\r\n]/.test(text.trim())) return
    event.preventDefault()
    const pasted = pasteSteps(current().document, pastedLines(text), step.id)
    focusSelected()
    edit(() => pasted.document, { select: { at: 'step', step: pasted.id } })
  }
  const people = [...(step.assign?.members ?? []), ...(step.assign?.groups ?? [])]

  return (
    <li className={classes.row} data-selected={selected || undefined}>
      <span className={classes.number} aria-hidden>
        {number}
      </span>
      <Tooltip label={t(`stepType.${step.type}`)}>
        <span className={classes.type}>
          <StepIcon type={step.type} />
        </span>
      </Tooltip>
      <textarea
        className={classes.input}
        rows={1}
        data-row={`step:${step.id}`}
        tabIndex={tabbable ? 0 : -1}
        aria-label={t('steps.label', { number })}
        aria-current={selected || undefined}
        placeholder={number === 1 ? t('steps.firstHint') : t('steps.hint')}
        maxLength={250}
        value={step.title}
        onFocus={() => select({ at: 'step', step: step.id })}
        onChange={(event) => {
          const title = event.currentTarget.value.replaceAll(/[\r\n]+/g, ' ')
          edit((doc) => changeStep(doc, step.id, { title }), { typing: `step/${step.id}/title` })
        }}
        onKeyDown={onKeyDown}
        onPaste={onPaste}
      />
      <span className={classes.marks}>
        {faults > 0 && (
          <Tooltip label={fault} multiline maw={320}>
            <span className={classes.fault} role="img" aria-label={t('findings.here', { count: faults })}>
              <IconAlertTriangle size={16} aria-hidden />
            </span>
          </Tooltip>
        )}
        {ruled && (
          <Tooltip label={t('steps.byRule')}>
            <span role="img" aria-label={t('steps.byRule')}>
              <IconEyeQuestion size={16} aria-hidden />
            </span>
          </Tooltip>
        )}
        {step.fields && (
          <Tooltip label={t('steps.fields', { count: step.fields.length })}>
            <span className={classes.count} role="img" aria-label={t('steps.fields', { count: step.fields.length })}>
              <IconForms size={16} aria-hidden />
              {step.fields.length}
            </span>
          </Tooltip>
        )}
        {step.deadline && (
          <Tooltip label={t('steps.hasDeadline')}>
            <span role="img" aria-label={t('steps.hasDeadline')}>
              <IconClock size={16} aria-hidden />
            </span>
          </Tooltip>
        )}
        {people.length > 0 && <PeopleMarks ids={people} size={22} max={3} />}
      </span>
      <Menu position="bottom-end" returnFocus>
        <Menu.Target>
          <ActionIcon
            tabIndex={selected ? 0 : -1}
            aria-label={t('steps.menu', { number })}
            className={classes.menu}
            onFocus={() => select({ at: 'step', step: step.id })}
          >
            <IconDots size={16} aria-hidden />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <StepMenu step={step} actions={actions} />
        </Menu.Dropdown>
      </Menu>
    </li>
  )
})
