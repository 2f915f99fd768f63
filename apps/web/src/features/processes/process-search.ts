import { oneOf, type RawSearch, textIn } from '../../lib/search-params.ts'

export type ProcessSearch = {
  /** Steps when absent. */
  tab?: 'answers' | 'activity'
  /** The task in the panel. */
  peek?: string
}

export const readProcessSearch = (search: RawSearch): ProcessSearch => {
  const tab = oneOf(search, 'tab', ['answers', 'activity'])
  const peek = textIn(search, 'peek')
  return { ...(tab ? { tab } : {}), ...(peek ? { peek } : {}) }
}
