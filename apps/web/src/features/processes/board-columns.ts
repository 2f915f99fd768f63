import type { ProcessSummary } from '@baton/contract'

export type BoardColumn = { id: string; title: string; rows: ProcessSummary[] }

/**
 * Processes of one template by the milestone that they have reached, in the order of the template's milestones. After
 * these come milestones that only other versions have, then those that have none to stand in, then the finished and the
 * cancelled. The milestones of the template are always there; the others only when there is something in them.
 */
export function boardColumns(
  rows: readonly ProcessSummary[],
  milestones: readonly { id: string; title: string }[],
  titles: { none: string; finished: string; cancelled: string },
): BoardColumn[] {
  const columns = new Map<string, BoardColumn>(milestones.map(({ id, title }) => [id, { id, title, rows: [] }]))
  const atEnd: BoardColumn[] = [
    { id: ':none', title: titles.none, rows: [] },
    { id: ':finished', title: titles.finished, rows: [] },
    { id: ':cancelled', title: titles.cancelled, rows: [] },
  ]
  for (const row of rows) {
    if (row.status !== 'active') {
      atEnd[row.status === 'finished' ? 1 : 2]!.rows.push(row)
    } else if (!row.milestone) {
      atEnd[0]!.rows.push(row)
    } else {
      const { id, title } = row.milestone
      const column = columns.get(id) ?? { id, title, rows: [] }
      columns.set(id, column)
      column.rows.push(row)
    }
  }
  return [...columns.values(), ...atEnd.filter(({ rows: listed }) => listed.length > 0)]
}
