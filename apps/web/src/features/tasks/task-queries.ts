import { tasks, type TaskRow } from '@baton/contract'
import { infiniteQueryOptions } from '@tanstack/react-query'
import { read } from '../../lib/api.ts'
import { queryKeys } from '../../lib/query-keys.ts'
import type { Scope } from './tasks-search.ts'

export type Bucket = 'open' | 'waiting' | 'done'

/** A hundred rows at a time; few people have more. */
export const taskListQuery = (scope: Scope, bucket: Bucket) =>
  infiniteQueryOptions({
    queryKey: queryKeys.taskList(scope, bucket),
    queryFn: ({ pageParam, signal }) =>
      read(tasks.listTasks, { query: { scope, bucket, limit: 100, cursor: pageParam }, signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next ?? undefined,
    select: ({ pages }): TaskRow[] => pages.flatMap((page) => page.items),
  })
