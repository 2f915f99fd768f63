import { processes, type ProcessSummary, templates } from '@baton/contract'
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { read } from '../../lib/api.ts'
import { queryKeys } from '../../lib/query-keys.ts'
import type { TrackerSearch } from './tracker-search.ts'

/** What the API filters and sorts by: the tracker's address without how it is shown. */
export type TrackerFilters = Omit<TrackerSearch, 'view' | 'peek'>

export const filtersOf = ({ view: _view, peek: _peek, ...filters }: TrackerSearch): TrackerFilters => filters

/** A page of fifty at a time, in the order asked for; the newest launched first unless given. */
export const processListQuery = (filters: TrackerFilters) =>
  infiniteQueryOptions({
    queryKey: queryKeys.processList(filters),
    queryFn: ({ pageParam, signal }) =>
      read(processes.listProcesses, { query: { ...filters, limit: 50, cursor: pageParam }, signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next ?? undefined,
    select: ({ pages }): ProcessSummary[] => pages.flatMap((page) => page.items),
  })

export const processCountsQuery = queryOptions({
  queryKey: queryKeys.processCounts,
  queryFn: ({ signal }) => read(processes.countProcesses, { signal }),
})

/** Where the processes of a template stand. */
export const milestoneCountsQuery = (templateId: string) =>
  queryOptions({
    queryKey: queryKeys.milestoneCounts(templateId),
    queryFn: ({ signal }) => read(processes.countMilestones, { query: { template: templateId }, signal }),
  })

/** Archived templates too: their processes go on. */
export const allTemplatesQuery = queryOptions({
  queryKey: queryKeys.templateList(true),
  queryFn: ({ signal }) => read(templates.listTemplates, { query: { archived: true }, signal }),
})
