import { processes, templates } from '@baton/contract'
import { queryOptions } from '@tanstack/react-query'
import { read } from '../../lib/api.ts'
import { queryKeys } from '../../lib/query-keys.ts'

/** The templates of the organization; those without a published version cannot be launched. */
export const launchableQuery = queryOptions({
  queryKey: queryKeys.templateList(false),
  queryFn: ({ signal }) => read(templates.listTemplates, { query: {}, signal }),
})

export const templateToLaunchQuery = (templateId: string) =>
  queryOptions({
    queryKey: queryKeys.template(templateId),
    queryFn: ({ signal }) => read(templates.getTemplate, { params: { templateId }, signal }),
  })

/** What I launched last, newest first: the templates of these come first. */
export const recentLaunchesQuery = (personId: string) =>
  queryOptions({
    queryKey: queryKeys.processList({ launchedBy: personId, recent: true }),
    queryFn: ({ signal }) =>
      read(processes.listProcesses, { query: { launchedBy: personId, sort: '-launched', limit: 30 }, signal }),
    staleTime: 5 * 60_000,
  })
