import { processes } from '@baton/contract'
import { type Definition, type Process, stepOrOneOff, type Task, whyNot } from '@baton/engine'
import { Button } from '@mantine/core'
import { IconCheck } from '@tabler/icons-react'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useActions } from '../../lib/actions.ts'
import { write } from '../../lib/api.ts'
import { usePeople } from '../../lib/people.ts'
import { useKeepProcess } from '../../lib/keep-process.ts'
import { actorOf, useMe } from '../../lib/session.ts'
import { ChangeButtons, ChangePopover } from '../../ui/change-popover.tsx'
import { messageOf } from '../../ui/error-state.tsx'
import { PersonMark } from '../../ui/marks.tsx'
import { PeoplePicker, type Picked } from '../../ui/people-picker.tsx'
import { toastFailed } from '../../ui/toast.tsx'
import classes from './task.module.css'

/** Whose it is and whether all of them must do it, to change in place. */
export function Assignees({ definition, process, task }: { definition: Definition; process: Process; task: Task }) {
  const { t } = useTranslation('tasks')
  const me = useMe()
  const keep = useKeepProcess()
  const { nameOf } = usePeople()
  const [picked, setPicked] = useState<Picked>()
  const blocked = whyNot(actorOf(me), 'assign', process, task.id)
  const assign = useMutation({
    mutationFn: (assignees: Picked) =>
      write(processes.assignTask, { params: { processId: process.id, taskId: task.id }, body: assignees }),
    onSuccess: (view) => {
      setPicked(undefined)
      keep(view)
    },
    onError: (refused) => toastFailed(messageOf(refused)),
  })
  const open = () => setPicked({ people: [...task.assignees.people], groups: [...task.assignees.groups] })
  useActions(t('keysTitle'), [
    { id: 'task-assign', label: t('assign.key'), keys: 'a', run: open, disabled: blocked?.message },
  ])

  const parts = [...task.assignees.people, ...task.assignees.groups]
  const all = stepOrOneOff(definition, task).step?.assign?.completion === 'all' && parts.length > 1
  return (
    <section className={classes.section} aria-labelledby={`who-${task.id}`}>
      <div className={classes.heading}>
        <h2 id={`who-${task.id}`}>{t('assign.title')}</h2>
        <ChangePopover
          opened={picked !== undefined}
          onOpen={open}
          onClose={() => setPicked(undefined)}
          label={t('assign.key')}
          blocked={blocked?.message}
          width={320}
        >
          {picked && (
            <form
              onSubmit={(event) => {
                event.preventDefault()
                assign.mutate(picked)
              }}
            >
              <PeoplePicker
                label={t('assign.title')}
                description={t('assign.hint')}
                value={picked}
                onChange={setPicked}
                autoFocus
              />
              <ChangeButtons>
                <Button size="compact-md" variant="default" onClick={() => setPicked(undefined)}>
                  {t('cancel', { ns: 'common' })}
                </Button>
                <Button size="compact-md" type="submit" loading={assign.isPending}>
                  {t('save', { ns: 'common' })}
                </Button>
              </ChangeButtons>
            </form>
          )}
        </ChangePopover>
      </div>
      {parts.length === 0 && <p className={classes.quiet}>{t('assign.nobody')}</p>}
      <ul className={classes.people}>
        {parts.map((id) => (
          <li key={id}>
            <PersonMark id={id} tooltip={false} />
            <span>{nameOf(id)}</span>
            {task.completedFor?.includes(id) && (
              <span className={classes.did}>
                <IconCheck size={14} aria-hidden /> {t('assign.did')}
              </span>
            )}
          </li>
        ))}
      </ul>
      {parts.length > 1 && <p className={classes.quiet}>{t(all ? 'assign.all' : 'assign.any')}</p>}
    </section>
  )
}
