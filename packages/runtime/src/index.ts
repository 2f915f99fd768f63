/**
 * What every program of Baton needs before it can start: settings, log, clock, ids, an orderly end, and a
 * PostgreSQL server of its own.
 * @module
 */
export { fakeClock, systemClock, type Clock, type FakeClock } from './clock.ts'
export {
  freePort,
  startEmbeddedPostgres,
  type EmbeddedPostgres,
  type EmbeddedPostgresOptions,
} from './embedded-postgres/server.ts'
export { explainFailure } from './embedded-postgres/failures.ts'
export { cloud, jobFamilies, queueSetting, type JobFamily } from './cloud.ts'
export { newId } from './ids.ts'
export { createLog, logLevels, silentLog, type Log } from './log.ts'
export { makeFolder } from './make-folder.ts'
export { smallMemory } from './memory.ts'
export {
  architecture,
  commandLine,
  environment,
  exit,
  exitCodeOf,
  isAlive,
  nodeBinary,
  onParentGone,
  onSignals,
  onUncaught,
  ownPid,
  ownUid,
  platform,
  residentBytes,
  setExitCode,
  signal,
  stderr,
  stdin,
  stdout,
  tellParent,
} from './node.ts'
export { readSettings, settingNames, SettingsSchema, type GivenSettings, type Settings } from './settings.ts'
export { createShutdown, type Shutdown } from './shutdown.ts'
export { StartRefused } from './start-refused.ts'
export { cacheControlOf, carefulHeaders, contentTypeOf, onlyByTlsSeconds, pagePolicy } from './web-app.ts'
