import type { ProcessView } from '@baton/contract'
import {
  type Answers,
  type Definition,
  factsOf,
  type Field,
  type Process,
  stepOrOneOff,
  type Task,
} from '@baton/engine'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { usePeople } from '../../lib/people.ts'
import { useZone } from '../../lib/session.ts'
import type { Texts } from '../../lib/texts.ts'
import { exactTime } from '../../lib/time.ts'
import { AnswerList } from '../../ui/form/answer-list.tsx'
import { StatusBadge } from '../../ui/status.tsx'
import classes from './process.module.css'

/** What the document of a process is made of; answers of hidden fields are left out. */
export function answeredOf(process: ProcessView, definition: Definition) {
  const answers = process.answers as Answers
  const visible = definition.visibility(factsOf(process as Process)).fields
  const shownOf = (fields: readonly Field[]) =>
    fields.filter(({ id }) => answers[id] !== undefined && (visible.has(id) || !definition.fields.has(id)))
  const kickoff = definition.document.kickoff?.fields ?? []
  const sections = process.tasks
    .map((task) => ({ task: task as Task, fields: shownOf(stepOrOneOff(definition, task as Task).fields) }))
    .filter(({ task, fields }) => fields.length > 0 || (task.status === 'completed' && task.reason))
  return { answers, kickoff, kickoffShown: kickoff.filter(({ id }) => visible.has(id)), sections }
}

/** Everything that was filled in, by whom and when. `kickoffForm` stands in place of the answers of that form. */
export function AnswersDocument({
  process,
  texts,
  answered: { answers, kickoff, kickoffShown, sections },
  kickoffForm,
}: {
  process: ProcessView
  texts: Texts
  answered: ReturnType<typeof answeredOf>
  kickoffForm?: ReactNode
}) {
  const { t } = useTranslation('processes')
  const zone = useZone()
  const { nameOf } = usePeople()
  return (
    <>
      {kickoff.length > 0 && (
        <section>
          <div className={classes.documentHead}>
            <div>
              <h2>{t('answers.kickoff')}</h2>
              <p>{t('answers.by', { name: nameOf(process.launchedBy), time: exactTime(process.launchedAt, zone) })}</p>
            </div>
          </div>
          {kickoffForm ?? <AnswerList fields={kickoffShown} answers={answers} />}
        </section>
      )}
      {sections.map(({ task, fields }) => (
        <section key={task.id}>
          <div className={classes.documentHead}>
            <div>
              <h2>{texts.title(task.id)}</h2>
              {task.completedBy && task.completedAt ? (
                <p>{t('answers.by', { name: nameOf(task.completedBy), time: exactTime(task.completedAt, zone) })}</p>
              ) : (
                <p>{t('answers.notDone')}</p>
              )}
            </div>
            {task.outcome && task.outcome !== 'completed' && <StatusBadge status={task.outcome} />}
          </div>
          {task.reason && <blockquote className={classes.documentReason}>{task.reason}</blockquote>}
          <AnswerList fields={fields} answers={answers} />
        </section>
      ))}
    </>
  )
}
