import type { ProcessView } from '@baton/contract'
import { useQueryClient } from '@tanstack/react-query'
import { queryKeys } from './query-keys.ts'

/** Of two the newer: an answer that was on its way while a write came back must not undo it. */
export const newerProcess = (before: ProcessView | undefined, after: ProcessView): ProcessView =>
  before && before.version >= after.version ? before : after

/**
 * What to do with the answer of a write on a process: show it unless something newer is shown already, and look again
 * at what follows from it. Give it to `onSuccess`.
 */
export function useKeepProcess(): (view: ProcessView) => void {
  const client = useQueryClient()
  return (view) => {
    client.setQueryData<ProcessView>(queryKeys.process(view.id), (before) => newerProcess(before, view))
    void client.invalidateQueries({ queryKey: [...queryKeys.process(view.id), 'events'] })
    void client.invalidateQueries({ queryKey: queryKeys.tasks })
    void client.invalidateQueries({ queryKey: queryKeys.processes })
  }
}
