import { oneOf, type RawSearch, textIn } from '../../lib/search-params.ts'

export const scopes = ['mine', 'groups', 'unassigned', 'watching'] as const
export type Scope = (typeof scopes)[number]

export type TasksSearch = {
  /** Whose tasks; mine when absent. */
  scope?: Exclude<Scope, 'mine'>
  /** The task in the panel, `<process id>/<task id>`. */
  peek?: string
}

export const readTasksSearch = (search: RawSearch): TasksSearch => {
  const scope = oneOf(search, 'scope', ['groups', 'unassigned', 'watching'])
  const peek = textIn(search, 'peek')
  return { ...(scope ? { scope } : {}), ...(peek?.includes('/') ? { peek } : {}) }
}
