import type { Database, ProcessStore } from '@baton/database'
import type { FileStorage } from '@baton/integrations'
import type { Clock, Log } from '@baton/runtime'
import type { Callers } from './auth/callers.ts'
import type { Passwords } from './auth/passwords.ts'
import type { Drain } from './drain.ts'
import type { Live } from './live/live.ts'
import type { Metrics } from './metrics.ts'
import type { VersionHeads } from './version-heads.ts'

/** What endpoints work with. */
export type ApiContext = {
  db: Database
  processes: ProcessStore
  files: FileStorage
  clock: Clock
  /** Makes a UUID. */
  newId: () => string
  log: Log
  passwords: Passwords
  callers: Callers
  live: Live
  metrics: Metrics
  versionHeads: VersionHeads
  /** Where people reach Baton, without a slash at the end; with https, cookies are for https only. */
  publicUrl: string
  /** The built web app; there may be nothing yet. */
  webFolder: string
  drain: Drain
  /** What this version is called. */
  version: string
  /** Proxies in front; absent: those of private addresses are believed. */
  proxyHops?: number
}
