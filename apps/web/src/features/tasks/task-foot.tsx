import { type Definition, type Process, stepOrOneOff, type StepType, type Task, whyNot } from '@baton/engine'
import { Button } from '@mantine/core'
import { IconArrowRight, IconCheck, IconMailForward, IconThumbDown, IconThumbUp } from '@tabler/icons-react'
import { useId } from 'react'
import { useTranslation } from 'react-i18next'
import { useActions } from '../../lib/actions.ts'
import { actorOf, useMe } from '../../lib/session.ts'
import type { Texts } from '../../lib/texts.ts'
import { KeyHint } from '../../ui/key-hint.tsx'
import { SaveState } from '../../ui/save-state.tsx'
import { ThenLine } from './then-line.tsx'
import classes from './task.module.css'
import { askForReason, type Outcome } from './use-row-actions.ts'
import type { useComplete } from './use-complete.ts'
import type { TaskForm } from './use-task-form.ts'

const icons = {
  completed: IconCheck,
  acknowledged: IconCheck,
  sent: IconMailForward,
  approved: IconThumbUp,
  rejected: IconThumbDown,
}

const outcomesOf: Record<StepType, readonly Outcome[]> = {
  task: ['completed'],
  approval: ['approved', 'rejected'],
  expiring: ['acknowledged'],
  email: ['sent'],
}

/** The buttons that end the task, always in sight; what follows from them; or why they cannot be pressed yet. */
export function TaskFoot({
  definition,
  process,
  task,
  texts,
  form,
  completion,
}: {
  definition: Definition
  process: Process
  task: Task
  texts: Texts
  form: TaskForm
  completion: ReturnType<typeof useComplete>
}) {
  const { t } = useTranslation('tasks')
  const reasonId = useId()
  const me = useMe()
  const { type, fields } = stepOrOneOff(definition, task)
  const blocked = whyNot(actorOf(me), 'complete', process, task.id)
  const outcomes = outcomesOf[type]
  const press = async (outcome: Outcome) => {
    // A rejection needs no complete form, but what the engine refuses it refuses for both.
    if (!completion.check(outcome)) return
    if (outcome !== 'rejected') return completion.complete(outcome)
    const answer = await askForReason(t, texts.title(task.id))
    if (answer) completion.complete('rejected', answer.reason)
  }
  useActions(
    t('keysTitle'),
    task.status === 'open'
      ? [
          {
            id: 'task-complete',
            label: t(`button.${outcomes[0]!}`),
            keys: 'mod+Enter',
            run: () => void press(outcomes[0]!),
            disabled: blocked?.message,
          },
          ...outcomes.slice(1).map((outcome) => ({
            id: `task-${outcome}`,
            label: t(`button.${outcome}`),
            run: () => void press(outcome),
            disabled: blocked?.message,
          })),
        ]
      : [],
  )
  if (task.status !== 'open') return null
  return (
    <div className={`${classes.foot} no-print`}>
      <div className={classes.next}>
        <IconArrowRight size={16} aria-hidden />
        <ThenLine
          definition={definition}
          process={process}
          task={task}
          texts={texts}
          answers={form.answers}
          outcomes={outcomes}
        />
      </div>
      <div className={classes.buttons}>
        {outcomes.map((outcome, at) => {
          const Icon = icons[outcome]
          return (
            <Button
              key={outcome}
              size="md"
              variant={at === 0 ? 'filled' : 'default'}
              leftSection={<Icon size={16} aria-hidden />}
              rightSection={at === 0 ? <KeyHint keys="mod+Enter" /> : undefined}
              classNames={{ section: classes.buttonSection }}
              loading={completion.pendingOutcome === outcome}
              // It stays reachable, so that its reason can be read.
              aria-disabled={blocked !== undefined || completion.isPending || undefined}
              data-disabled={blocked !== undefined || undefined}
              aria-describedby={blocked ? reasonId : undefined}
              onClick={() => !blocked && !completion.isPending && void press(outcome)}
            >
              {t(`button.${outcome}`)}
            </Button>
          )
        })}
        {blocked && (
          <span id={reasonId} className={classes.blocked}>
            {blocked.message}
          </span>
        )}
        {fields.length > 0 && !blocked && <SaveState state={form.saving} onRetry={form.saveNow} />}
        {form.refusal && <span className={classes.blocked}>{form.refusal}</span>}
      </div>
    </div>
  )
}
