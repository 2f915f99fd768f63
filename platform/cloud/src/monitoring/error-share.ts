import { Duration } from 'aws-cdk-lib'
import { MathExpression } from 'aws-cdk-lib/aws-cloudwatch'
import {
  HttpCodeElb,
  HttpCodeTarget,
  type IApplicationLoadBalancerMetrics,
} from 'aws-cdk-lib/aws-elasticloadbalancingv2'

/**
 * The share of requests that ended in an error of ours, in percent of a minute.
 *
 * The balancer counts as requests only those for which it found a target; when there is none it answers 503 and counts
 * nothing else, so those are added, or a stage without a single instance would have no errors at all.
 * @param least below so many requests a minute the share is 0: a few prove little
 */
export function errorShare(metrics: IApplicationLoadBalancerMetrics, least: number): MathExpression {
  const sum = { statistic: 'Sum', period: Duration.minutes(1) }
  const asked = '(FILL(served, 0) + FILL(nobody, 0))'
  return new MathExpression({
    expression: `IF(${asked} >= ${least}, 100 * (FILL(ours, 0) + FILL(door, 0)) / ${asked}, 0)`,
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
