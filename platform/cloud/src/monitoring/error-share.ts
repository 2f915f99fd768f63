import { Duration } from 'aws-cdk-lib'
import { MathExpression } from 'aws-cdk-lib/aws-cloudwatch'
import {
  HttpCodeElb,
  HttpCodeTarget,
  type IApplicationLoadBalancerMetrics,
} from 'aws-cdk-lib/aws-elasticloadbalancingv2'
import { reliableNow } from '../awake.ts'
import type { Stage } from '../stages.ts'

/**
 * The share of requests that ended in an error of ours, in percent of a minute.
 *
 * The balancer counts as requests only those for which it found a target; when there is none it answers 503 and counts
 * nothing else, so those are added, or a stage without a single instance would have no errors at all.
 * A stage that sleeps has no errors in those hours either: whoever left a page open asks on, and nobody is there to
 * answer.
 * @param least below so many requests a minute the share is 0: a few prove little
 */
export function errorShare(
  metrics: IApplicationLoadBalancerMetrics,
  least: number,
  stage: Pick<Stage, 'awake'>,
): MathExpression {
  const sum = { statistic: 'Sum', period: Duration.minutes(1) }
  const asked = '(FILL(served, 0) + FILL(nobody, 0))'
  const awake = reliableNow(stage, 'served')
  const counts = awake ? `(${awake}) AND ${asked} >= ${least}` : `${asked} >= ${least}`
  return new MathExpression({
    expression: `IF(${counts}, 100 * (FILL(ours, 0) + FILL(door, 0)) / ${asked}, 0)`,
    usingMetrics: {
      ours: metrics.httpCodeTarget(HttpCodeTarget.TARGET_5XX_COUNT, sum),
      door: metrics.httpCodeElb(HttpCodeElb.ELB_5XX_COUNT, sum),
      nobody: metrics.httpCodeElb(HttpCodeElb.ELB_503_COUNT, sum),
      served: metrics.requestCount(sum),
    },
    period: Duration.minutes(1),
    label: 'Requests that ended in an error of ours, %',
  })
}
