import type { Alarm } from 'aws-cdk-lib/aws-cloudwatch'
import { environmentMetric } from '../../api/alarms.ts'
import type { Stage } from '../../stages.ts'
import type { Logs } from '../logs.ts'
import { graph, states, words, type Section } from './widgets.ts'

/** By the name of the worker. */
export type Workers = Map<string, { environmentName: string }>

/** How the worker tier does. */
export function workerSection(stage: Stage, workers: Workers, logs: Logs, alarms: Alarm[]): Section {
  const each = (metricName: string) =>
    [...workers].map(([name, { environmentName }]) =>
      environmentMetric(environmentName, metricName).with({ label: name }),
    )
  return {
    title: 'Worker',
    rows: [
      [
        words(
          stage,
          '**Worker.** Each worker is an environment with a queue of its own. A job that does not end with 200 comes back after a minute; after twenty times it lies among the dead letters.',
          alarms,
        ),
      ],
      [states('Alarms', alarms)],
      [
        graph({ title: 'Instances that are well', left: each('InstancesOk'), unit: 'instances' }),
        graph({
          title: 'Health (0 ok … 25 severe)',
          left: each('EnvironmentHealth'),
          line: { value: 20, label: 'degraded' },
        }),
        graph({
          title: 'CPU of programs',
          left: each('CPUUser').map((metric) => metric.with({ statistic: 'Average' })),
          unit: '%',
        }),
      ],
      [
        graph({
          title: 'Jobs that did not end with 200, in a quarter of an hour',
          left: [logs.metric('JobsRefused', 15)],
        }),
        graph({ title: 'Errors the programs log, in five minutes', left: [logs.metric('ProgramErrors', 5)] }),
        graph({
          title: 'Load of the last minute',
          left: each('LoadAverage1min').map((metric) => metric.with({ statistic: 'Average' })),
        }),
      ],
    ],
  }
}
