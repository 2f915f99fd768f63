import type { Process } from '@baton/engine'
import { IconAlertTriangle } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { paths } from '../../app/paths.ts'
import { usePeople } from '../../lib/people.ts'
import { useZone } from '../../lib/session.ts'
import { relativeTime } from '../../lib/time.ts'
import { useNow } from '../../lib/use-now.ts'
import { troublesOf } from './step-groups.ts'
import classes from './process.module.css'

/** What is late and what is stuck, and why, each in a sentence; nothing when all goes well. */
export function ProcessTroubles({ process, titleOf }: { process: Process; titleOf: (taskId: string) => string }) {
  const { t } = useTranslation('processes')
  const now = useNow()
  const zone = useZone()
  const { nameOf } = usePeople()
  const troubles = troublesOf(process, now)
  if (troubles.length === 0) return null
  const shown = troubles.slice(0, 4)
  return (
    <ul className={`${classes.troubles} no-print`} aria-label={t('trouble.label')}>
      {shown.map(({ task, kind }) => {
        const { assignees, problem, dueAt } = task
        const names = [...assignees.people, ...assignees.groups].map(nameOf)
        const who = names.length > 0 ? names.join(', ') : undefined
        return (
          <li key={task.id} data-kind={kind}>
            <IconAlertTriangle size={16} aria-hidden />
            <span>
              <Link {...paths.task(process.id, task.id)}>{titleOf(task.id)}</Link>{' '}
              {problem
                ? t('trouble.problem', { text: problem.text, by: nameOf(problem.by) })
                : who
                  ? t('trouble.late', { when: relativeTime(dueAt!, now, zone), who })
                  : t('trouble.lateNobody', { when: relativeTime(dueAt!, now, zone) })}
            </span>
          </li>
        )
      })}
      {troubles.length > shown.length && (
        <li className={classes.troublesMore}>{t('trouble.more', { count: troubles.length - shown.length })}</li>
      )}
    </ul>
  )
}
