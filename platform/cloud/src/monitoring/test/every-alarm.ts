import type { Told } from '../evaluate/watch-over.ts'
import { gib } from './world.ts'

/** What an alarm is for, in numbers that are written here a second time on purpose. */
export interface Expected {
  alarm: string
  severity: Told['severity']
  metric: string
  /** Part of a dimension’s value, where others write the same metric. */
  of?: string
  /** The least that is told; undefined: that nothing is measured any more. */
  told: number | undefined
  /** The most that is not. */
  kept?: number
  /** How many periods of so many minutes it must last. */
  times: number
  minutes: number
  /** The value is counted once a period, not measured each minute. */
  counted?: true
}

const queues: [name: string, patience: number][] = [
  ['Mail', 300],
  ['Webhooks', 600],
  ['Integrations', 1500],
  ['Schedules', 900],
]
const counted = true
const share = 'AWS/ApplicationELB HTTPCode_Target_5XX_Count'
const health = 'AWS/ElasticBeanstalk EnvironmentHealth'
const waiting = 'AWS/SQS ApproximateNumberOfMessagesVisible'

const ofQueue = (name: string, patience: number): Expected[] => [
  {
    alarm: `${name}WaitsTooLong`,
    severity: 'info',
    metric: 'AWS/SQS ApproximateAgeOfOldestMessage',
    of: `${name}Queue`,
    told: patience + 1,
    kept: patience,
    times: 5,
    minutes: 1,
  },
  {
    alarm: `${name}HasDeadLetters`,
    severity: 'warning',
    metric: waiting,
    of: `${name}DeadLetters`,
    told: 1,
    kept: 0,
    times: 1,
    minutes: 1,
  },
  {
    alarm: `${name}PilesUp`,
    severity: 'info',
    metric: waiting,
    of: `${name}Queue`,
    told: 10_001,
    kept: 10_000,
    times: 3,
    minutes: 5,
  },
  {
    alarm: `${name}NotWell`,
    severity: 'info',
    metric: health,
    of: `${name}Environment`,
    told: 20,
    kept: 19,
    times: 10,
    minutes: 1,
  },
]

const inLogs = (alarm: string, metric: string, kept: number, minutes: number): Expected => ({
  alarm: `Logs${alarm}`,
  severity: 'warning',
  metric: `Baton/production ${metric}`,
  told: kept + 1,
  kept,
  times: 2,
  minutes,
  counted,
})

const database = (
  alarm: string,
  severity: Told['severity'],
  metric: string,
  told: number | undefined,
  kept: number | undefined,
  [times, minutes]: [number, number],
): Expected => ({ alarm, severity, metric: `AWS/RDS ${metric}`, told, kept, times, minutes })

/** Each alarm of production that tells somebody. */
export const ofProduction: Expected[] = [
  // 6,000 requests a minute: a hundredth, and a half.
  { alarm: 'TooManyErrors', severity: 'info', metric: share, told: 61, kept: 60, times: 5, minutes: 1 },
  { alarm: 'MostRequestsFail', severity: 'critical', metric: share, told: 3001, kept: 3000, times: 2, minutes: 1 },
  {
    alarm: 'TooSlow',
    severity: 'info',
    metric: 'AWS/ApplicationELB TargetResponseTime',
    told: 1.51,
    kept: 1.5,
    times: 8,
    minutes: 1,
  },
  { alarm: 'NotWell', severity: 'info', metric: health, of: '-api/', told: 20, kept: 19, times: 5, minutes: 1 },
  { alarm: 'NotWell', severity: 'info', metric: health, of: '-api/', told: undefined, times: 5, minutes: 1 },
  {
    alarm: 'AtItsLimit',
    severity: 'warning',
    metric: 'AWS/ElasticBeanstalk InstancesOk',
    told: 12,
    kept: 11,
    times: 15,
    minutes: 1,
  },
  {
    alarm: 'TurnsAway',
    severity: 'critical',
    metric: 'AWS/ApplicationELB RejectedConnectionCount',
    told: 1,
    kept: 0,
    times: 2,
    minutes: 1,
  },
  {
    alarm: 'BastionMissing',
    severity: 'warning',
    metric: 'AWS/AutoScaling GroupDesiredCapacity',
    of: '-bastion/',
    told: 2,
    kept: 1,
    times: 15,
    minutes: 1,
  },
  {
    alarm: 'Expires',
    severity: 'warning',
    metric: 'AWS/CertificateManager DaysToExpiry',
    told: 29,
    kept: 30,
    times: 1,
    minutes: 1440,
  },
  {
    alarm: 'OutsideCertificateEnds',
    severity: 'warning',
    metric: 'Baton/production CertificateDays',
    told: 29,
    kept: 30,
    times: 1,
    minutes: 60,
  },
  {
    alarm: 'OutsideNotReachable',
    severity: 'critical',
    metric: 'AWS/Lambda Errors',
    of: 'Outside',
    told: 1,
    kept: 0,
    times: 3,
    minutes: 1,
  },
  {
    alarm: 'OutsideNobodyAsks',
    severity: 'warning',
    metric: 'AWS/Lambda Invocations',
    of: 'Outside',
    told: undefined,
    times: 3,
    minutes: 5,
  },
  database('CpuHigh', 'info', 'CPUUtilization', 85.1, 85, [3, 5]),
  database('CpuHigh', 'info', 'CPUUtilization', undefined, undefined, [3, 5]),
  database('ConnectionsHigh', 'info', 'DatabaseConnections', 513, 512, [5, 1]),
  database('MemoryLow', 'info', 'FreeableMemory', 0.63 * gib, 0.64 * gib, [3, 5]),
  database('TransactionIdsAged', 'warning', 'MaximumUsedTransactionIDs', 500_000_001, 500_000_000, [3, 60]),
  database('StorageStoppedGrowing', 'warning', 'FreeStorageSpace', 9.9 * gib, 10 * gib, [7, 60]),
  database('StorageNearlyFull', 'critical', 'FreeStorageSpace', 3.9 * gib, 4 * gib, [2, 5]),
  database('DiskWaits', 'warning', 'DiskQueueDepth', 16.1, 16, [3, 5]),
  database('ReplicaBehind', 'warning', 'ReplicaLag', 61, 60, [5, 1]),
  database('ReplicaBehind', 'warning', 'ReplicaLag', undefined, undefined, [5, 1]),
  {
    alarm: 'DeadlocksRepeated',
    severity: 'warning',
    metric: 'Baton/production DatabaseDeadlocks',
    told: 6,
    kept: 5,
    times: 1,
    minutes: 15,
    counted,
  },
  {
    alarm: 'RotationFails',
    severity: 'warning',
    metric: 'AWS/Lambda Errors',
    of: 'Rotation',
    told: 1,
    kept: 0,
    times: 1,
    minutes: 15,
    counted,
  },
  inLogs('ProgramsLogErrors', 'ProgramErrors', 10, 5),
  inLogs('ProxyGivesUp', 'ProxyGaveUp', 20, 5),
  inLogs('ManySignInsRefused', 'SignInsRefused', 100, 5),
  inLogs('ManyJobsRefused', 'JobsRefused', 50, 15),
  {
    alarm: 'MailIsGivenUp',
    severity: 'warning',
    metric: 'Baton/production MailFailedToday',
    told: 21,
    kept: 20,
    times: 2,
    minutes: 5,
  },
  {
    alarm: 'NothingIsCounted',
    severity: 'warning',
    metric: 'Baton/production ProcessesOpen',
    told: undefined,
    times: 15,
    minutes: 1,
  },
  ...queues.flatMap(([name, patience]) => ofQueue(name, patience)),
  {
    alarm: 'AlertLost',
    severity: 'critical',
    metric: waiting,
    of: '-alerts/DeadLetters',
    told: 1,
    kept: 0,
    times: 1,
    minutes: 5,
  },
  {
    alarm: 'RouterFails',
    severity: 'critical',
    metric: 'AWS/Lambda Errors',
    of: '-alerts/Router',
    told: 1,
    kept: 0,
    times: 3,
    minutes: 5,
    counted,
  },
  {
    alarm: 'RouterStands',
    severity: 'critical',
    metric: 'AWS/Lambda Invocations',
    of: '-alerts/Router',
    told: undefined,
    times: 3,
    minutes: 5,
  },
]

/** Those of staging for which production has no resource. */
export const ofStaging: Expected[] = [
  {
    alarm: 'WayOutMissing',
    severity: 'critical',
    metric: 'AWS/AutoScaling GroupDesiredCapacity',
    of: 'NatMachine',
    told: 2,
    kept: 1,
    times: 5,
    minutes: 1,
  },
  ...ofQueue('All', 900),
]
