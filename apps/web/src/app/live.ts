import { addressOf, type LiveChange, type ProcessView } from '@baton/contract'
import type { QueryClient } from '@tanstack/react-query'
import { queryKeys } from '../lib/query-keys.ts'

/** `live`: changes arrive as they happen. `retrying`: the stream broke and is being taken up again. */
export type LiveStatus = 'connecting' | 'live' | 'retrying'

const address = addressOf({ method: 'GET', path: '/live', summary: '', tag: '', access: 'member' })

/**
 * Follows the changes of the organization and has what is shown fetched again. The browser resumes a broken stream by
 * itself, from where it was; where it gives up, we start over and look at everything again.
 * @returns what ends it
 */
export function followLive(client: QueryClient, onStatus: (status: LiveStatus) => void): () => void {
  let source: EventSource | undefined
  let retry: ReturnType<typeof setTimeout> | undefined
  let wait = 1000
  let missed = false
  const changes = coalesced(client)

  const open = () => {
    source = new EventSource(address)
    source.addEventListener('open', () => {
      wait = 1000
      if (missed) void client.invalidateQueries()
      missed = false
      onStatus('live')
    })
    source.addEventListener('change', (event) =>
      changes.add(JSON.parse((event as MessageEvent<string>).data) as LiveChange),
    )
    source.addEventListener('reset', () => void client.invalidateQueries())
    source.addEventListener('error', () => {
      onStatus('retrying')
      if (source?.readyState !== EventSource.CLOSED) return
      missed = true
      // The stream also ends when the session does; asking who we are tells.
      void client.invalidateQueries({ queryKey: queryKeys.me })
      retry = setTimeout(open, wait)
      wait = Math.min(wait * 2, 30_000)
    })
  }
  onStatus('connecting')
  open()
  return () => {
    source?.close()
    clearTimeout(retry)
    changes.stop()
  }
}

/** Gathers changes for a moment, so that a burst of them costs one fetch of each list. */
function coalesced(client: QueryClient) {
  let waiting: LiveChange[] = []
  let timer: ReturnType<typeof setTimeout> | undefined
  const flush = () => {
    timer = undefined
    const changes = waiting
    waiting = []
    for (const key of keysOf(changes, client)) void client.invalidateQueries({ queryKey: key })
  }
  return {
    add(change: LiveChange) {
      waiting.push(change)
      timer ??= setTimeout(flush, 60)
    },
    stop: () => clearTimeout(timer),
  }
}

/** What is to be looked at again after these changes. */
export function keysOf(
  changes: readonly LiveChange[],
  client: Pick<QueryClient, 'getQueryData'>,
): readonly (readonly unknown[])[] {
  const keys = new Map<string, readonly unknown[]>()
  const add = (key: readonly unknown[]) => keys.set(JSON.stringify(key), key)
  for (const { kind, id, version, mine } of changes) {
    switch (kind) {
      case 'process': {
        const shown = client.getQueryData<ProcessView>(queryKeys.process(id))
        // Ours already when it was we who changed it.
        if (!shown || shown.version < version) add(queryKeys.process(id))
        add(queryKeys.processes)
        if (mine) add(queryKeys.tasks)
        else add(['tasks', 'list'])
        break
      }
      case 'template':
        add(queryKeys.templates)
        break
      case 'people':
        add(queryKeys.people)
        add(queryKeys.me)
        break
      case 'mail':
        add(queryKeys.mails)
        break
    }
  }
  return [...keys.values()]
}
