import { Duration } from 'aws-cdk-lib'
import { MathExpression, Metric } from 'aws-cdk-lib/aws-cloudwatch'
import type { Stage } from '../../stages.ts'
import { graph, words, type Section } from './widgets.ts'

/** The only region in which AWS counts what it will ask for. */
const billingRegion = 'us-east-1'

/** The largest posts of the bill, as AWS/Billing names services. */
const services = {
  AmazonRDS: 'database',
  AmazonEC2: 'instances, NAT',
  AWSELB: 'balancer',
  AmazonCloudWatch: 'metrics, logs, alarms',
  AmazonS3: 'files',
  AmazonCloudFront: 'distribution',
  AmazonVPC: 'addresses, endpoints',
  AWSQueueService: 'queues',
} as const

/** What it costs, as far as CloudWatch knows. */
export function costSection(stage: Stage): Section {
  const charges = (dimensionsMap: Record<string, string>, label: string) =>
    new Metric({
      namespace: 'AWS/Billing',
      metricName: 'EstimatedCharges',
      dimensionsMap: { Currency: 'USD', ...dimensionsMap },
      statistic: 'Maximum',
      // Told a few times a day.
      period: Duration.hours(6),
      region: billingRegion,
      label,
    })
  const perDay = new MathExpression({
    // Falls back to nothing when a month begins.
    expression: 'IF(DIFF(all) > 0, DIFF(all), 0)',
    usingMetrics: { all: charges({}, 'all') },
    period: Duration.hours(24),
    label: 'a day',
  })
  return {
    title: 'Cost',
    rows: [
      [
        words(
          stage,
          `**Cost.** These are charges of the whole account since the first of the month, a few hours old, and they appear only when billing alerts are switched on in its billing preferences. They know nothing of stages: the stage’s own share is what its budget of ${stage.monthlyBudgetUsd} USD a month counts, by the tag \`baton:stage\`, and it mails at 80 % and when the forecast passes it. What a change will cost is said by \`npm run cloud:plan\` before it is made.`,
          [],
        ),
      ],
      [
        graph({
          title: 'Charges of the month, whole account',
          region: billingRegion,
          left: [charges({}, 'all')],
          unit: 'USD',
        }),
        graph({
          title: 'By service',
          region: billingRegion,
          left: Object.entries(services).map(([ServiceName, label]) => charges({ ServiceName }, label)),
          unit: 'USD',
          stacked: true,
        }),
        graph({ title: 'A day', region: billingRegion, left: [perDay], unit: 'USD' }),
      ],
    ],
  }
}
