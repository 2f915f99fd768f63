import { jobsThatFollow } from '@baton/commands'
import { openDatabase, openProcessStore } from '@baton/database'
import { diskStorage } from '@baton/integrations'
import { newId, type Clock, type Log } from '@baton/runtime'
import { createCallers } from './auth/callers.ts'
import { createPasswords } from './auth/passwords.ts'
import type { ApiContext } from './context.ts'
import { openLive } from './live/live.ts'
import { createMetrics } from './metrics.ts'
import { createVersionHeads } from './version-heads.ts'

export type OpenOptions = {
  databaseUrl: string
  /** The folder of uploaded files. */
  filesFolder: string
  /** The built web app. */
  webFolder: string
  publicUrl: string
  clock: Clock
  log: Log
  /** Measures the whole node; off where several share one, as in tests. True when absent. */
  ofNode?: boolean
}

/** Opens everything that endpoints work with. `close` finishes what has begun and ends all connections. */
export async function openContext(options: OpenOptions): Promise<{ ctx: ApiContext; close: () => Promise<void> }> {
  const { databaseUrl: url, clock, log } = options
  const metrics = createMetrics({ ofNode: options.ofNode ?? true })
  const db = openDatabase({ url, connections: 10 })
  const processes = openProcessStore({ url, jobsFor: jobsThatFollow, onBatch: metrics.batch })
  const callers = createCallers({ db, clock, log })
  try {
    const live = await openLive({ url, callers, clock, log, onPeopleChanged: (orgId) => processes.forget(orgId) })
    metrics.watch('baton_live_connections', 'Open live streams.', () => live.listeners)
    metrics.watch('baton_commands_waiting', 'Commands that wait for a batch.', () => processes.waiting)
    metrics.watch('baton_pool_waiting', 'Queries that wait for a connection.', () => db.load().waiting)
    const ctx: ApiContext = {
      db,
      processes,
      files: diskStorage(options.filesFolder),
      clock,
      newId,
      log,
      passwords: createPasswords(),
      callers,
      live,
      metrics,
      versionHeads: createVersionHeads(),
      publicUrl: options.publicUrl,
      webFolder: options.webFolder,
    }
    return {
      ctx,
      async close() {
        await live.close()
        await processes.close()
        await db.close()
        metrics.close()
      },
    }
  } catch (error) {
    await processes.close()
    await db.close()
    throw error
  }
}
