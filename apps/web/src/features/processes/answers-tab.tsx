import type { ProcessView } from '@baton/contract'
import {
  type Answers,
  type Definition,
  factsOf,
  type Field,
  type Process,
  stepOrOneOff,
  type Task,
  whyNot,
} from '@baton/engine'
import { Button, Tooltip } from '@mantine/core'
import { IconPencil, IconPrinter } from '@tabler/icons-react'
import { Suspense, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { usePeople } from '../../lib/people.ts'
import { actorOf, useMe, useZone } from '../../lib/session.ts'
import type { Texts } from '../../lib/texts.ts'
import { exactTime } from '../../lib/time.ts'
import { EmptyState } from '../../ui/empty-state.tsx'
import { AnswerList } from '../../ui/form/answer-list.tsx'
import { StatusBadge } from '../../ui/status.tsx'
import classes from './process.module.css'
import { lazyPart } from '../../ui/lazy-part.tsx'

const AmendKickoff = lazyPart(() => import('./amend-kickoff.tsx'))

/** Everything that was filled in, as a document to read and to print. Answers of hidden fields are left out. */
export default function AnswersTab({
  process,
  definition,
  texts,
}: {
  process: ProcessView
  definition: Definition
  texts: Texts
}) {
  const { t } = useTranslation('processes')
  const me = useMe()
  const zone = useZone()
  const { nameOf } = usePeople()
  const [amending, setAmending] = useState(false)
  const answers = process.answers as Answers
  const visible = definition.visibility(factsOf(process as Process)).fields
  const shownOf = (fields: readonly Field[]) =>
    fields.filter(({ id }) => answers[id] !== undefined && (visible.has(id) || !definition.fields.has(id)))
  const kickoff = definition.document.kickoff?.fields ?? []
  const refused = whyNot(actorOf(me), 'amendKickoff', process as Process)?.message
  const sections = process.tasks
    .map((task) => ({ task: task as Task, fields: shownOf(stepOrOneOff(definition, task as Task).fields) }))
    .filter(({ task, fields }) => fields.length > 0 || (task.status === 'completed' && task.reason))

  if (kickoff.length === 0 && sections.length === 0)
    return <EmptyState drawing="page" title={t('answers.empty.title')} hint={t('answers.empty.hint')} />
  return (
    <article className={classes.document}>
      <div className={`${classes.documentTools} no-print`}>
        {kickoff.length > 0 && !amending && (
          <Tooltip label={refused} disabled={!refused}>
            <Button
              variant="default"
              leftSection={<IconPencil size={16} aria-hidden />}
              data-disabled={refused !== undefined || undefined}
              onClick={() => !refused && setAmending(true)}
            >
              {t('amend.button')}
            </Button>
          </Tooltip>
        )}
        <Button variant="default" leftSection={<IconPrinter size={16} aria-hidden />} onClick={() => window.print()}>
          {t('answers.print')}
        </Button>
      </div>
      {kickoff.length > 0 && (
        <section>
          <div className={classes.documentHead}>
            <div>
              <h2>{t('answers.kickoff')}</h2>
              <p>{t('answers.by', { name: nameOf(process.launchedBy), time: exactTime(process.launchedAt, zone) })}</p>
            </div>
          </div>
          {amending ? (
            <Suspense fallback={null}>
              <AmendKickoff process={process} definition={definition} onDone={() => setAmending(false)} />
            </Suspense>
          ) : (
            <AnswerList fields={kickoff.filter(({ id }) => visible.has(id))} answers={answers} />
          )}
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
    </article>
  )
}
