import { Menu } from '@mantine/core'
import type { Step } from '@baton/engine'
import { IconArrowDown, IconArrowUp, IconCopy, IconFlag, IconFlagOff, IconPlus, IconTrash } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { KeyHint } from '../../../ui/key-hint.tsx'
import { useEditor } from './editor-context.ts'
import type { StepActions } from './use-step-actions.ts'

/** The entries of a step's menu. */
export function StepMenu({ step, actions }: { step: Step; actions: StepActions }) {
  const { t } = useTranslation('editor')
  const { milestones = [] } = useEditor().state.document
  return (
    <>
      <Menu.Item
        leftSection={<IconPlus size={16} aria-hidden />}
        rightSection={<KeyHint keys="Enter" />}
        onClick={actions.insertBelow}
      >
        {t('steps.insertBelow')}
      </Menu.Item>
      <Menu.Item
        leftSection={<IconCopy size={16} aria-hidden />}
        rightSection={<KeyHint keys="mod+d" />}
        onClick={actions.duplicate}
      >
        {t('duplicate')}
      </Menu.Item>
      <Menu.Item
        leftSection={<IconArrowUp size={16} aria-hidden />}
        rightSection={<KeyHint keys="alt+ArrowUp" />}
        onClick={() => actions.move('up')}
      >
        {t('moveUp')}
      </Menu.Item>
      <Menu.Item
        leftSection={<IconArrowDown size={16} aria-hidden />}
        rightSection={<KeyHint keys="alt+ArrowDown" />}
        onClick={() => actions.move('down')}
      >
        {t('moveDown')}
      </Menu.Item>
      {milestones.length > 0 && (
        <>
          <Menu.Divider />
          <Menu.Label>{t('milestone.moveTo')}</Menu.Label>
          {milestones
            .filter(({ id }) => id !== step.milestone)
            .map(({ id, title }) => (
              <Menu.Item
                key={id}
                leftSection={<IconFlag size={16} aria-hidden />}
                onClick={() => actions.toMilestone(id)}
              >
                {title || t('milestone.untitled')}
              </Menu.Item>
            ))}
          {step.milestone && (
            <Menu.Item
              leftSection={<IconFlagOff size={16} aria-hidden />}
              onClick={() => actions.toMilestone(undefined)}
            >
              {t('milestone.none')}
            </Menu.Item>
          )}
        </>
      )}
      <Menu.Divider />
      <Menu.Item color="red" leftSection={<IconTrash size={16} aria-hidden />} onClick={() => actions.remove()}>
        {t('remove')}
      </Menu.Item>
    </>
  )
}
