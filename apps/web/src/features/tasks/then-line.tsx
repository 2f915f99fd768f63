import type { Answers, Definition, Process, StepOutcome, Task } from '@baton/engine'
import { useDeferredValue, useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { usePeople } from '../../lib/people.ts'
import { actorOf, useMe, useZone } from '../../lib/session.ts'
import type { Texts } from '../../lib/texts.ts'
import { relativeTime } from '../../lib/time.ts'
import { useNow } from '../../lib/use-now.ts'
import classes from './task.module.css'
import { type WhatNext, whatNext } from './what-next.ts'

/** “Then: Finance pays — Ana, due Thursday”, worked out by the engine from what stands in the form now. */
export function ThenLine({
  definition,
  process,
  task,
  texts,
  answers,
  outcomes,
}: {
  definition: Definition
  process: Process
  task: Task
  texts: Texts
  answers: Answers
  outcomes: readonly StepOutcome[]
}) {
  const { t } = useTranslation('tasks')
  const me = useMe()
  const now = useNow()
  // Looking ahead may lag behind the typing hand; the typing may not.
  const latest = useDeferredValue(answers)
  const next = useMemo(
    () =>
      outcomes.map((outcome) => ({
        outcome,
        follows: whatNext(definition, process, {
          task,
          outcome,
          answers: latest,
          actor: actorOf(me),
          now: new Date(now).toISOString(),
          timeZone: me.organization.timeZone,
        }),
      })),
    [definition, process, task, outcomes, latest, me, now],
  )
  const words = useNextWords(texts)
  if (next.length === 1) return <span>{t('then', { what: words(next[0]!.follows) })}</span>
  return (
    <span className={classes.thens}>
      {next.map(({ outcome, follows }) => (
        <span key={outcome}>{t(`thenIf.${outcome}`, { what: words(follows) })}</span>
      ))}
    </span>
  )
}

function useNextWords(texts: Texts): (next: WhatNext) => string {
  const { t } = useTranslation('tasks')
  const { nameOf } = usePeople()
  const zone = useZone()
  const now = useNow()
  return ({ opens, answers, finishes, stops, missing, others }) => {
    if (missing.length > 0) return t('next.missing', { who: missing.map(nameOf).join(', ') })
    if (opens.length > 0) {
      const shown = opens.slice(0, 2).map((task) => {
        const who = [...task.assignees.people, ...task.assignees.groups].map(nameOf).join(', ') || t('next.anyone')
        const due = task.dueAt && relativeTime(task.dueAt, now, zone)
        return t(due ? 'next.taskDue' : 'next.task', { title: texts.title(task.id, answers), who, due })
      })
      const more = opens.length - shown.length
      return shown.join('; ') + (more > 0 ? t('next.more', { count: more }) : '') + '.'
    }
    if (finishes) return t('next.finished')
    if (stops.length > 0) return t('next.stops', { count: stops.length })
    return others > 0 ? t('next.others', { count: others }) : t('next.nothing')
  }
}
