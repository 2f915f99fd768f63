import { Button, Group, Radio, Select, Stack, Switch } from '@mantine/core'
import type { Step } from '@baton/engine'
import { IconCopy, IconTrash } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { isProvisional } from './document/slugs.ts'
import { changeStep } from './document/step-operations.ts'
import { useEditor } from './editor-context.ts'
import { Faults } from './faults.tsx'
import classes from './panel.module.css'
import type { StepActions } from './use-step-actions.ts'

/** The rest: what a step may do without, what a rejection does, where it stands. */
export function MoreTab({ step, actions }: { step: Step; actions: StepActions }) {
  const { t } = useTranslation('editor')
  const { state, edit } = useEditor()
  const { milestones = [] } = state.document
  const set = (parts: Partial<Step>) => edit((doc) => changeStep(doc, step.id, parts))
  return (
    <div className={classes.body}>
      <Faults where={({ selection, tab }) => selection.at === 'step' && selection.step === step.id && tab === 'more'} />
      {step.type === 'approval' && (
        <Radio.Group
          label={t('more.rejected')}
          value={step.whenRejected ?? 'stop'}
          onChange={(value) => set({ whenRejected: value === 'continue' ? 'continue' : undefined })}
        >
          <Stack gap={8} mt={8}>
            <Radio value="stop" label={t('more.stop')} description={t('more.stopHint')} />
            <Radio value="continue" label={t('more.continue')} description={t('more.continueHint')} />
          </Stack>
        </Radio.Group>
      )}
      <Switch
        label={t('more.optional')}
        description={t('more.optionalHint')}
        checked={step.optional ?? false}
        onChange={(event) => set({ optional: event.currentTarget.checked })}
      />
      <Switch
        label={t('more.hidden')}
        description={t('more.hiddenHint')}
        checked={step.hidden ?? false}
        onChange={(event) => set({ hidden: event.currentTarget.checked })}
      />
      <Select
        label={t('milestone.label')}
        placeholder={t('milestone.none')}
        description={milestones.length === 0 ? t('milestone.noneYet') : undefined}
        disabled={milestones.length === 0}
        clearable
        data={milestones.map(({ id, title }) => ({ value: id, label: title || t('milestone.untitled') }))}
        value={step.milestone ?? null}
        onChange={(milestone) => actions.toMilestone(milestone ?? undefined)}
      />
      {!isProvisional(step.id, 'step') && (
        <div className={classes.hint}>
          {t('more.id')} <span className={classes.id}>{step.id}</span>
        </div>
      )}
      <Group gap="xs">
        <Button
          variant="default"
          size="compact-md"
          leftSection={<IconCopy size={16} aria-hidden />}
          onClick={actions.duplicate}
        >
          {t('duplicate')}
        </Button>
        <Button
          variant="subtle"
          color="red"
          size="compact-md"
          leftSection={<IconTrash size={16} aria-hidden />}
          onClick={() => actions.remove()}
        >
          {t('steps.remove')}
        </Button>
      </Group>
    </div>
  )
}
