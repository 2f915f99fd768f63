import { MathExpression, SingleValueWidget, type Alarm } from 'aws-cdk-lib/aws-cloudwatch'
import { Duration } from 'aws-cdk-lib'
import type { Stage } from '../../stages.ts'
import { businessMetric, businessMetrics, type BusinessMetric } from '../business.ts'
import { graph, states, words, type Section } from './widgets.ts'

/** What people do with Baton, all organizations together. */
export function businessSection(stage: Stage, alarms: Alarm[]): Section {
  const now = (name: BusinessMetric) => businessMetric(stage, name)
  return {
    title: 'Business',
    rows: [
      [
        words(
          stage,
          '**Business.** What all organizations together do, as the worker counts it each minute. Numbers of an hour are the average minute times 60, so that a minute posted twice does not count twice. Overdue tasks are those of the 5,000 processes that have waited longest.',
          alarms,
        ),
      ],
      [states('Alarms', alarms)],
      [
        new SingleValueWidget({
          title: 'Now',
          metrics: [now('ProcessesOpen'), now('TasksOverdue'), now('MailFailedToday')],
          width: 24,
          height: 3,
        }),
      ],
      [
        graph({
          title: 'Launches and finishes an hour',
          left: [hourly(stage, 'ProcessesLaunched'), hourly(stage, 'ProcessesFinished')],
          unit: 'processes',
        }),
        graph({ title: 'Tasks completed an hour', left: [hourly(stage, 'TasksCompleted')], unit: 'tasks' }),
        graph({ title: 'Mail an hour', left: [hourly(stage, 'MailSent')], right: [now('MailFailedToday')] }),
      ],
      [
        graph({ title: 'Launches and completions a minute', left: [now('ProcessesLaunched'), now('TasksCompleted')] }),
        graph({ title: 'Processes under way', left: [now('ProcessesOpen')], unit: 'processes' }),
        graph({ title: 'Tasks overdue', left: [now('TasksOverdue')], unit: 'tasks' }),
      ],
    ],
  }
}

const hourly = (stage: Stage, name: BusinessMetric) => {
  const minute = `a${name}`
  return new MathExpression({
    expression: `60 * ${minute}`,
    usingMetrics: { [minute]: businessMetric(stage, name, 60) },
    period: Duration.hours(1),
    label: businessMetrics[name],
  })
}
