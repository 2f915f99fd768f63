import { jobsThatFollow } from '@baton/commands'
import { openDatabase, openProcessStore, type Password } from '@baton/database'
import { diskStorage, type FileStorage } from '@baton/integrations'
import { newId, type Clock, type Log } from '@baton/runtime'
import { createCallers } from './auth/callers.ts'
import { createPasswords } from './auth/passwords.ts'
import type { ApiContext } from './context.ts'
import { createDrain } from './drain.ts'
import { openLive } from './live/live.ts'
import { createMetrics } from './metrics.ts'
import { createVersionHeads } from './version-heads.ts'

export type OpenOptions = {
  databaseUrl: string
  /** Where the address holds none that lasts. */
  databasePassword?: Password
  /** The folder of uploaded files, or what keeps them elsewhere. */
  filesFolder: string | FileStorage
  /** The built web app. */
  webFolder: string
  publicUrl: string
  clock: Clock
  log: Log
  version?: string
  proxyHops?: number
  /** Seconds to serve on after it was asked to stop; 0 when absent. */
  drainSeconds?: number
  /** Measures the whole node; off where several share one, as in tests. True when absent. */
  ofNode?: boolean
}

/** Opens everything that endpoints work with. `close` finishes what has begun and ends all connections. */
export async function openContext(options: OpenOptions): Promise<{ ctx: ApiContext; close: () => Promise<void> }> {
  const { databaseUrl: url, databasePassword: password, clock, log, filesFolder } = options
  const metrics = createMetrics({ ofNode: options.ofNode ?? true })
  const db = openDatabase({ url, password, connections: 10 })
  const processes = openProcessStore({ url, password, jobsFor: jobsThatFollow, onBatch: metrics.batch })
  const callers = createCallers({ db, clock, log })
  try {
    const live = await openLive({
      url,
      password,
      callers,
      clock,
      log,
      onPeopleChanged: (orgId) => processes.forget(orgId),
    })
    metrics.watch('baton_live_connections', 'Open live streams.', () => live.listeners)
    metrics.watch('baton_commands_waiting', 'Commands that wait for a batch.', () => processes.waiting)
    metrics.watch('baton_pool_waiting', 'Queries that wait for a connection.', () => db.load().waiting)
    const ctx: ApiContext = {
      db,
      processes,
      files: typeof filesFolder === 'string' ? diskStorage(filesFolder) : filesFolder,
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
      drain: createDrain(options.drainSeconds),
      version: options.version ?? 'unknown',
      proxyHops: options.proxyHops,
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
