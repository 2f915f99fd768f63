import type { ProcessView } from '@baton/contract'
import type { Definition, Task } from '@baton/engine'
import { useTranslation } from 'react-i18next'
import { usePeople } from '../../lib/people.ts'
import { useZone } from '../../lib/session.ts'
import type { Texts } from '../../lib/texts.ts'
import { exactTime } from '../../lib/time.ts'
import { usePrinting } from '../../lib/use-printing.ts'
import { PrintedFoot } from '../../ui/printed-foot.tsx'
import { AnswersDocument, answeredOf } from './answers-document.tsx'
import classes from './process.module.css'

/** A process on paper, to be filed: every step with who and when, then every answer. Not on the screen. */
export function PrintedProcess(parts: { process: ProcessView; definition: Definition; texts: Texts }) {
  return usePrinting() ? <Paper {...parts} /> : null
}

function Paper({ process, definition, texts }: { process: ProcessView; definition: Definition; texts: Texts }) {
  const { t } = useTranslation('processes')
  const { t: tc } = useTranslation()
  const zone = useZone()
  const { nameOf } = usePeople()
  const tasks = process.tasks.filter(({ status }) => status !== 'skipped') as Task[]
  const whoOf = ({ completedBy, assignees }: Task) =>
    completedBy ? nameOf(completedBy) : [...assignees.people, ...assignees.groups].map(nameOf).join(', ') || '—'
  const whenOf = ({ completedAt, dueAt }: Task) =>
    completedAt ? exactTime(completedAt, zone) : dueAt ? t('printed.due', { time: exactTime(dueAt, zone) }) : '—'
  return (
    <div className={`${classes.document} print-only`}>
      <section>
        <table className={classes.printedSteps}>
          <thead>
            <tr>
              {(['step', 'state', 'who', 'when'] as const).map((column) => (
                <th key={column} scope="col">
                  {t(`printed.${column}`)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {tasks.map((task) => (
              <tr key={task.id}>
                <td>
                  {texts.title(task.id)}
                  {task.problem && (
                    <p>{t('printed.problem', { name: nameOf(task.problem.by), text: task.problem.text })}</p>
                  )}
                </td>
                <td>{tc(`status.${task.status === 'completed' ? (task.outcome ?? 'completed') : task.status}`)}</td>
                <td>{whoOf(task)}</td>
                <td>{whenOf(task)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      <AnswersDocument process={process} texts={texts} answered={answeredOf(process, definition)} />
      <PrintedFoot />
    </div>
  )
}
