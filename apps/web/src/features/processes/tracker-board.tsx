import type { ProcessSummary } from '@baton/contract'
import { Button, Skeleton } from '@mantine/core'
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { useSearch } from '@tanstack/react-router'
import { type ReactNode, useId } from 'react'
import { useTranslation } from 'react-i18next'
import { definitionQuery } from '../../lib/processes.ts'
import { ErrorState } from '../../ui/error-state.tsx'
import { boardColumns } from './board-columns.ts'
import { ProcessCard } from './process-card.tsx'
import { allTemplatesQuery, filtersOf, processCountsQuery, processListQuery } from './process-queries.ts'
import { isFiltered } from './tracker-search.ts'
import classes from './tracker.module.css'

type BoardProps = { peek: string | undefined; onPeek: (processId: string | undefined) => void }

/**
 * Where processes stand: by milestone when they are of one template, else by status. Cards move when the work does, so
 * they cannot be dragged.
 */
export function TrackerBoard(props: BoardProps) {
  const { template, status } = useSearch({ from: '/shell/processes' })
  if (template) return <MilestoneBoard {...props} templateId={template} />
  const statuses = status ? [status] : (['active', 'finished', 'cancelled'] as const)
  return (
    <div className={classes.board}>
      {statuses.map((one) => (
        <StatusColumn key={one} {...props} status={one} />
      ))}
    </div>
  )
}

function StatusColumn({ status, ...props }: BoardProps & { status: 'active' | 'finished' | 'cancelled' | 'archived' }) {
  const { t } = useTranslation('processes')
  const search = useSearch({ from: '/shell/processes' })
  const { data: counts } = useQuery(processCountsQuery)
  const list = useInfiniteQuery(processListQuery({ ...filtersOf(search), status }))
  const rows = list.data ?? []
  const { status: _, ...others } = search
  return (
    <Column
      {...props}
      title={t(`status.${status}`, { ns: 'common' })}
      rows={rows}
      count={isFiltered(others) ? (list.hasNextPage ? `${rows.length}+` : rows.length) : counts?.byStatus[status]}
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

function MilestoneBoard({ templateId, ...props }: BoardProps & { templateId: string }) {
  const { t } = useTranslation('processes')
  const search = useSearch({ from: '/shell/processes' })
  const list = useInfiniteQuery(processListQuery(filtersOf(search)))
  const { data: templates } = useQuery(allTemplatesQuery)
  const published = templates?.items.find(({ id }) => id === templateId)?.publishedVersion
  const { data: definition } = useQuery({
    ...definitionQuery(templateId, published ?? 0),
    enabled: typeof published === 'number',
  })
  const columns = boardColumns(list.data ?? [], definition?.document.milestones ?? [], {
    none: t('board.none'),
    finished: t('status.finished', { ns: 'common' }),
    cancelled: t('status.cancelled', { ns: 'common' }),
  })
  return (
    <>
      <div className={classes.board}>
        {columns.map(({ id, title, rows }) => (
          <Column key={id} {...props} title={title} rows={rows} count={rows.length} template={false} />
        ))}
      </div>
      {list.hasNextPage && <More loading={list.isFetchingNextPage} onMore={() => void list.fetchNextPage()} />}
    </>
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
