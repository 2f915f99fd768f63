import type { ProcessSummary } from '@baton/contract'
import { Button } from '@mantine/core'
import { useNavigate } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { paths } from '../../app/paths.ts'
import { useRows } from '../../ui/rows.ts'
import { BulkBar } from './bulk-bar.tsx'
import type { ColumnId } from './column-list.ts'
import { TrackerCards } from './tracker-cards.tsx'
import { TrackerTable } from './tracker-table.tsx'
import { useBulkActions } from './use-bulk-actions.tsx'
import classes from './tracker.module.css'

/** Processes worked by keyboard and mouse: looked into, opened, selected, and acted on many at once. */
export function TrackerList({
  rows,
  columns,
  cards,
  peek,
  onPeek,
  hasMore,
  loadingMore,
  onMore,
}: {
  rows: readonly ProcessSummary[]
  columns: readonly ColumnId[]
  /** Where there is no room for a table. */
  cards: boolean
  peek: string | undefined
  onPeek: (processId: string | undefined) => void
  hasMore: boolean
  loadingMore: boolean
  onMore: () => void
}) {
  const { t } = useTranslation('processes')
  const navigate = useNavigate()
  const bulk = useBulkActions()
  const list = useRows({
    rows,
    keyOf: (row) => row.id,
    selectable: true,
    onPeek: (row) => onPeek(row.id),
    onOpen: (row) => void navigate(paths.process(row.id)),
    onMove: (row) => peek !== undefined && onPeek(row.id),
  })
  const selected = rows.filter((row) => list.selected.has(row.id))
  const Shown = cards ? TrackerCards : TrackerTable
  return (
    <>
      <Shown
        rows={rows}
        columns={columns}
        list={list}
        peek={peek}
        onPeek={onPeek}
        hasMore={hasMore}
        loadingMore={loadingMore}
        onMore={onMore}
      />
      {hasMore && cards && (
        <div className={classes.more}>
          <Button variant="default" loading={loadingMore} onClick={onMore}>
            {t('more')}
          </Button>
        </div>
      )}
      {selected.length > 0 && <BulkBar rows={selected} bulk={bulk} onDone={list.clear} />}
      {bulk.report}
    </>
  )
}
