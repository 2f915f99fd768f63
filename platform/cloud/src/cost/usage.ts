import { readAwake } from '../awake.ts'
import type { Stage } from '../stages.ts'

/** `idle`: nobody uses it, it only stands there. `usual`: a month of ordinary work. */
export type Load = 'idle' | 'usual'

/**
 * What a bill depends on that no template knows. All amounts are for one month.
 * These are assumptions, and every estimate prints them.
 */
export interface Usage {
  load: Load
  /** Requests from browsers, millions. */
  requestsMillion: number
  /** Sent to browsers, GB. */
  outGb: number
  /** Sent out by instances (mail, webhooks), GB; passes through NAT. */
  natGb: number
  logGb: number
  /** Files of organizations, GB. */
  filesGb: number
  /** Size of the database, GB; more than the storage that is provisioned costs extra for Aurora only. */
  databaseGb: number
  /** Backups beyond the size of the database, which is free, GB. */
  backupGb: number
  jobsMillion: number
  /** Read by analysis, TB. */
  scannedTb: number
  /** Mean capacity of a serverless database while it is awake, in ACU above its minimum. */
  auroraAcuAboveMin: number
  /** Part of the month in which instances run; below 1 where the stage sleeps at night. */
  awake: number
  /** Mean number of instances of the api, as a part of the way from its minimum to its maximum. */
  apiStretch: number
}

/** Usage by the weight of a stage: a critical one carries the work of customers, any other that of its testers. */
export function usageOf(stage: Stage, load: Load): Usage {
  const awake = awakePart(stage)
  if (load === 'idle') {
    return {
      load,
      requestsMillion: 0,
      outGb: 0,
      natGb: 1,
      logGb: 1,
      filesGb: 1,
      databaseGb: 1,
      backupGb: 0,
      jobsMillion: 0.1,
      scannedTb: 0,
      auroraAcuAboveMin: 0,
      awake,
      apiStretch: 0,
    }
  }
  const customers = {
    requestsMillion: 60,
    outGb: 300,
    natGb: 100,
    logGb: 60,
    filesGb: 500,
    databaseGb: 80,
    backupGb: 200,
    jobsMillion: 10,
    scannedTb: 0.5,
    auroraAcuAboveMin: 4,
    apiStretch: 0.2,
  }
  const testers = {
    requestsMillion: 1,
    outGb: 5,
    natGb: 5,
    logGb: 3,
    filesGb: 5,
    databaseGb: 5,
    backupGb: 0,
    jobsMillion: 0.5,
    scannedTb: 0.01,
    auroraAcuAboveMin: 0.5,
    apiStretch: 0,
  }
  return { load, ...(stage.critical ? customers : testers), awake }
}

/** Hours between start and stop on the days of the schedule, as a part of a week. Minutes past the hour do not count. */
function awakePart({ awake }: Stage): number {
  const hours = awake && readAwake(awake)
  return hours && typeof hours !== 'string' ? (hours.days.length * (hours.stop - hours.start)) / (7 * 24) : 1
}
