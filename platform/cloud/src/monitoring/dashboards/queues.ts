import { Duration } from 'aws-cdk-lib'
import type { Alarm, IMetric } from 'aws-cdk-lib/aws-cloudwatch'
import type { IQueue } from 'aws-cdk-lib/aws-sqs'
import type { Stage } from '../../stages.ts'
import { graph, states, words, type Section } from './widgets.ts'

/** By the name of the worker that each feeds. */
export type QueuePairs = Map<string, { queue: IQueue; deadLetters: IQueue }>

/** Work on its way. */
export function queuesSection(stage: Stage, pairs: QueuePairs, alarms: Alarm[]): Section {
  const period = Duration.minutes(1)
  const each = (measure: (pair: { queue: IQueue; deadLetters: IQueue }, label: string) => IMetric) =>
    [...pairs].map(([name, pair]) => measure(pair, name))
  const sum = (label: string) => ({ statistic: 'Sum', period, label })
  const most = (label: string) => ({ statistic: 'Maximum', period, label })
  return {
    title: 'Queues',
    rows: [
      [
        words(
          stage,
          '**Queues.** Age says how late work is, depth how much waits, in flight what is being done. Dead letters wait for a person, 14 days at most.',
          alarms,
        ),
      ],
      [states('Alarms', alarms)],
      [
        graph({
          title: 'Age of the oldest job',
          left: each(({ queue }, label) => queue.metricApproximateAgeOfOldestMessage(most(label))),
          unit: 'seconds',
        }),
        graph({
          title: 'Jobs that wait',
          left: each(({ queue }, label) => queue.metricApproximateNumberOfMessagesVisible(most(label))),
          stacked: true,
        }),
        graph({
          title: 'Jobs in flight',
          left: each(({ queue }, label) => queue.metricApproximateNumberOfMessagesNotVisible(most(label))),
          stacked: true,
        }),
      ],
      [
        graph({
          title: 'Jobs that come, a minute',
          left: each(({ queue }, label) => queue.metricNumberOfMessagesSent(sum(label))),
        }),
        graph({
          title: 'Jobs that are done, a minute',
          left: each(({ queue }, label) => queue.metricNumberOfMessagesDeleted(sum(label))),
        }),
        graph({
          title: 'Dead letters',
          left: each(({ deadLetters }, label) => deadLetters.metricApproximateNumberOfMessagesVisible(most(label))),
          line: { value: 1, label: 'a person is needed' },
        }),
      ],
    ],
  }
}
