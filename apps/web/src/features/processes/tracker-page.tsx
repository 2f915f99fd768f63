import { Button, SegmentedControl, useMantineTheme } from '@mantine/core'
import { useMediaQuery } from '@mantine/hooks'
import { IconLayoutKanban, IconTable } from '@tabler/icons-react'
import { useInfiniteQuery } from '@tanstack/react-query'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { Suspense } from 'react'
import { useTranslation } from 'react-i18next'
import { paths } from '../../app/paths.ts'
import { EmptyState } from '../../ui/empty-state.tsx'
import { ErrorState } from '../../ui/error-state.tsx'
import { PageHeader } from '../../ui/page-header.tsx'
import { ExportButton } from './export-button.tsx'
import { filtersOf, processListQuery } from './process-queries.ts'
import { isFiltered } from './tracker-search.ts'
import { StatusTabs } from './status-tabs.tsx'
import { TrackerBoard } from './tracker-board.tsx'
import { ColumnsMenu, useChosenColumns } from './tracker-columns.tsx'
import { TrackerFilters } from './tracker-filters.tsx'
import { TrackerList } from './tracker-list.tsx'
import { TrackerShape } from './tracker-shape.tsx'
import classes from './tracker.module.css'
import { lazyPart } from '../../ui/lazy-part.tsx'

const ProcessPeek = lazyPart(() => import('./process-peek.tsx'))

/** Every process that the member may see: where it stands, and what holds it up. */
export function TrackerPage() {
  const { t } = useTranslation('processes')
  const search = useSearch({ from: '/shell/processes' })
  const navigate = useNavigate({ from: '/processes' })
  const theme = useMantineTheme()
  const narrow = useMediaQuery(`(max-width: ${theme.breakpoints.md})`, undefined, { getInitialValueInEffect: false })
  const [columns, setColumns] = useChosenColumns()
  const filters = filtersOf(search)
  const board = search.view === 'board'
  // Each column of the board asks for its own.
  const list = useInfiniteQuery({ ...processListQuery(filters), enabled: !board })

  const show = (peek: string | undefined) =>
    void navigate({
      search: ({ peek: _, ...rest }) => (peek ? { ...rest, peek } : rest),
      replace: true,
      resetScroll: false,
    })

  const close = () => {
    const handle = document.querySelector<HTMLElement>('[data-peeked] a')
    show(undefined)
    requestAnimationFrame(() => handle?.focus())
  }

  return (
    <>
      <PageHeader title={t('title')} />
      <div className={classes.page}>
        <div className={classes.head}>
          <StatusTabs />
          <div className={classes.tools}>
            <SegmentedControl
              aria-label={t('view.label')}
              size="sm"
              value={board ? 'board' : 'table'}
              onChange={(value) =>
                void navigate({
                  search: ({ view: _, ...rest }) => (value === 'board' ? { ...rest, view: 'board' } : rest),
                })
              }
              data={[
                {
                  value: 'table',
                  label: <ViewName icon={<IconTable size={16} aria-hidden />} name={t('view.table')} />,
                },
                {
                  value: 'board',
                  label: <ViewName icon={<IconLayoutKanban size={16} aria-hidden />} name={t('view.board')} />,
                },
              ]}
            />
            {!board && !narrow && <ColumnsMenu chosen={columns} onChange={setColumns} />}
            <ExportButton filters={filters} columns={columns} />
          </div>
        </div>
        <TrackerFilters />
        {list.error && !list.data ? (
          <ErrorState error={list.error} level={2} onRetry={() => void list.refetch()} />
        ) : board ? (
          <TrackerBoard peek={search.peek} onPeek={show} />
        ) : list.isPending ? (
          <TrackerShape cards={narrow} />
        ) : list.data?.length === 0 ? (
          <NothingHere filtered={isFiltered(search)} />
        ) : (
          <TrackerList
            // What was selected or scrolled to belongs to what was asked for.
            key={JSON.stringify(filters)}
            rows={list.data ?? []}
            columns={columns}
            cards={narrow}
            peek={search.peek}
            onPeek={show}
            hasMore={list.hasNextPage}
            loadingMore={list.isFetchingNextPage}
            onMore={() => void list.fetchNextPage()}
          />
        )}
      </div>
      {search.peek !== undefined && (
        <Suspense fallback={null}>
          <ProcessPeek processId={search.peek} onClose={close} />
        </Suspense>
      )}
    </>
  )
}

const ViewName = ({ icon, name }: { icon: React.ReactNode; name: string }) => (
  <span className={classes.viewName}>
    {icon}
    {name}
  </span>
)

function NothingHere({ filtered }: { filtered: boolean }) {
  const { t } = useTranslation('processes')
  const navigate = useNavigate({ from: '/processes' })
  if (filtered) {
    return (
      <EmptyState drawing="search" title={t('empty.filtered.title')} hint={t('empty.filtered.hint')}>
        <Button variant="default" onClick={() => void navigate({ search: ({ view }) => (view ? { view } : {}) })}>
          {t('filter.clear')}
        </Button>
      </EmptyState>
    )
  }
  return (
    <EmptyState drawing="track" title={t('empty.title')} hint={t('empty.hint')}>
      <Button renderRoot={(props) => <Link {...paths.launch()} {...props} />}>{t('empty.launch')}</Button>
    </EmptyState>
  )
}
