import { ActionIcon, Menu } from '@mantine/core'
import type { Milestone } from '@baton/engine'
import { IconArrowDown, IconArrowUp, IconDots, IconFlag, IconPlus, IconTrash } from '@tabler/icons-react'
import type { KeyboardEvent } from 'react'
import { useTranslation } from 'react-i18next'
import {
  changeMilestone,
  insertStepInto,
  moveMilestone,
  newStepId,
  removeMilestone,
} from './document/step-operations.ts'
import { useEditor } from './editor-context.ts'
import classes from './outline.module.css'

/** The heading of a milestone, typed in place. */
export function MilestoneRow({
  milestone,
  walk,
  focusSelected,
}: {
  milestone: Milestone
  walk: (from: HTMLElement, by: 1 | -1) => void
  focusSelected: () => void
}) {
  const { t } = useTranslation('editor')
  const { state, edit, select } = useEditor()
  const { id, title } = milestone
  const selected = state.selection.at === 'milestone' && state.selection.milestone === id
  const addStep = () => {
    const step = newStepId(state.document)
    focusSelected()
    edit((doc) => insertStepInto(doc, { id: step, type: 'task', title: '' }, id), { select: { at: 'step', step } })
  }
  const move = (direction: 'up' | 'down') => {
    focusSelected()
    edit((doc) => moveMilestone(doc, id, direction))
  }
  const remove = () => {
    const first = state.document.steps.find((step) => step.milestone === id) ?? state.document.steps[0]
    focusSelected()
    edit((doc) => removeMilestone(doc, id), { select: first ? { at: 'step', step: first.id } : { at: 'kickoff' } })
  }
  const onKeyDown = (event: KeyboardEvent<HTMLTextAreaElement>) => {
    if (event.nativeEvent.isComposing) return
    const direction = event.key === 'ArrowUp' ? 'up' : event.key === 'ArrowDown' ? 'down' : undefined
    if (event.key === 'Enter') addStep()
    else if (event.key === 'Backspace' && title === '') remove()
    else if (direction && event.altKey) move(direction)
    else if (direction && !event.shiftKey) walk(event.currentTarget, direction === 'up' ? -1 : 1)
    else return
    event.preventDefault()
  }
  return (
    <div className={classes.milestone} data-selected={selected || undefined}>
      <IconFlag size={16} aria-hidden />
      <textarea
        className={classes.milestoneInput}
        rows={1}
        data-row={`milestone:${id}`}
        tabIndex={selected ? 0 : -1}
        aria-label={t('milestone.label')}
        placeholder={t('milestone.untitled')}
        maxLength={250}
        value={title}
        onFocus={() => select({ at: 'milestone', milestone: id })}
        onChange={(event) => {
          const typed = event.currentTarget.value.replaceAll(/[\r\n]+/g, ' ')
          edit((doc) => changeMilestone(doc, id, typed), { typing: `milestone/${id}` })
        }}
        onKeyDown={onKeyDown}
      />
      <Menu position="bottom-end">
        <Menu.Target>
          <ActionIcon
            tabIndex={selected ? 0 : -1}
            aria-label={t('milestone.menu', { title })}
            className={classes.menu}
            onFocus={() => select({ at: 'milestone', milestone: id })}
          >
            <IconDots size={16} aria-hidden />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item leftSection={<IconPlus size={16} aria-hidden />} onClick={addStep}>
            {t('steps.addHere')}
          </Menu.Item>
          <Menu.Item leftSection={<IconArrowUp size={16} aria-hidden />} onClick={() => move('up')}>
            {t('moveUp')}
          </Menu.Item>
          <Menu.Item leftSection={<IconArrowDown size={16} aria-hidden />} onClick={() => move('down')}>
            {t('moveDown')}
          </Menu.Item>
          <Menu.Divider />
          <Menu.Item color="red" leftSection={<IconTrash size={16} aria-hidden />} onClick={remove}>
            {t('milestone.remove')}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
    </div>
  )
}
