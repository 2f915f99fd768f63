import { type Definition, explainVisibility, factsOf, type Process, type Task } from '@baton/engine'
import { IconChevronRight } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { conditionWords } from '../../lib/condition-words.ts'
import { usePeople } from '../../lib/people.ts'
import { useMe, useZone } from '../../lib/session.ts'
import classes from './task.module.css'

/** Why this person sees the task, and why it is part of the process at all. */
export function WhyHere({ definition, process, task }: { definition: Definition; process: Process; task: Task }) {
  const { t } = useTranslation('tasks')
  const { t: tc } = useTranslation()
  const { member } = useMe()
  const zone = useZone()
  const { nameOf } = usePeople()
  const { people, groups } = task.assignees
  const viaGroups = groups.filter((group) => member.groups.includes(group))
  const mine = [
    people.includes(member.id) && t('why.assigned'),
    viaGroups.length > 0 && t('why.group', { groups: viaGroups.map(nameOf).join(', ') }),
    people.length + groups.length === 0 && t('why.anyone'),
    process.watchers.includes(member.id) && t('why.watching'),
    process.launchedBy === member.id && t('why.launched'),
  ].filter((one) => one !== false)
  const { because } = explainVisibility(definition, factsOf(process), { step: task.id })
  const rules = because.map(({ rule, holds, effect }) => ({
    id: `${rule.id}-${effect}`,
    text: t(`why.rule.${effect}.${holds ? 'holds' : 'fails'}`, {
      name: rule.name ? `${rule.name}: ` : '',
      condition: conditionWords(rule.when, definition, { ...zone, personName: nameOf }, tc),
    }),
  }))
  return (
    <details className={classes.why}>
      <summary>
        <IconChevronRight size={16} aria-hidden />
        {t('why.title')}
      </summary>
      <ul>
        {mine.length === 0 && <li>{t('why.member')}</li>}
        {mine.map((line) => (
          <li key={line}>{line}</li>
        ))}
        {task.oneOff && <li>{t('why.oneOff')}</li>}
        {rules.map(({ id, text }) => (
          <li key={id}>{text}</li>
        ))}
      </ul>
    </details>
  )
}
