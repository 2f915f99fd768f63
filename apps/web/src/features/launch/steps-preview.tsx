import { ActionIcon, Button, Popover, Switch, Tooltip } from '@mantine/core'
import { type Definition, type Process, type Task, type TextScope } from '@baton/engine'
import { IconCalendarEvent, IconEyeOff, IconHourglass, IconMail, IconUserPlus } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { usePeople } from '../../lib/people.ts'
import { MomentInput } from '../../ui/dates/date-input.tsx'
import { PeopleMarks } from '../../ui/marks.tsx'
import { PeoplePicker } from '../../ui/people-picker.tsx'
import { DueLabel } from '../../ui/status.tsx'
import { useFindingText } from '../../ui/form/finding-text.ts'
import type { Unread } from '../../ui/form/unread.ts'
import { dueOf, type KickoffDraft } from './kickoff-draft.ts'
import { previewText } from './preview.ts'
import classes from './launch.module.css'

/** Who does what and when, as it would be; each can be set otherwise for this one process. */
export function StepsPreview({
  definition,
  process,
  scope,
  draft,
  onChange,
  unread,
}: {
  definition: Definition
  process: Process
  scope: TextScope
  draft: KickoffDraft
  onChange: (draft: KickoffDraft) => void
  /** Deadlines that were typed and cannot be read, by `dueOf`. */
  unread: Unread
}) {
  const { t } = useTranslation('launch')
  const [withHidden, setWithHidden] = useState(false)
  const titleOf = (id: string) => previewText(definition.steps.get(id)?.title ?? id, scope)
  const skipped = new Set(process.tasks.filter(({ status }) => status === 'skipped').map(({ id }) => id))
  const waitsFor = (id: string) =>
    (definition.steps.get(id)?.after ?? [])
      .filter((before) => !skipped.has(before))
      .map(titleOf)
      .join(', ')
  const hidden = skipped.size
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
            title={titleOf(task.id)}
            waitsFor={waitsFor(task.id)}
            definition={definition}
            chosen={draft.tasks[task.id]}
            set={(parts) => set(task.id, parts)}
            unread={unread.texts[dueOf(task.id)]?.['']}
            onUnread={(text) => unread.set(dueOf(task.id), text === undefined ? {} : { '': text })}
          />
        ))}
      </ol>
    </section>
  )
}

function PreviewRow({
  task,
  title,
  waitsFor,
  definition,
  chosen = {},
  set,
  unread,
  onUnread,
}: {
  task: Task
  title: string
  /** The titles of the steps it waits for. */
  waitsFor: string
  definition: Definition
  chosen?: KickoffDraft['tasks'][string]
  set: (parts: KickoffDraft['tasks'][string]) => void
  unread: string | undefined
  onUnread: (text: string | undefined) => void
}) {
  const { t } = useTranslation('launch')
  const unreadText = useFindingText()({ path: '', code: 'unread_date_time', message: '' }, undefined)
  const { nameOf } = usePeople()
  const step = definition.steps.get(task.id)!
  const assigned = [...task.assignees.people, ...task.assignees.groups]
  const isSent = step.type === 'email' && step.mail?.send === 'automatically'
  const nobody = t(isSent ? 'byBaton' : 'nobody')
  const asTemplate = () => {
    onUnread(undefined)
    set({ dueAt: undefined })
  }
  const dueLater = step.deadline !== undefined && task.dueAt === undefined && chosen.dueAt === undefined
  return (
    <li className={classes.step} data-status={task.status}>
      <span className={classes.stepTitle}>
        {title}
        {task.status === 'waiting' && (
          <span className={classes.wait}>
            <IconHourglass size={12} aria-hidden /> {t('after', { steps: waitsFor })}
          </span>
        )}
        {task.status === 'skipped' && (
          <span className={classes.wait}>
            <IconEyeOff size={12} aria-hidden /> {t('hiddenNow')}
          </span>
        )}
        {unread !== undefined && !task.dueAt && <span className={classes.unread}>{unreadText}</span>}
      </span>
      <Popover position="bottom-end" width={320} trapFocus withinPortal>
        <Popover.Target>
          <Tooltip label={assigned.length > 0 ? assigned.map(nameOf).join(', ') : nobody}>
            <button type="button" className={classes.adjust} data-set={chosen.assignees !== undefined || undefined}>
              <span className="visually-hidden">{t('who', { title })}</span>
              {assigned.length > 0 && <PeopleMarks ids={assigned} size={22} />}
              {assigned.length === 0 && (
                <>
                  {isSent ? <IconMail size={16} aria-hidden /> : <IconUserPlus size={16} aria-hidden />}
                  <span className="visually-hidden">{nobody}</span>
                </>
              )}
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
            <button type="button" className={classes.adjust} data-set={chosen.dueAt !== undefined || undefined}>
              <span className="visually-hidden">{t('when', { title })}</span>
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
          <MomentInput
            label={t('dueLabel')}
            description={dueLater ? t('dueLater') : undefined}
            data-autofocus
            floating={false}
            value={task.dueAt ?? ''}
            onChange={(dueAt) => set({ dueAt: dueAt || null })}
            unread={unread}
            onUnread={onUnread}
          />
          {chosen.dueAt !== undefined && (
            <Button mt="xs" variant="subtle" color="gray" size="compact-sm" onClick={asTemplate}>
              {t('asTemplate')}
            </Button>
          )}
        </Popover.Dropdown>
      </Popover>
    </li>
  )
}
