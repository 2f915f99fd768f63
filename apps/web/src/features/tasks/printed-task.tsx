import type { Field, Task } from '@baton/engine'
import { useTranslation } from 'react-i18next'
import { usePeople } from '../../lib/people.ts'
import { useZone } from '../../lib/session.ts'
import { exactTime } from '../../lib/time.ts'
import { usePrinting } from '../../lib/use-printing.ts'
import { AnswerList } from '../../ui/form/answer-list.tsx'
import type { FormAnswers } from '../../ui/form/form-fields.tsx'
import classes from './task.module.css'

/** A task on paper: whose it is, until when, who did it when, and its answers as they stand. Not on the screen. */
export function PrintedTask(parts: { task: Task; fields: readonly Field[]; answers: FormAnswers }) {
  return usePrinting() ? <Paper {...parts} /> : null
}

function Paper({ task, fields, answers }: { task: Task; fields: readonly Field[]; answers: FormAnswers }) {
  const { t } = useTranslation('tasks')
  const { t: tc } = useTranslation()
  const { nameOf } = usePeople()
  const zone = useZone()
  const assigned = [...task.assignees.people, ...task.assignees.groups].map(nameOf).join(', ')
  const facts: [label: string, value: string | undefined][] = [
    [t('printed.state'), tc(`status.${task.status === 'completed' ? (task.outcome ?? 'completed') : task.status}`)],
    [t('printed.assigned'), assigned || undefined],
    [t('deadline.title'), task.dueAt && exactTime(task.dueAt, zone)],
    [
      t('printed.done'),
      task.completedAt &&
        t('printed.doneBy', { name: nameOf(task.completedBy ?? 'system'), time: exactTime(task.completedAt, zone) }),
    ],
    [t('printed.reason'), task.reason],
  ]
  return (
    <div className="print-only">
      <dl className={classes.printedFacts}>
        {facts
          .filter(([, value]) => value)
          .map(([label, value]) => (
            <div key={label}>
              <dt>{label}</dt>
              <dd>{value}</dd>
            </div>
          ))}
      </dl>
      {fields.length > 0 && <AnswerList fields={fields} answers={answers} />}
    </div>
  )
}
