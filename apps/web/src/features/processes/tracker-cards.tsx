import type { ProcessSummary } from '@baton/contract'
import type { Rows } from '../../ui/rows.ts'
import { ProcessCard } from './process-card.tsx'
import { StatusBadge } from '../../ui/status.tsx'
import classes from './tracker.module.css'

/** The table's rows where there is no room for columns. */
export function TrackerCards({
  rows,
  list,
  peek,
  onPeek,
}: {
  rows: readonly ProcessSummary[]
  list: Rows<ProcessSummary>
  peek: string | undefined
  onPeek: (processId: string) => void
}) {
  return (
    <ul className={classes.cards}>
      {rows.map((row) => (
        <li key={row.id} data-selected={list.selected.has(row.id) || undefined}>
          <ProcessCard
            row={row}
            level={2}
            peeked={peek === row.id}
            onPeek={onPeek}
            handle={list.mainProps(row)}
            badge={
              row.archived || row.status !== 'active' || row.problems > 0 ? (
                <StatusBadge status={row.archived ? 'archived' : row.status === 'active' ? 'problem' : row.status} />
              ) : undefined
            }
          />
        </li>
      ))}
    </ul>
  )
}
