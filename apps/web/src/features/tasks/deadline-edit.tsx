import { processes } from '@baton/contract'
import { type Deadline, type Definition, type Process, stepOrOneOff, type Task, whyNot } from '@baton/engine'
import { Button } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useActions } from '../../lib/actions.ts'
import { write } from '../../lib/api.ts'
import { useKeepProcess } from '../../lib/keep-process.ts'
import { actorOf, useMe, useZone } from '../../lib/session.ts'
import { useTexts } from '../../lib/texts.ts'
import { exactTime } from '../../lib/time.ts'
import { MomentInput } from '../../ui/dates/date-input.tsx'
import { ChangeButtons, ChangePopover } from '../../ui/change-popover.tsx'
import { messageOf } from '../../ui/error-state.tsx'
import { DueLabel } from '../../ui/status.tsx'
import { toastFailed } from '../../ui/toast.tsx'
import classes from './task.module.css'

/** Until when, and how that was worked out; to change in place. */
export function DeadlineEdit({ definition, process, task }: { definition: Definition; process: Process; task: Task }) {
  const { t } = useTranslation('tasks')
  const me = useMe()
  const zone = useZone()
  const keep = useKeepProcess()
  const texts = useTexts(definition, process)
  const [dueAt, setDueAt] = useState<string>()
  const blocked = whyNot(actorOf(me), 'changeDeadline', process, task.id)
  const change = useMutation({
    mutationFn: (next: string | null) =>
      write(processes.changeDeadline, { params: { processId: process.id, taskId: task.id }, body: { dueAt: next } }),
    onSuccess: (view) => {
      setDueAt(undefined)
      keep(view)
    },
    onError: (refused) => toastFailed(messageOf(refused)),
  })
  const open = () => setDueAt(task.dueAt ?? '')
  useActions(t('keysTitle'), [
    { id: 'task-deadline', label: t('deadline.key'), keys: 'd', run: open, disabled: blocked?.message },
  ])

  const { deadline } = stepOrOneOff(definition, task).step ?? {}
  const workedOut = task.dueByHand ? t('deadline.byHand') : deadline && workingOut(deadline)
  return (
    <section className={classes.section} aria-labelledby={`due-${task.id}`}>
      <div className={classes.heading}>
        <h2 id={`due-${task.id}`}>{t('deadline.title')}</h2>
        <ChangePopover
          opened={dueAt !== undefined}
          onOpen={open}
          onClose={() => setDueAt(undefined)}
          label={t('deadline.key')}
          blocked={blocked?.message}
          width={300}
        >
          <form
            onSubmit={(event) => {
              event.preventDefault()
              if (dueAt) change.mutate(dueAt)
            }}
          >
            <MomentInput
              label={t('deadline.title')}
              description={t('form.zone', { ns: 'common', zone: zone.timeZone.replaceAll('_', ' ') })}
              floating={false}
              data-autofocus
              value={dueAt ?? ''}
              onChange={setDueAt}
            />
            <ChangeButtons>
              {task.dueAt && (
                <Button size="compact-md" variant="default" onClick={() => change.mutate(null)}>
                  {t('deadline.clear')}
                </Button>
              )}
              <Button size="compact-md" type="submit" disabled={!dueAt} loading={change.isPending}>
                {t('save', { ns: 'common' })}
              </Button>
            </ChangeButtons>
          </form>
        </ChangePopover>
      </div>
      {task.dueAt ? (
        <p className={classes.deadline}>
          <DueLabel dueAt={task.dueAt} done={task.status === 'completed' || task.status === 'skipped'} />
          <span>{exactTime(task.dueAt, zone)}</span>
        </p>
      ) : (
        <p className={classes.quiet}>{t('deadline.none')}</p>
      )}
      {workedOut && <p className={classes.quiet}>{workedOut}</p>}
    </section>
  )

  function workingOut({ amount, unit, direction = 'after', from }: Deadline): string {
    const span = t(`deadline.unit.${unit}`, { count: amount })
    const anchor =
      'launch' in from
        ? t('deadline.from.launch')
        : 'opened' in from
          ? t('deadline.from.opened')
          : 'completed' in from
            ? t('deadline.from.completed', { step: texts.title(from.completed) })
            : t('deadline.from.field', { field: definition.fields.get(from.field)?.field.label ?? from.field })
    const words = t(`deadline.${direction}`, { span, anchor })
    return task.dueAt ? words : t('deadline.notYet', { words })
  }
}
