import type { TaskRow } from '@baton/contract'
import { dayOf, daysBetween, type Zone } from '../../lib/time.ts'

export const openGroups = ['overdue', 'today', 'week', 'later'] as const
export type OpenGroup = (typeof openGroups)[number]

/**
 * Open tasks by when they are due, in the order they came. `week`: within the next six days. `later` also holds those
 * without a deadline.
 */
export function groupTasks(rows: readonly TaskRow[], now: number, zone: Zone): Record<OpenGroup, TaskRow[]> {
  const groups: Record<OpenGroup, TaskRow[]> = { overdue: [], today: [], week: [], later: [] }
  const today = dayOf(now, zone)
  for (const row of rows) groups[groupOf(row, now, today, zone)].push(row)
  return groups
}

function groupOf({ dueAt }: TaskRow, now: number, today: string, zone: Zone): OpenGroup {
  if (dueAt === null) return 'later'
  if (Date.parse(dueAt) < now) return 'overdue'
  const days = daysBetween(today, dayOf(dueAt, zone))
  return days === 0 ? 'today' : days <= 6 ? 'week' : 'later'
}

/** Those that were completed on this day. */
export const doneToday = (rows: readonly TaskRow[], now: number, zone: Zone): TaskRow[] =>
  rows.filter(({ completedAt }) => completedAt !== null && dayOf(completedAt, zone) === dayOf(now, zone))

/** Whether it can be completed where it stands in the list: there is nothing to fill in and nothing in the way. */
export const completesInRow = ({ type, status, fieldsTotal, problem }: TaskRow): boolean =>
  status === 'open' && !problem && fieldsTotal === 0 && type !== 'approval'

/** Whether it can be approved or rejected where it stands. */
export const decidesInRow = ({ type, status, fieldsTotal, fieldsDone, problem }: TaskRow): boolean =>
  status === 'open' && !problem && type === 'approval' && fieldsDone === fieldsTotal
