import type { ProcessView } from '@baton/contract'
import type { Definition, Process, Task } from '@baton/engine'
import {
  IconAlertTriangle,
  IconCheck,
  IconCircleDashed,
  IconClock,
  IconHourglass,
  IconMail,
  IconMessage,
  IconThumbDown,
  IconThumbUp,
} from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import type { Ref } from 'react'
import { useTranslation } from 'react-i18next'
import { paths } from '../../app/paths.ts'
import { usePeople } from '../../lib/people.ts'
import type { Texts } from '../../lib/texts.ts'
import { PeopleMarks } from '../../ui/marks.tsx'
import { DueLabel, RelativeTime, StatusBadge, ToneBadge } from '../../ui/status.tsx'
import { HiddenReason } from './hidden-reason.tsx'
import { type StepLine as Line, stoppedBy, waitsFor } from './step-groups.ts'
import classes from './process.module.css'

/** One step of the process: where it stands, whose it is, and what it waits for. */
export function StepLine({
  line: { task, description },
  process,
  definition,
  texts,
  handle,
}: {
  line: Line
  process: ProcessView
  definition: Definition
  texts: Texts
  /** Of the list that it stands in, for the keyboard. */
  handle?: { ref: Ref<HTMLAnchorElement>; tabIndex: 0 | -1; onFocus: () => void }
}) {
  const { t } = useTranslation('processes')
  const { nameOf } = usePeople()
  const people = [...task.assignees.people, ...task.assignees.groups]
  const done = task.status === 'completed'
  const skipped = task.status === 'skipped'
  return (
    <li className={classes.line} data-status={task.status} data-problem={task.problem !== undefined || undefined}>
      <StepMark task={task} />
      <div className={classes.lineMain}>
        <Link {...paths.task(process.id, task.id)} className={classes.lineTitle} {...handle}>
          {texts.title(task.id)}
        </Link>
        <span className={classes.lineNotes}>
          {description.type === 'approval' && !done && <ToneBadge tone="gray">{t('type.approval')}</ToneBadge>}
          {description.optional && <span className={classes.quiet}>{t('optional')}</span>}
          {task.oneOff && <span className={classes.quiet}>{t('oneOff')}</span>}
          {(task.comments ?? 0) > 0 && (
            <span className={classes.quiet}>
              <IconMessage size={14} aria-hidden /> {task.comments}
              <span className="visually-hidden"> {t('comments', { count: task.comments })}</span>
            </span>
          )}
          {task.status === 'waiting' && <Waiting task={task} process={process} definition={definition} texts={texts} />}
          {skipped && (
            <span className={classes.reason}>
              {task.skipped === 'stopped' ? (
                t('hidden.stopped', { step: texts.title(stoppedBy(definition, process as Process, task.id) ?? '') })
              ) : (
                <HiddenReason process={process} definition={definition} stepId={task.id} fill={texts.fill} />
              )}
            </span>
          )}
          {done && task.completedBy && (
            <span className={classes.quiet}>
              {t('doneBy', { name: nameOf(task.completedBy) })}{' '}
              {task.completedAt && <RelativeTime at={task.completedAt} />}
            </span>
          )}
        </span>
        {done && task.reason && <q className={classes.quote}>{task.reason}</q>}
        {task.problem && (
          <span className={classes.problem}>
            <StatusBadge status="problem" /> {task.problem.text}
          </span>
        )}
      </div>
      {!skipped && (
        <span className={classes.lineEnd}>
          {done && task.outcome && task.outcome !== 'completed' && <StatusBadge status={task.outcome} />}
          {!done && <DueLabel dueAt={task.dueAt} done={task.status === 'waiting'} />}
          {!done && <Whose people={people} byItself={description.step?.mail?.send === 'automatically'} />}
        </span>
      )}
    </li>
  )
}

function Whose({ people, byItself }: { people: readonly string[]; byItself: boolean }) {
  const { t } = useTranslation('processes')
  if (people.length > 0) return <PeopleMarks ids={people} size={22} />
  return <span className={classes.anyone}>{t(byItself ? 'byItself' : 'anyone')}</span>
}

function Waiting({
  task,
  process,
  definition,
  texts,
}: {
  task: Task
  process: ProcessView
  definition: Definition
  texts: Texts
}) {
  const { t } = useTranslation('processes')
  const before = waitsFor(definition, process as Process, task.id).map((id) => `“${texts.title(id)}”`)
  if (before.length === 0) return <span className={classes.quiet}>{t('waits.none')}</span>
  const shown = before.slice(0, 2).join(', ')
  return (
    <span className={classes.quiet} title={before.join('\n')}>
      {before.length > 2
        ? t('waits.forMore', { steps: shown, count: before.length - 2 })
        : t('waits.for', { steps: shown })}
    </span>
  )
}

function StepMark({ task }: { task: Task }) {
  const { t } = useTranslation('processes')
  const [icon, word] = markOf(task)
  return (
    <span className={classes.mark} data-mark={word} role="img" aria-label={t(`status.${word}`, { ns: 'common' })}>
      {icon}
    </span>
  )
}

function markOf({ status, outcome, problem }: Task) {
  if (problem && status !== 'skipped') return [<IconAlertTriangle key="i" size={14} aria-hidden />, 'problem'] as const
  if (status === 'open') return [<span key="i" className={classes.dot} aria-hidden />, 'open'] as const
  if (status === 'waiting') return [<IconHourglass key="i" size={13} aria-hidden />, 'waiting'] as const
  if (status === 'skipped') return [<IconCircleDashed key="i" size={15} aria-hidden />, 'skipped'] as const
  switch (outcome) {
    case 'approved':
      return [<IconThumbUp key="i" size={13} aria-hidden />, 'approved'] as const
    case 'rejected':
      return [<IconThumbDown key="i" size={13} aria-hidden />, 'rejected'] as const
    case 'expired':
      return [<IconClock key="i" size={14} aria-hidden />, 'expired'] as const
    case 'sent':
      return [<IconMail key="i" size={13} aria-hidden />, 'sent'] as const
    default:
      return [<IconCheck key="i" size={14} stroke={2.5} aria-hidden />, 'completed'] as const
  }
}
