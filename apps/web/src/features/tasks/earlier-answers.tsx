import { type Definition, type Field, type Process, readsOf, type Task, variablesIn, stepOrOneOff } from '@baton/engine'
import { IconChevronRight } from '@tabler/icons-react'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import type { Texts } from '../../lib/texts.ts'
import { AnswerList } from '../../ui/form/answer-list.tsx'
import classes from './task.module.css'

/**
 * What was answered before and matters here: for an approval all of the kick-off form and of the steps it waits for;
 * otherwise what this task's texts, deadline, assignment and rules speak of, and the steps it waits for.
 * @param open folded out at first
 */
export function EarlierAnswers({
  process,
  definition,
  task,
  texts,
  open,
}: {
  process: Process
  definition: Definition
  task: Task
  texts: Texts
  open: boolean
}) {
  const { t } = useTranslation('tasks')
  const groups = useMemo(() => earlierOf(definition, process, task), [definition, process, task])
  if (groups.length === 0) return null
  const count = groups.reduce((sum, { fields }) => sum + fields.length, 0)
  return (
    <details className={`${classes.earlier} no-print`} open={open}>
      <summary>
        <IconChevronRight size={16} aria-hidden />
        {t('earlier.title')} <span className={classes.count}>{count}</span>
      </summary>
      {groups.map(({ owner, fields }) => (
        <section key={owner}>
          <h2>{owner === 'kickoff' ? t('earlier.kickoff') : texts.title(owner)}</h2>
          <AnswerList fields={fields} answers={process.answers} />
        </section>
      ))}
    </details>
  )
}

function earlierOf(definition: Definition, process: Process, task: Task): { owner: string; fields: Field[] }[] {
  const { step, type, title, instructions = '' } = stepOrOneOff(definition, task)
  const owners = new Set<string>(step?.after)
  if (type === 'approval') owners.add('kickoff')
  const named = new Set(variablesIn(`${title}\n${instructions}`))
  if (step?.assign?.field) named.add(step.assign.field)
  if (step?.deadline && 'field' in step.deadline.from) named.add(step.deadline.from.field)
  for (const { when, then } of definition.document.rules ?? []) {
    const about = then.some((action) =>
      'show' in action
        ? 'step' in action.show && action.show.step === task.id
        : 'step' in action.hide && action.hide.step === task.id,
    )
    if (about) for (const id of readsOf(when).fields) named.add(id)
  }
  const visible = definition.visibility({ answers: process.answers, outcomes: {} }).fields
  const groups = new Map<string, Field[]>()
  for (const [id, { field, owner }] of definition.fields) {
    const matters = owners.has(owner) || named.has(id)
    if (!matters || owner === task.id || process.answers[id] === undefined) continue
    // Answers that the rules hide count for nothing; those of done steps are shown whatever became of their step.
    if (owner === 'kickoff' && !visible.has(id)) continue
    groups.set(owner, [...(groups.get(owner) ?? []), field])
  }
  return [...groups].map(([owner, fields]) => ({ owner, fields }))
}
