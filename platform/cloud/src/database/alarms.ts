import { Duration, RemovalPolicy, Size } from 'aws-cdk-lib'
import { ComparisonOperator, Metric, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch'
import { FilterPattern, LogGroup, MetricFilter, type RetentionDays } from 'aws-cdk-lib/aws-logs'
import type { Construct } from 'constructs'
import { alarm, type AlarmTopics } from '../alarms.ts'
import type { Stage } from '../stages.ts'

/** Which series of CloudWatch a database writes: `{ DBInstanceIdentifier }` or `{ DBClusterIdentifier, Role }`. */
export type Dimensions = Record<string, string>

const metricOf = (dimensions: Dimensions) => (metricName: string, statistic: string, minutes: number) =>
  new Metric({
    namespace: 'AWS/RDS',
    metricName,
    dimensionsMap: dimensions,
    statistic,
    period: Duration.minutes(minutes),
  })

/** What is watched on any database, whoever keeps its storage. */
export function watchServer(
  scope: Construct,
  {
    topics,
    dimensions,
    memoryGib,
    connections,
  }: {
    topics: AlarmTopics
    dimensions: Dimensions
    memoryGib: number
    connections: number
  },
): void {
  const metric = metricOf(dimensions)
  alarm(scope, 'CpuHigh', {
    metric: metric('CPUUtilization', 'Average', 5),
    threshold: 85,
    breaching: 3,
    of: 4,
    // It writes this each minute as long as it lives.
    missing: TreatMissingData.BREACHING,
    severity: 'critical',
    says: 'The database works at its limit, or says nothing any more: pages become slow or fail.',
    runbook: 'database-busy',
    topics,
  })
  alarm(scope, 'ConnectionsHigh', {
    metric: metric('DatabaseConnections', 'Maximum', 1),
    threshold: Math.floor(connections * 0.8),
    breaching: 5,
    of: 5,
    severity: 'critical',
    says: `Four fifths of the ${connections} connections are taken; when all are, programs are turned away.`,
    runbook: 'database-connections',
    topics,
  })
  alarm(scope, 'MemoryLow', {
    metric: metric('FreeableMemory', 'Minimum', 5),
    threshold: Size.gibibytes(memoryGib).toBytes() * 0.08,
    comparison: ComparisonOperator.LESS_THAN_THRESHOLD,
    breaching: 3,
    of: 3,
    severity: 'warning',
    says: 'The database has little memory left; it will read from disk what it had at hand.',
    runbook: 'database-busy',
    topics,
  })
  alarm(scope, 'TransactionIdsAged', {
    metric: metric('MaximumUsedTransactionIDs', 'Maximum', 60),
    // Vacuum begins by itself at 200 million; at 2,000 million PostgreSQL stops taking writes.
    threshold: 500_000_000,
    breaching: 3,
    of: 3,
    severity: 'warning',
    says: 'Vacuum does not keep up, most likely behind a transaction that has been open for days.',
    runbook: 'database-vacuum',
    topics,
  })
}

/** Where RDS keeps the storage on a volume that grows by itself up to a ceiling. */
export function watchVolume(
  scope: Construct,
  { topics, dimensions, storageGib }: { topics: AlarmTopics; dimensions: Dimensions; storageGib: number },
): void {
  const metric = metricOf(dimensions)
  const bytes = Size.gibibytes(storageGib).toBytes()
  alarm(scope, 'StorageStoppedGrowing', {
    metric: metric('FreeStorageSpace', 'Minimum', 60),
    // RDS grows a volume when a tenth is left, at most once in six hours: what lasts longer is the ceiling.
    threshold: bytes * 0.1,
    comparison: ComparisonOperator.LESS_THAN_THRESHOLD,
    breaching: 7,
    of: 7,
    severity: 'warning',
    says: 'The volume of the database is nearly full and has not grown: it has reached its ceiling.',
    runbook: 'database-storage',
    topics,
  })
  alarm(scope, 'StorageNearlyFull', {
    metric: metric('FreeStorageSpace', 'Minimum', 5),
    threshold: Math.max(bytes * 0.04, Size.gibibytes(2).toBytes()),
    comparison: ComparisonOperator.LESS_THAN_THRESHOLD,
    breaching: 2,
    of: 2,
    severity: 'critical',
    says: 'The volume of the database is about to be full; then it stops and nothing can be written.',
    runbook: 'database-storage',
    topics,
  })
  alarm(scope, 'DiskWaits', {
    metric: metric('DiskQueueDepth', 'Average', 5),
    threshold: 16,
    breaching: 3,
    of: 3,
    severity: 'warning',
    says: 'Reads and writes of the database wait for its disk.',
    runbook: 'database-busy',
    topics,
  })
}

/** What a replica lacks, in seconds. */
export function watchReplica(scope: Construct, topics: AlarmTopics, lag: { metric: Metric; threshold: number }): void {
  alarm(scope, 'ReplicaBehind', {
    metric: lag.metric,
    threshold: lag.threshold,
    breaching: 5,
    of: 5,
    // A replica that is gone says nothing.
    missing: TreatMissingData.BREACHING,
    severity: 'warning',
    says: 'The reader lags behind or is gone; what is read from it is old.',
    runbook: 'database-replica',
    topics,
  })
}

export const rdsMetric = (dimensions: Dimensions, metricName: string): Metric =>
  metricOf(dimensions)(metricName, 'Maximum', 1)

/**
 * RDS has no metric for deadlocks, but PostgreSQL says each of them in its log.
 * @param groupName made here before RDS makes it by itself, which would keep it for ever
 */
export function watchLog(scope: Construct, topics: AlarmTopics, stage: Stage, groupName: string): LogGroup {
  const group = new LogGroup(scope, 'Log', {
    logGroupName: groupName,
    retention: stage.logDays as RetentionDays,
    removalPolicy: stage.critical ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
  })
  const filter = new MetricFilter(scope, 'Deadlocks', {
    logGroup: group,
    filterPattern: FilterPattern.literal('"deadlock detected"'),
    metricNamespace: `Baton/${stage.name}`,
    metricName: 'DatabaseDeadlocks',
  })
  alarm(scope, 'DeadlocksRepeated', {
    metric: filter.metric({ statistic: 'Sum', period: Duration.minutes(15) }),
    threshold: 5,
    breaching: 1,
    of: 1,
    severity: 'warning',
    says: 'Transactions keep locking each other out; the losers were turned away and tried again.',
    runbook: 'database-locks',
    topics,
  })
  return group
}

/** Of an Aurora cluster that is as large as it may become. */
export function watchCapacity(scope: Construct, topics: AlarmTopics, dimensions: Dimensions): void {
  alarm(scope, 'CapacityAtCeiling', {
    metric: metricOf(dimensions)('ACUUtilization', 'Average', 5),
    threshold: 90,
    breaching: 3,
    of: 3,
    severity: 'warning',
    says: 'The database has grown to the ceiling of its stage and grows no further.',
    runbook: 'database-busy',
    topics,
  })
}
