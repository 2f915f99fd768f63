import type { ProcessSummary } from '@baton/contract'
import { Checkbox } from '@mantine/core'
import { useElementSize } from '@mantine/hooks'
import { IconArrowDown, IconArrowUp } from '@tabler/icons-react'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { columnVisibilityFeature, createColumnHelper, tableFeatures, useTable } from '@tanstack/react-table'
import { useWindowVirtualizer } from '@tanstack/react-virtual'
import { useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { paths } from '../../app/paths.ts'
import { useMe } from '../../lib/session.ts'
import { ProcessRing, TemplateMark } from '../../ui/marks.tsx'
import type { Rows } from '../../ui/rows.ts'
import { ariaSortOf, type ColumnId, columnIds, columnWidths, nextSort, sortOf } from './column-list.ts'
import { toneOf, TrackerCell } from './tracker-cell.tsx'
import { withoutEmpty } from './tracker-search.ts'
import rowClasses from '../../ui/rows.module.css'
import classes from './tracker.module.css'

const features = tableFeatures({ columnVisibilityFeature })
const helper = createColumnHelper<typeof features, ProcessSummary>()
const definitions = helper.columns(
  columnIds.map((id) =>
    helper.display({ id, cell: ({ row }) => (id === 'name' ? null : <TrackerCell row={row.original} column={id} />) }),
  ),
)

/** Rows that are on the screen or near it are drawn; the page itself scrolls, under a head that stays. */
export function TrackerTable({
  rows,
  columns,
  list,
  peek,
  onPeek,
  hasMore,
  loadingMore,
  onMore,
}: {
  rows: readonly ProcessSummary[]
  columns: readonly ColumnId[]
  list: Rows<ProcessSummary>
  peek: string | undefined
  onPeek: (processId: string | undefined) => void
  hasMore: boolean
  loadingMore: boolean
  onMore: () => void
}) {
  const { t } = useTranslation('processes')
  const { preferences } = useMe()
  const body = useRef<HTMLTableSectionElement>(null)
  const { ref: frame, width } = useElementSize()
  const [offset, setOffset] = useState(0)
  const columnVisibility = useMemo(
    () => Object.fromEntries(columnIds.map((id) => [id, columns.includes(id)])),
    [columns],
  )
  const table = useTable({
    features,
    columns: definitions,
    data: rows as ProcessSummary[],
    getRowId: (row) => row.id,
    state: { columnVisibility },
  })
  const drawn = table.getRowModel().rows
  const height = preferences.density === 'compact' ? 32 : 40
  const virtual = useWindowVirtualizer({
    count: drawn.length,
    estimateSize: () => height,
    // Enough that the keyboard always finds the next row drawn.
    overscan: 12,
    scrollMargin: offset,
    getItemKey: (at) => drawn[at]!.id,
  })
  useLayoutEffect(() => setOffset((body.current?.getBoundingClientRect().top ?? 0) + window.scrollY), [])
  useEffect(() => virtual.measure(), [height, virtual])

  // The keyboard may go to a row that is not drawn: from the foot of a long list back to its head.
  const { current, focusCurrent } = list
  useEffect(() => {
    const at = current === undefined ? -1 : drawn.findIndex(({ id }) => id === current)
    if (at < 0 || virtual.getVirtualItems().some(({ index }) => index === at)) return
    virtual.scrollToIndex(at, { align: 'center' })
    const frame = requestAnimationFrame(() => requestAnimationFrame(focusCurrent))
    return () => cancelAnimationFrame(frame)
    // Only when the keyboard moves, not with each page of rows that comes.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [current])

  const items = virtual.getVirtualItems()
  const last = items.at(-1)?.index ?? 0
  useEffect(() => {
    if (hasMore && !loadingMore && last >= drawn.length - 15) onMore()
  }, [hasMore, loadingMore, last, drawn.length, onMore])
  const above = (items[0]?.start ?? offset) - offset
  const below = virtual.getTotalSize() - ((items.at(-1)?.end ?? offset) - offset)
  const all = rows.length > 0 && rows.every((row) => list.selected.has(row.id))
  const span = columns.length + 1
  const needed = columns.reduce((sum, id) => sum + columnWidths[id], 32)

  return (
    <div ref={frame} className={classes.frame} data-scrolls={(width > 0 && width < needed) || undefined}>
      <table
        className={classes.table}
        aria-rowcount={hasMore ? -1 : rows.length + 1}
        aria-label={t('title')}
        style={{ minWidth: needed }}
      >
        <colgroup>
          <col className={classes.colSelect} />
          {columns.map((id) => (
            <col key={id} style={{ width: id === 'name' || id === 'next' ? undefined : columnWidths[id] }} />
          ))}
        </colgroup>
        <thead>
          <tr>
            <th scope="col">
              <Checkbox
                size="xs"
                aria-label={t('select.all')}
                checked={all}
                indeterminate={!all && list.selected.size > 0}
                onChange={all ? list.clear : list.selectAll}
              />
            </th>
            {columns.map((id) => (
              <HeadCell key={id} id={id} />
            ))}
          </tr>
        </thead>
        <tbody ref={body}>
          {above > 0 && <Space height={above} span={span} />}
          {items.map(({ index }) => {
            const line = drawn[index]!
            const { id, original: row } = line
            const selected = list.selected.has(id)
            return (
              <tr
                key={id}
                className={rowClasses.row}
                aria-rowindex={index + 2}
                data-selected={selected || undefined}
                data-peeked={peek === id || undefined}
                style={{ height }}
              >
                <td>
                  <Checkbox
                    size="xs"
                    tabIndex={-1}
                    aria-label={t('select.one', { name: row.name })}
                    checked={selected}
                    onChange={() => list.toggle(row)}
                  />
                </td>
                {line.getVisibleCells().map((cell) =>
                  cell.column.id === 'name' ? (
                    <th key={cell.id} scope="row">
                      <NameCell
                        row={row}
                        list={list}
                        peeked={peek === id}
                        onPeek={onPeek}
                        ring={!columns.includes('progress')}
                      />
                    </th>
                  ) : (
                    <td key={cell.id}>
                      <table.FlexRender cell={cell} />
                    </td>
                  ),
                )}
              </tr>
            )
          })}
          {below > 0 && <Space height={below} span={span} />}
        </tbody>
      </table>
    </div>
  )
}

const Space = ({ height, span }: { height: number; span: number }) => (
  <tr aria-hidden>
    <td colSpan={span} style={{ height, padding: 0, border: 0 }} />
  </tr>
)

/** Click looks into the process, with ⌘ or the middle button it opens in a tab of its own. */
function NameCell({
  row,
  list,
  peeked,
  ring,
  onPeek,
}: {
  row: ProcessSummary
  list: Rows<ProcessSummary>
  peeked: boolean
  ring: boolean
  onPeek: (processId: string | undefined) => void
}) {
  return (
    <Link
      {...paths.process(row.id)}
      className={`${classes.name} ${rowClasses.opens}`}
      aria-expanded={peeked}
      onClick={(event) => {
        if (event.metaKey || event.ctrlKey || event.shiftKey) return
        event.preventDefault()
        onPeek(row.id)
      }}
      {...list.mainProps(row)}
    >
      {ring && <ProcessRing done={row.done} total={row.total} tone={toneOf(row)} size={18} />}
      <TemplateMark title={row.templateTitle} emoji={row.emoji} size={22} />
      <span title={row.name}>{row.name}</span>
    </Link>
  )
}

function HeadCell({ id }: { id: ColumnId }) {
  const { t } = useTranslation('processes')
  const { sort } = useSearch({ from: '/shell/processes' })
  const navigate = useNavigate({ from: '/processes' })
  if (!sortOf[id]) return <th scope="col">{t(`column.${id}`)}</th>
  const way = ariaSortOf(sort, id)
  return (
    <th scope="col" aria-sort={way ?? 'none'}>
      <button
        type="button"
        className={classes.sort}
        onClick={() =>
          void navigate({ search: (before) => withoutEmpty({ ...before, sort: nextSort(sort, id) }), replace: true })
        }
      >
        {t(`column.${id}`)}
        {way === 'ascending' && <IconArrowUp size={14} aria-hidden />}
        {way === 'descending' && <IconArrowDown size={14} aria-hidden />}
      </button>
    </th>
  )
}
