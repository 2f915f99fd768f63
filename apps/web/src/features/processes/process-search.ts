import { oneOf, type RawSearch } from '../../lib/search-params.ts'

export const processTabs = ['steps', 'answers', 'files', 'activity'] as const
export type ProcessTab = (typeof processTabs)[number]

export const activityKinds = ['comments', 'tasks', 'people', 'changes'] as const
export type ActivityKind = (typeof activityKinds)[number]

export type ProcessSearch = {
  /** Steps when absent. */
  tab?: Exclude<ProcessTab, 'steps'>
  /** What the activity shows; everything when absent. */
  kind?: ActivityKind
}

export const readProcessSearch = (search: RawSearch): ProcessSearch => {
  const tab = oneOf(search, 'tab', ['answers', 'files', 'activity'])
  const kind = oneOf(search, 'kind', activityKinds)
  return { ...(tab ? { tab } : {}), ...(kind ? { kind } : {}) }
}
