import type { ProcessSummary } from '@baton/contract'
import type { TrackerSearch } from './tracker-search.ts'

/** Every column of the tracker, in order. `name` is always shown. */
export const columnIds = [
  'name',
  'status',
  'template',
  'progress',
  'milestone',
  'next',
  'who',
  'due',
  'launchedBy',
  'launched',
  'updated',
] as const
export type ColumnId = (typeof columnIds)[number]

export const columnsAtFirst: readonly ColumnId[] = ['name', 'status', 'progress', 'next', 'who', 'due', 'launched']

/** Pixels. The name and the next task share what is left, and need this much at least. */
export const columnWidths: Record<ColumnId, number> = {
  name: 240,
  status: 116,
  template: 160,
  progress: 78,
  milestone: 140,
  next: 190,
  who: 92,
  due: 112,
  launchedBy: 150,
  launched: 104,
  updated: 104,
}

/** What the API sorts by. `falling` is the way a first click goes. */
export const sortOf: Partial<Record<ColumnId, { by: 'name' | 'due' | 'launched' | 'updated'; falling: boolean }>> = {
  name: { by: 'name', falling: false },
  due: { by: 'due', falling: false },
  launched: { by: 'launched', falling: true },
  updated: { by: 'updated', falling: true },
}

/** The sort after a click on a column: its own way, then the other, then none. */
export function nextSort(sort: TrackerSearch['sort'], column: ColumnId): TrackerSearch['sort'] {
  const own = sortOf[column]
  if (!own) return sort
  const [first, second] = own.falling ? ([`-${own.by}`, own.by] as const) : ([own.by, `-${own.by}`] as const)
  const now = sort ?? '-launched'
  if (now === first) return second
  // The newest first is how the list comes anyway.
  return now === second || first === '-launched' ? undefined : first
}

export const ariaSortOf = (sort: TrackerSearch['sort'], column: ColumnId): 'ascending' | 'descending' | undefined => {
  const own = sortOf[column]
  const now = sort ?? '-launched'
  if (!own || now.replace('-', '') !== own.by) return undefined
  return now.startsWith('-') ? 'descending' : 'ascending'
}

/** Everyone who has one of the next tasks, each once. */
export const whoHas = ({ next }: Pick<ProcessSummary, 'next'>): string[] => [
  ...new Set(next.flatMap(({ assignees }) => [...assignees.people, ...assignees.groups])),
]

/** Columns as they are remembered; what is not known any more is left out. */
export function readColumns(saved: string): ColumnId[] {
  const wanted = new Set(saved.split(','))
  return columnIds.filter((id) => id === 'name' || wanted.has(id))
}
