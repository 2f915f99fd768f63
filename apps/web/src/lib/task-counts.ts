import { tasks } from '@baton/contract'
import { queryOptions } from '@tanstack/react-query'
import { read } from './api.ts'
import { queryKeys } from './query-keys.ts'

/** How much is on my plate: the rail and My tasks show it. */
export const taskCountsQuery = queryOptions({
  queryKey: queryKeys.taskCounts,
  queryFn: ({ signal }) => read(tasks.countTasks, { signal }),
})
