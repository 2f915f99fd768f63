import type { ProcessSummary } from '@baton/contract'
import { useTranslation } from 'react-i18next'
import { usePeople } from '../../lib/people.ts'
import { PeopleMarks, PersonMark, ProcessRing, TemplateMark } from '../../ui/marks.tsx'
import { DueLabel, RelativeTime, StatusBadge } from '../../ui/status.tsx'
import { type ColumnId, whoHas } from './column-list.ts'
import rows from '../../ui/rows.module.css'
import classes from './tracker.module.css'

/** How the ring of a process is coloured. */
export const toneOf = ({ status, problems }: Pick<ProcessSummary, 'status' | 'problems'>) =>
  status === 'active' && problems > 0 ? 'blocked' : status

/** What stands in one cell; the name is drawn by the row, which it is the handle of. */
export function TrackerCell({ row, column }: { row: ProcessSummary; column: Exclude<ColumnId, 'name'> }) {
  const { t } = useTranslation('processes')
  const { nameOf } = usePeople()
  const active = row.status === 'active' && !row.archived
  switch (column) {
    case 'status':
      return (
        <span className={classes.badges}>
          <StatusBadge
            status={row.archived ? 'archived' : row.status === 'active' && row.problems > 0 ? 'problem' : row.status}
          />
        </span>
      )
    case 'template':
      return (
        <span className={classes.withMark}>
          <TemplateMark title={row.templateTitle} emoji={row.emoji} size={20} />
          <span>{row.templateTitle}</span>
        </span>
      )
    case 'progress':
      return (
        <span className={classes.progress}>
          <ProcessRing done={row.done} total={row.total} tone={toneOf(row)} size={18} label={false} />
          <span>
            <span className="visually-hidden">{t('progress', { ns: 'common', done: row.done, total: row.total })}</span>
            <span aria-hidden>
              {row.done}/{row.total}
            </span>
          </span>
        </span>
      )
    case 'milestone':
      return <span className={classes.quiet}>{row.milestone?.title}</span>
    case 'next':
      return active ? <NextTask row={row} /> : null
    case 'who':
      return active ? <Who row={row} /> : null
    case 'due':
      return active ? <DueLabel dueAt={row.dueAt} /> : null
    case 'launchedBy':
      return (
        <span className={classes.withMark}>
          <PersonMark id={row.launchedBy} size={20} tooltip={false} />
          <span>{nameOf(row.launchedBy)}</span>
        </span>
      )
    case 'launched':
      return (
        <span className={classes.quiet}>
          <RelativeTime at={row.launchedAt} />
        </span>
      )
    case 'updated':
      return (
        <span className={classes.quiet}>
          <RelativeTime at={row.updatedAt} />
        </span>
      )
  }
}

/** The first open task, and how many more. */
export function NextTask({ row }: { row: ProcessSummary }) {
  const { t } = useTranslation('processes')
  const [first, ...others] = row.next
  if (!first) return <span className={classes.quiet}>{t('nothingOpen')}</span>
  return (
    <span className={classes.next}>
      <span>{first.title}</span>
      {others.length > 0 && (
        <span className={classes.quiet} title={others.map(({ title }) => title).join('\n')}>
          {t('andMore', { count: others.length })}
        </span>
      )}
    </span>
  )
}

export function Who({ row }: { row: ProcessSummary }) {
  const { t } = useTranslation('processes')
  const ids = whoHas(row)
  if (ids.length > 0) return <PeopleMarks ids={ids} size={22} />
  return row.next.length > 0 ? <span className={rows.anyone}>{t('anyone')}</span> : null
}
