import type { TaskRow as Row } from '@baton/contract'
import { ActionIcon, Button, Tooltip } from '@mantine/core'
import {
  IconAlertTriangle,
  IconArrowRight,
  IconCheck,
  IconMessage,
  IconThumbDown,
  IconThumbUp,
  IconX,
} from '@tabler/icons-react'
import type { LiHTMLAttributes, Ref } from 'react'
import { useTranslation } from 'react-i18next'
import { PeopleMarks, TemplateMark } from '../../ui/marks.tsx'
import { DueLabel, RelativeTime, StatusBadge, type Status } from '../../ui/status.tsx'
import { completesInRow, decidesInRow } from './group-tasks.ts'
import rows from '../../ui/rows.module.css'
import classes from './my-tasks.module.css'

/** One task: what, of which process, how far, whose and until when. */
export function TaskRow({
  row,
  leaving,
  peeked,
  selected,
  rowProps,
  mainProps,
  onPeek,
  onComplete,
  onApprove,
  onReject,
}: {
  row: Row
  /** Its completion is under way. */
  leaving: boolean
  peeked: boolean
  selected: boolean
  rowProps: Pick<LiHTMLAttributes<HTMLLIElement>, 'onFocus' | 'onBlur'>
  mainProps: { ref: Ref<HTMLButtonElement>; tabIndex: 0 | -1; onFocus: () => void }
  onPeek: () => void
  onComplete: () => void
  onApprove: () => void
  onReject: () => void
}) {
  const { t } = useTranslation('tasks')
  const ticks = completesInRow(row)
  const done = row.status === 'completed'
  const people = [...row.assignees.people, ...row.assignees.groups]
  return (
    <li
      {...rowProps}
      className={`${classes.row} ${rows.row}`}
      data-leaving={leaving || undefined}
      data-peeked={peeked || undefined}
      data-selected={selected || undefined}
      data-done={done || undefined}
    >
      <RowTick
        row={row}
        leaving={leaving}
        tabIndex={mainProps.tabIndex}
        onClick={ticks ? onComplete : onPeek}
        ticks={ticks}
      />
      <button
        type="button"
        className={`${classes.main} ${rows.opens}`}
        onClick={onPeek}
        aria-expanded={peeked}
        {...mainProps}
      >
        <span className={classes.title}>{row.title}</span>
        {selected && <span className="visually-hidden"> ({t('row.selected')})</span>}
        <span className={classes.process}>
          <TemplateMark title={row.templateTitle} emoji={row.emoji} size={18} />
          <span>{row.processName}</span>
        </span>
      </button>
      <span className={classes.marks}>
        {row.problem && <StatusBadge status="problem" />}
        {row.fieldsTotal > 0 && !done && (
          <Tooltip label={t('row.fields', { done: row.fieldsDone, total: row.fieldsTotal })}>
            <span className={classes.fields}>
              <span className="visually-hidden">
                {t('row.fields', { done: row.fieldsDone, total: row.fieldsTotal })}
              </span>
              <span aria-hidden>
                {row.fieldsDone}/{row.fieldsTotal}
              </span>
            </span>
          </Tooltip>
        )}
        {row.comments > 0 && (
          <span className={classes.fields}>
            <IconMessage size={14} aria-hidden /> {row.comments}
            <span className="visually-hidden"> {t('row.comments', { count: row.comments })}</span>
          </span>
        )}
      </span>
      {decidesInRow(row) && !leaving && (
        <span className={classes.decide}>
          <Button
            size="compact-sm"
            variant="default"
            tabIndex={mainProps.tabIndex}
            leftSection={<IconThumbUp size={14} aria-hidden />}
            onClick={onApprove}
            aria-label={t('row.approve', { title: row.title })}
          >
            {t('approve')}
          </Button>
          <Button
            size="compact-sm"
            variant="default"
            tabIndex={mainProps.tabIndex}
            leftSection={<IconThumbDown size={14} aria-hidden />}
            onClick={onReject}
            aria-label={t('row.reject', { title: row.title })}
          >
            {t('reject.short')}
          </Button>
        </span>
      )}
      <span className={classes.who}>
        {people.length > 0 ? (
          <PeopleMarks ids={people} size={22} />
        ) : (
          <span className={rows.anyone}>{t('anyone')}</span>
        )}
      </span>
      <span className={classes.due}>
        {done && row.outcome ? (
          <StatusBadge status={row.outcome as Status} />
        ) : (
          <DueLabel dueAt={row.dueAt} done={row.status === 'waiting'} />
        )}
        {done && row.completedAt && (
          <span className={classes.when}>
            <RelativeTime at={row.completedAt} />
          </span>
        )}
      </span>
    </li>
  )
}

/** The ring at the left: completes where there is nothing to fill in, else opens what there is. */
function RowTick({
  row,
  leaving,
  ticks,
  tabIndex,
  onClick,
}: {
  row: Row
  leaving: boolean
  ticks: boolean
  tabIndex: 0 | -1
  onClick: () => void
}) {
  const { t } = useTranslation('tasks')
  if (row.status === 'completed') {
    return (
      <span className={classes.ticked} data-rejected={row.outcome === 'rejected' || undefined}>
        {row.outcome === 'rejected' ? (
          <IconX size={14} stroke={3} aria-hidden />
        ) : (
          <IconCheck size={14} stroke={3} aria-hidden />
        )}
      </span>
    )
  }
  if (row.status === 'waiting') return <span className={classes.waiting} aria-hidden />
  if (row.problem) {
    return (
      <span className={classes.blocked}>
        <IconAlertTriangle size={16} aria-hidden />
      </span>
    )
  }
  const label = ticks ? t('row.complete', { title: row.title }) : t('row.open', { title: row.title })
  return (
    <Tooltip label={ticks ? t('complete') : t('row.openHint')}>
      <ActionIcon
        className={classes.tick}
        data-leaving={leaving || undefined}
        tabIndex={tabIndex}
        size={28}
        radius="xl"
        aria-label={label}
        aria-disabled={leaving || undefined}
        onClick={() => !leaving && onClick()}
      >
        <span className={classes.circle} data-fill={!ticks || undefined}>
          {ticks || leaving ? (
            <IconCheck size={12} stroke={3} aria-hidden />
          ) : (
            <IconArrowRight size={12} stroke={2.5} aria-hidden />
          )}
        </span>
      </ActionIcon>
    </Tooltip>
  )
}
