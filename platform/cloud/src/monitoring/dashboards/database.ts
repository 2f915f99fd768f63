import { Duration } from 'aws-cdk-lib'
import { Metric, type Alarm } from 'aws-cdk-lib/aws-cloudwatch'
import type { Series } from '../../database/database.ts'
import type { Stage } from '../../stages.ts'
import { namespaceOf } from '../business.ts'
import { graph, states, words, type Section } from './widgets.ts'

/** How PostgreSQL does. */
export function databaseSection(stage: Stage, { server, lag }: Series, alarms: Alarm[]): Section {
  const rds = (metricName: string, label: string, statistic = 'Average') =>
    new Metric({
      namespace: 'AWS/RDS',
      metricName,
      dimensionsMap: server,
      statistic,
      period: Duration.minutes(1),
      label,
    })
  const cluster = stage.database.kind === 'aurora'
  const deadlocks = new Metric({
    namespace: namespaceOf(stage),
    metricName: 'DatabaseDeadlocks',
    statistic: 'Sum',
    period: Duration.minutes(15),
    label: 'deadlocks in a quarter of an hour',
  })
  return {
    title: 'Database',
    rows: [
      [
        words(
          stage,
          '**Database.** What waits for what, statement by statement, is in Performance Insights of the RDS console, for seven days.',
          alarms,
        ),
      ],
      [states('Alarms', alarms)],
      [
        graph({
          title: 'CPU',
          left: [rds('CPUUtilization', 'CPU')],
          unit: '%',
          line: { value: 85, label: 'busy' },
        }),
        graph({ title: 'Connections', left: [rds('DatabaseConnections', 'connections', 'Maximum')] }),
        graph({ title: 'Memory left', left: [rds('FreeableMemory', 'memory', 'Minimum')], unit: 'bytes' }),
      ],
      [
        graph({
          title: 'Reads and writes a second',
          left: [rds('ReadIOPS', 'reads'), rds('WriteIOPS', 'writes')],
        }),
        graph({
          title: 'Time of a read and of a write',
          left: [rds('ReadLatency', 'read'), rds('WriteLatency', 'write')],
          unit: 'seconds',
        }),
        cluster
          ? graph({
              title: 'Capacity',
              left: [rds('ServerlessDatabaseCapacity', 'ACU')],
              right: [rds('ACUUtilization', '% of the most')],
            })
          : graph({
              title: 'Storage',
              left: [rds('FreeStorageSpace', 'free', 'Minimum')],
              right: [rds('DiskQueueDepth', 'waits for the disk')],
              unit: 'bytes',
            }),
      ],
      [
        ...(lag
          ? [graph({ title: 'How far the reader is behind', left: [lag], unit: cluster ? 'ms' : 'seconds' })]
          : []),
        graph({ title: 'Transactions since vacuum', left: [rds('MaximumUsedTransactionIDs', 'ids', 'Maximum')] }),
        graph({ title: 'Deadlocks', left: [deadlocks] }),
      ],
    ],
  }
}
