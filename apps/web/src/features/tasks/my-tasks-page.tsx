import type { TaskRow as Row } from '@baton/contract'
import { Button, SegmentedControl, Skeleton } from '@mantine/core'
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { Suspense } from 'react'
import { useTranslation } from 'react-i18next'
import { paths } from '../../app/paths.ts'
import { rowKey } from '../../lib/query-keys.ts'
import { useZone } from '../../lib/session.ts'
import { taskCountsQuery } from '../../lib/task-counts.ts'
import { useNow } from '../../lib/use-now.ts'
import { EmptyState } from '../../ui/empty-state.tsx'
import { ErrorState } from '../../ui/error-state.tsx'
import { PageHeader } from '../../ui/page-header.tsx'
import { useRows } from '../../ui/rows.ts'
import { completesInRow, decidesInRow, doneToday, groupTasks, openGroups } from './group-tasks.ts'
import classes from './my-tasks.module.css'
import { taskListQuery } from './task-queries.ts'
import { TaskRow } from './task-row.tsx'
import { type Scope, scopes } from './tasks-search.ts'
import { useRowActions } from './use-row-actions.ts'
import { lazyPart } from '../../ui/lazy-part.tsx'

const TaskPeek = lazyPart(() => import('./task-peek.tsx'))

/** The page a person lives in: what is to be done, soonest first. */
export function MyTasksPage() {
  const { t } = useTranslation('tasks')
  const { scope = 'mine', peek } = useSearch({ from: '/shell/tasks' })
  const navigate = useNavigate({ from: '/tasks' })
  const zone = useZone()
  const now = useNow()
  const { data: counts } = useQuery(taskCountsQuery)
  const open = useInfiniteQuery(taskListQuery(scope, 'open'))
  const waiting = useInfiniteQuery(taskListQuery(scope, 'waiting'))
  const done = useInfiniteQuery({ ...taskListQuery('mine', 'done'), enabled: scope === 'mine' })
  const actions = useRowActions()

  const byDue = groupTasks(open.data ?? [], now, zone)
  const groups = [
    ...openGroups.map((name) => ({ name, rows: byDue[name] })),
    { name: 'waiting', rows: waiting.data ?? [] },
    { name: 'done', rows: scope === 'mine' ? doneToday(done.data ?? [], now, zone) : [] },
  ].filter(({ rows }) => rows.length > 0)
  const all = groups.flatMap(({ rows }) => rows)

  /** The selected rows that this can be done to, or else the one at hand. */
  const chosenOr = (row: Row, chosen: ReadonlySet<string>, can: (one: Row) => boolean): readonly Row[] => {
    const many = all.filter((one) => chosen.has(rowKey(one)) && can(one))
    return many.length > 0 ? many : can(row) ? [row] : []
  }
  const show = (row: Row | undefined) =>
    void navigate({
      search: (before) => ({ ...before, peek: row && rowKey(row) }),
      replace: true,
      resetScroll: false,
    })
  const rows = useRows({
    rows: all,
    keyOf: rowKey,
    selectable: true,
    onPeek: show,
    onOpen: (row) => void navigate(paths.task(row.processId, row.taskId)),
    onMove: (row) => peek !== undefined && show(row),
    actions: (row, chosen) => {
      const what = chosenOr(row, chosen, completesInRow)
      return [
        {
          id: 'row-complete',
          label: t(what.length > 1 ? 'completeMany' : 'complete', { count: what.length }),
          keys: 'e',
          run: () => (what.length > 0 ? complete(what) : show(row)),
        },
        ...(decidesInRow(row)
          ? [
              {
                id: 'row-approve',
                label: t('approve'),
                keys: 'shift+a',
                run: () => approve(chosenOr(row, chosen, decidesInRow)),
              },
              { id: 'row-reject', label: t('reject.short'), keys: 'shift+r', run: () => void actions.reject(row) },
            ]
          : []),
      ]
    },
  })
  /** The keyboard goes on to the next open task, wherever the completed ones go. */
  const goOn = (what: readonly Row[]) => {
    rows.clear()
    const left = all.filter((row) => row.status === 'open' && !what.includes(row))
    const last = all.indexOf(what.at(-1)!)
    const next = left.find((row) => all.indexOf(row) > last) ?? left.at(-1)
    if (next) rows.focusRow(next)
  }
  const complete = (what: readonly Row[]) => {
    goOn(what)
    void actions.complete(what)
  }
  const approve = (what: readonly Row[]) => {
    goOn(what)
    void actions.approve(what)
  }
  const close = () => {
    show(undefined)
    requestAnimationFrame(rows.focusCurrent)
  }

  const selected = all.filter((row) => rows.selected.has(rowKey(row)))
  const completable = selected.filter(completesInRow)
  const approvable = selected.filter(decidesInRow)
  const failed = open.error && !open.data ? open.error : undefined
  return (
    <>
      <PageHeader title={t('title')} />
      <div className={classes.page}>
        <div className={classes.head}>
          <p className={classes.summary}>
            {scope === 'mine'
              ? counts && summaryOf(counts, t)
              : open.data && t('summary.all', { count: open.data.length })}
          </p>
          <SegmentedControl
            aria-label={t('scope.label')}
            size="sm"
            className={classes.scope}
            value={scope}
            onChange={(value) => void navigate({ search: value === 'mine' ? {} : { scope: value } })}
            data={scopes.map((value) => ({ value, label: t(`scope.${value}`) }))}
          />
        </div>
        {failed ? (
          <ErrorState error={failed} level={2} onRetry={() => void open.refetch()} />
        ) : open.isPending || waiting.isPending ? (
          <ListShape />
        ) : all.length === 0 ? (
          <Nothing scope={scope} />
        ) : (
          groups.map(({ name, rows: listed }) => (
            <section key={name} aria-labelledby={`group-${name}`} className={classes.group}>
              <h2 id={`group-${name}`} data-group={name}>
                {t(`group.${name}`)} <span>{listed.length}</span>
              </h2>
              <ul>
                {listed.map((row) => (
                  <TaskRow
                    key={rowKey(row)}
                    row={row}
                    leaving={actions.leaving.has(rowKey(row))}
                    peeked={peek === rowKey(row)}
                    selected={rows.selected.has(rowKey(row))}
                    rowProps={rows.rowProps(row)}
                    mainProps={rows.mainProps(row)}
                    onPeek={() => show(row)}
                    onComplete={() => complete([row])}
                    onApprove={() => approve([row])}
                    onReject={() => void actions.reject(row)}
                  />
                ))}
              </ul>
            </section>
          ))
        )}
        {open.hasNextPage && (
          <Button variant="default" loading={open.isFetchingNextPage} onClick={() => void open.fetchNextPage()}>
            {t('more')}
          </Button>
        )}
      </div>
      {selected.length > 0 && (
        <div className={classes.bulk} role="region" aria-label={t('bulk.label')}>
          <span>{t('bulk.count', { count: selected.length })}</span>
          {(completable.length > 0 || approvable.length === 0) && (
            <Button size="compact-md" disabled={completable.length === 0} onClick={() => complete(completable)}>
              {completable.length === 0 ? t('complete') : t('completeMany', { count: completable.length })}
            </Button>
          )}
          {approvable.length > 0 && (
            <Button size="compact-md" onClick={() => approve(approvable)}>
              {t('approveMany', { count: approvable.length })}
            </Button>
          )}
          <Button size="compact-md" variant="default" onClick={rows.clear}>
            {t('bulk.clear')}
          </Button>
        </div>
      )}
      {peek !== undefined && (
        <Suspense fallback={null}>
          <TaskPeek peek={peek} onClose={close} />
        </Suspense>
      )}
    </>
  )
}

type Counts = { open: number; overdue: number; today: number }

/** “4 today, 1 overdue”, leaving out what there is none of. */
function summaryOf({ open, overdue, today }: Counts, t: ReturnType<typeof useTranslation<'tasks'>>['t']): string {
  const parts = [
    overdue > 0 && t('summary.overdue', { count: overdue }),
    today > 0 && t('summary.today', { count: today }),
    open > overdue + today && t('summary.open', { count: open - overdue - today }),
  ].filter((part) => part !== false)
  return parts.length > 0 ? parts.join(', ') : t('summary.nothing')
}

function Nothing({ scope }: { scope: Scope }) {
  const { t } = useTranslation('tasks')
  return (
    <EmptyState drawing="done" title={t(`empty.${scope}.title`)} hint={t(`empty.${scope}.hint`)}>
      <Button renderRoot={(props) => <Link {...paths.launch()} {...props} />}>{t('empty.launch')}</Button>
    </EmptyState>
  )
}

/** The shape of what comes, for when it takes a moment. */
function ListShape() {
  const { t } = useTranslation()
  return (
    <div role="status" className={classes.shape}>
      <span className="visually-hidden">{t('loading')}</span>
      {[46, 62, 38, 54, 44].map((width) => (
        <div key={width}>
          <Skeleton circle height={20} />
          <Skeleton height={12} width={`${width}%`} />
        </div>
      ))}
    </div>
  )
}
