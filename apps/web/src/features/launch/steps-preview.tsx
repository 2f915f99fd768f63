import { ActionIcon, Button, Popover, Switch, TextInput, Tooltip } from '@mantine/core'
import { type Definition, fillText, type Process, type Task, type TextScope } from '@baton/engine'
import { IconCalendarEvent, IconEyeOff, IconHourglass, IconUserPlus } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { usePeople } from '../../lib/people.ts'
import { useZone } from '../../lib/session.ts'
import { instantOf, wallOf } from '../../lib/time.ts'
import { PeopleMarks } from '../../ui/marks.tsx'
import { PeoplePicker } from '../../ui/people-picker.tsx'
import { DueLabel } from '../../ui/status.tsx'
import type { KickoffDraft } from './kickoff-draft.ts'
import classes from './launch.module.css'

/** Who does what and when, as it would be; each can be set otherwise for this one process. */
export function StepsPreview({
  definition,
  process,
  draft,
  onChange,
}: {
  definition: Definition
  process: Process
  draft: KickoffDraft
  onChange: (draft: KickoffDraft) => void
}) {
  const { t } = useTranslation('launch')
  const { timeZone, locale } = useZone()
  const { nameOf } = usePeople()
  const [withHidden, setWithHidden] = useState(false)
  const scope: TextScope = { definition, answers: process.answers, process, personName: nameOf, locale, timeZone }
  const hidden = process.tasks.filter(({ status }) => status === 'skipped').length
  const shown = process.tasks.filter(({ status }) => withHidden || status !== 'skipped')
  const set = (taskId: string, parts: KickoffDraft['tasks'][string]) => {
    const merged = { ...draft.tasks[taskId], ...parts }
    if (parts.assignees === undefined && 'assignees' in parts) delete merged.assignees
    if (parts.dueAt === undefined && 'dueAt' in parts) delete merged.dueAt
    const { [taskId]: _, ...others } = draft.tasks
    onChange({ ...draft, tasks: Object.keys(merged).length > 0 ? { ...others, [taskId]: merged } : others })
  }
  return (
    <section className={classes.steps} aria-labelledby="launch-steps">
      <div className={classes.stepsHead}>
        <h2 id="launch-steps">{t('stepsTitle', { count: process.tasks.length - hidden })}</h2>
        {hidden > 0 && (
          <Switch
            size="xs"
            label={t('showHidden', { count: hidden })}
            checked={withHidden}
            onChange={(event) => setWithHidden(event.currentTarget.checked)}
          />
        )}
      </div>
      <ol className={classes.stepList}>
        {shown.map((task) => (
          <PreviewRow
            key={task.id}
            task={task}
            title={fillText(definition.steps.get(task.id)!.title, scope)}
            definition={definition}
            chosen={draft.tasks[task.id]}
            set={(parts) => set(task.id, parts)}
          />
        ))}
      </ol>
    </section>
  )
}

function PreviewRow({
  task,
  title,
  definition,
  chosen = {},
  set,
}: {
  task: Task
  title: string
  definition: Definition
  chosen?: KickoffDraft['tasks'][string]
  set: (parts: KickoffDraft['tasks'][string]) => void
}) {
  const { t } = useTranslation('launch')
  const { timeZone } = useZone()
  const { nameOf } = usePeople()
  const step = definition.steps.get(task.id)!
  const assigned = [...task.assignees.people, ...task.assignees.groups]
  const waits = (step.after ?? []).map((id) => definition.steps.get(id)?.title ?? id).join(', ')
  const dueLater = step.deadline !== undefined && task.dueAt === undefined && chosen.dueAt === undefined
  return (
    <li className={classes.step} data-status={task.status}>
      <span className={classes.stepTitle}>
        {title}
        {task.status === 'waiting' && (
          <span className={classes.wait}>
            <IconHourglass size={12} aria-hidden /> {t('after', { steps: waits })}
          </span>
        )}
        {task.status === 'skipped' && (
          <span className={classes.wait}>
            <IconEyeOff size={12} aria-hidden /> {t('hiddenNow')}
          </span>
        )}
      </span>
      <Popover position="bottom-end" width={320} trapFocus withinPortal>
        <Popover.Target>
          <Tooltip label={assigned.length > 0 ? assigned.map(nameOf).join(', ') : t('nobody')}>
            <button
              type="button"
              className={classes.adjust}
              aria-label={t('who', {
                title,
                people: assigned.length > 0 ? assigned.map(nameOf).join(', ') : t('nobody'),
              })}
              data-set={chosen.assignees !== undefined || undefined}
            >
              {assigned.length > 0 ? <PeopleMarks ids={assigned} size={22} /> : <IconUserPlus size={16} aria-hidden />}
            </button>
          </Tooltip>
        </Popover.Target>
        <Popover.Dropdown>
          <PeoplePicker
            label={t('whoLabel')}
            value={chosen.assignees ?? task.assignees}
            onChange={(assignees) => set({ assignees })}
            autoFocus
          />
          {chosen.assignees && (
            <Button
              mt="xs"
              variant="subtle"
              color="gray"
              size="compact-sm"
              onClick={() => set({ assignees: undefined })}
            >
              {t('asTemplate')}
            </Button>
          )}
        </Popover.Dropdown>
      </Popover>
      <Popover position="bottom-end" width={280} trapFocus withinPortal>
        <Popover.Target>
          {task.dueAt ? (
            <button
              type="button"
              className={classes.adjust}
              aria-label={t('when', { title })}
              data-set={chosen.dueAt !== undefined || undefined}
            >
              <DueLabel dueAt={task.dueAt} />
            </button>
          ) : (
            <ActionIcon aria-label={t('when', { title })} className={classes.noDue}>
              <Tooltip label={dueLater ? t('dueLater') : t('noDue')}>
                <IconCalendarEvent size={16} aria-hidden />
              </Tooltip>
            </ActionIcon>
          )}
        </Popover.Target>
        <Popover.Dropdown>
          <TextInput
            type="datetime-local"
            label={t('dueLabel')}
            description={dueLater ? t('dueLater') : undefined}
            data-autofocus
            value={task.dueAt ? wallOf(task.dueAt, timeZone) : ''}
            onChange={(event) =>
              set({
                dueAt: event.currentTarget.value ? instantOf(event.currentTarget.value.slice(0, 16), timeZone) : null,
              })
            }
          />
          {chosen.dueAt !== undefined && (
            <Button mt="xs" variant="subtle" color="gray" size="compact-sm" onClick={() => set({ dueAt: undefined })}>
              {t('asTemplate')}
            </Button>
          )}
        </Popover.Dropdown>
      </Popover>
    </li>
  )
}
