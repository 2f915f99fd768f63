import { type ProcessView, processes, templates } from '@baton/contract'
import { compileTemplate, type Definition } from '@baton/engine'
import { type QueryClient, queryOptions, useSuspenseQuery } from '@tanstack/react-query'
import { read } from './api.ts'
import { newerProcess } from './keep-process.ts'
import { queryKeys } from './query-keys.ts'

/** The state of a process, as the engine takes it. */
export const processQuery = (processId: string) =>
  queryOptions({
    queryKey: queryKeys.process(processId),
    queryFn: ({ signal }) => read(processes.getProcess, { params: { processId }, signal }),
    structuralSharing: (before, after) => newerProcess(before as ProcessView | undefined, after as ProcessView),
  })

/** A published version, compiled; kept for ever because it never changes. */
export const definitionQuery = (templateId: string, version: number) =>
  queryOptions({
    queryKey: queryKeys.templateVersion(templateId, version),
    queryFn: async ({ signal }): Promise<Definition> => {
      const found = await read(templates.getTemplateVersion, { params: { templateId, version }, signal })
      return compileTemplate(found.document)
    },
    staleTime: Infinity,
    gcTime: Infinity,
    // A compiled definition holds functions; comparing two deeply would be work for nothing.
    structuralSharing: false,
  })

/** A process with the definition it runs by. Suspends until both are there. */
export function useProcess(processId: string): { process: ProcessView; definition: Definition } {
  const { data: process } = useSuspenseQuery(processQuery(processId))
  const { data: definition } = useSuspenseQuery(definitionQuery(process.templateId, process.templateVersion))
  return { process, definition }
}

/** Fills the cache before a page draws: the process and its definition. */
export async function loadProcess(client: QueryClient, processId: string): Promise<void> {
  const process = await client.ensureQueryData(processQuery(processId))
  await client.ensureQueryData(definitionQuery(process.templateId, process.templateVersion))
}

export { useKeepProcess } from './keep-process.ts'
