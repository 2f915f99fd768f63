import { Duration } from 'aws-cdk-lib'
import { Metric, Stats } from 'aws-cdk-lib/aws-cloudwatch'
import { PolicyStatement } from 'aws-cdk-lib/aws-iam'
import type { Stage } from '../stages.ts'

/** Where numbers of our own go; metric filters write there too. */
export const namespaceOf = ({ name }: Stage): string => `Baton/${name}`

/** What the worker posts each minute (apps/worker/src/schedules/post-business-metrics.ts), in words of people. */
export const businessMetrics = {
  ProcessesLaunched: 'launched',
  TasksCompleted: 'tasks completed',
  ProcessesFinished: 'finished',
  ProcessesOpen: 'under way',
  TasksOverdue: 'tasks overdue',
  MailSent: 'sent',
  MailFailedToday: 'given up in the last day',
} as const
export type BusinessMetric = keyof typeof businessMetrics

/**
 * A number the worker posts. By its average: posted twice it is there twice, and a sum would count it twice.
 * @param minutes the period; the average is still that of a minute
 */
export function businessMetric(stage: Stage, name: BusinessMetric, minutes = 1): Metric {
  return new Metric({
    namespace: namespaceOf(stage),
    metricName: name,
    dimensionsMap: { Stage: stage.name },
    label: businessMetrics[name],
    statistic: Stats.AVERAGE,
    period: Duration.minutes(minutes),
  })
}

/** The settings by which a worker knows where its numbers go. */
export const metricsSettings = (stage: Stage) => ({
  CLOUD_METRICS_NAMESPACE: namespaceOf(stage),
  CLOUD_METRICS_STAGE: stage.name,
})

/** The right to post them. CloudWatch knows no ARN of a metric, so the namespace is the bound. */
export const mayPostMetrics = (stage: Stage): PolicyStatement =>
  new PolicyStatement({
    sid: 'PostBusinessMetrics',
    actions: ['cloudwatch:PutMetricData'],
    resources: ['*'],
    conditions: { StringEquals: { 'cloudwatch:namespace': namespaceOf(stage) } },
  })
