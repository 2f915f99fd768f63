import type { ProcessSummary } from '@baton/contract'
import { Button, Skeleton } from '@mantine/core'
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { useSearch } from '@tanstack/react-router'
import { type ReactNode, useId } from 'react'
import { useTranslation } from 'react-i18next'
import { ErrorState } from '../../ui/error-state.tsx'
import { boardColumns } from './board-columns.ts'
import { ProcessCard } from './process-card.tsx'
import {
  filtersOf,
  milestoneCountsQuery,
  processCountsQuery,
  processListQuery,
  type TrackerFilters,
} from './process-queries.ts'
import { isFiltered, noMilestone } from './tracker-search.ts'
import { TrackerShape } from './tracker-shape.tsx'
import { useMilestones } from './use-milestones.ts'
import classes from './tracker.module.css'

type BoardProps = { peek: string | undefined; onPeek: (processId: string | undefined) => void }

/**
 * Where processes stand: by milestone when they are of one template, else by status. Cards move when the work does, so
 * they cannot be dragged. Each column asks for its own pages.
 */
export function TrackerBoard(props: BoardProps) {
  const { template, status } = useSearch({ from: '/shell/processes' })
  // What is archived does not move from milestone to milestone any more.
  if (template && status !== 'archived') return <MilestoneBoard {...props} templateId={template} />
  return <StatusBoard {...props} />
}

function StatusBoard(props: BoardProps) {
  const { t } = useTranslation('processes')
  const search = useSearch({ from: '/shell/processes' })
  const { data: counts } = useQuery(processCountsQuery)
  const { status: asked, ...others } = search
  const statuses = asked ? [asked] : (['active', 'finished', 'cancelled'] as const)
  return (
    <div className={classes.board}>
      {statuses.map((status) => (
        <ListColumn
          key={status}
          {...props}
          title={t(`status.${status}`, { ns: 'common' })}
          filters={{ ...filtersOf(search), status }}
          count={isFiltered(others) ? undefined : counts?.byStatus[status]}
        />
      ))}
    </div>
  )
}

function MilestoneBoard({ templateId, ...props }: BoardProps & { templateId: string }) {
  const { t } = useTranslation('processes')
  const search = useSearch({ from: '/shell/processes' })
  const { data: counts, error, refetch } = useQuery(milestoneCountsQuery(templateId))
  const milestones = useMilestones(templateId)
  if (error && !counts) return <ErrorState error={error} level={2} onRetry={() => void refetch()} />
  // Columns that come in before others would take the sight with them, since the board snaps to a column.
  if (!milestones || !counts) return <TrackerShape cards />
  const { status: _, template: _t, milestone: _m, ...others } = search
  const filtered = isFiltered(others)
  const columns = boardColumns(
    milestones,
    counts,
    search,
    {
      none: t('board.none'),
      finished: t('status.finished', { ns: 'common' }),
      cancelled: t('status.cancelled', { ns: 'common' }),
    },
    noMilestone,
  )
  return (
    <div className={classes.board}>
      {columns.map(({ title, filter, count }) => (
        <ListColumn
          key={filter.milestone ?? filter.status}
          {...props}
          title={title}
          filters={{ ...filtersOf(search), ...filter }}
          count={filtered ? undefined : count.more ? t('board.more', { count: count.n }) : count.n}
          template={false}
        />
      ))}
    </div>
  )
}

/** A column that pages through its own list. Without a `count` it tells how many it has got, and whether that is all. */
function ListColumn({
  title,
  filters,
  count,
  ...props
}: BoardProps & { title: string | undefined; filters: TrackerFilters; count: ReactNode; template?: boolean }) {
  const { t } = useTranslation('processes')
  const list = useInfiniteQuery(processListQuery(filters))
  const rows = list.data ?? []
  const soFar = list.data && (list.hasNextPage ? t('board.more', { count: rows.length }) : rows.length)
  return (
    <Column
      {...props}
      title={title ?? rows[0]?.milestone?.title ?? filters.milestone ?? ''}
      rows={rows}
      count={count ?? soFar}
      foot={
        list.error && !list.data ? (
          <ErrorState error={list.error} level={2} onRetry={() => void list.refetch()} />
        ) : list.isPending ? (
          <Skeleton height={92} radius="md" />
        ) : (
          list.hasNextPage && <More loading={list.isFetchingNextPage} onMore={() => void list.fetchNextPage()} />
        )
      }
    />
  )
}

function Column({
  title,
  rows,
  count,
  foot,
  template,
  peek,
  onPeek,
}: BoardProps & {
  title: string
  rows: readonly ProcessSummary[]
  count: ReactNode
  foot?: ReactNode
  template?: boolean
}) {
  const { t } = useTranslation('processes')
  const id = useId()
  return (
    <section className={classes.column} aria-labelledby={id}>
      <h2 id={id}>
        {title} <span className={classes.count}>{count}</span>
      </h2>
      <ul>
        {rows.map((row) => (
          <li key={row.id}>
            <ProcessCard row={row} peeked={peek === row.id} onPeek={onPeek} template={template} />
          </li>
        ))}
      </ul>
      {rows.length === 0 && !foot && <p className={classes.nothing}>{t('board.nothing')}</p>}
      {foot}
    </section>
  )
}

function More({ loading, onMore }: { loading: boolean; onMore: () => void }) {
  const { t } = useTranslation('processes')
  return (
    <div className={classes.more}>
      <Button variant="default" loading={loading} onClick={onMore}>
        {t('more')}
      </Button>
    </div>
  )
}
