import { type ProcessView, processes, templates } from '@baton/contract'
import { compileTemplate, type Definition } from '@baton/engine'
import { type QueryClient, queryOptions, useQueryClient, useSuspenseQuery } from '@tanstack/react-query'
import { read } from './api.ts'
import { queryKeys } from './query-keys.ts'

/** The state of a process, as the engine takes it. */
export const processQuery = (processId: string) =>
  queryOptions({
    queryKey: queryKeys.process(processId),
    queryFn: ({ signal }) => read(processes.getProcess, { params: { processId }, signal }),
    // An answer that was on its way while a write came back must not undo it.
    structuralSharing: (before, after) => newer(before as ProcessView | undefined, after as ProcessView),
  })

const newer = (before: ProcessView | undefined, after: ProcessView) =>
  before && before.version > after.version ? before : after

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

/**
 * What to do with the answer of a write on a process: show it unless something newer is shown already, and look again
 * at what follows from it. Give it to `onSuccess`.
 */
export function useKeepProcess(): (view: ProcessView) => void {
  const client = useQueryClient()
  return (view) => {
    client.setQueryData<ProcessView>(queryKeys.process(view.id), (before) => newer(before, view))
    void client.invalidateQueries({ queryKey: [...queryKeys.process(view.id), 'events'] })
    void client.invalidateQueries({ queryKey: queryKeys.tasks })
    void client.invalidateQueries({ queryKey: queryKeys.processes })
  }
}
