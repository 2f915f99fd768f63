import { Duration } from 'aws-cdk-lib'
import { MathExpression, Metric, Stats, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch'
import type { ApplicationLoadBalancer } from 'aws-cdk-lib/aws-elasticloadbalancingv2'
import type { Construct } from 'constructs'
import { alarm, type AlarmTopics } from '../alarms.ts'
import { errorShare } from '../monitoring/error-share.ts'
import { instanceStates } from './environment-options.ts'
import type { Stage } from '../stages.ts'

export interface Watched {
  topics: AlarmTopics
  balancer: ApplicationLoadBalancer
  environmentName: string
  stage: Stage
}

/** A metric of Beanstalk about one environment. */
export const environmentMetric = (environmentName: string, metricName: string, minutes = 1): Metric =>
  new Metric({
    namespace: 'AWS/ElasticBeanstalk',
    metricName,
    dimensionsMap: { EnvironmentName: environmentName },
    statistic: Stats.MAXIMUM,
    period: Duration.minutes(minutes),
  })

/** EnvironmentHealth: 0 ok, 1 info, 5 unknown, 10 no data, 15 warning, 20 degraded, 25 severe. */
export const degraded = 20

/** Tells people when those who use the api feel it, and before they do. */
export function watchApi(scope: Construct, { topics, balancer, environmentName, stage }: Watched): void {
  const minute = { period: Duration.minutes(1), statistic: 'Sum' }
  alarm(scope, 'TooManyErrors', {
    metric: errorShare(balancer.metrics, 20, stage),
    threshold: 1,
    breaching: 5,
    of: 6,
    severity: 'critical',
    says: 'More than one in a hundred requests ends in an error of ours.',
    runbook: 'api-errors',
    topics,
  })
  alarm(scope, 'TooSlow', {
    metric: balancer.metrics.targetResponseTime({ period: Duration.minutes(1), statistic: Stats.percentile(99) }),
    threshold: 1.5,
    breaching: 8,
    of: 10,
    severity: 'warning',
    says: 'One request in a hundred takes longer than a second and a half.',
    runbook: 'api-slow',
    topics,
  })
  alarm(scope, 'NotWell', {
    metric: environmentMetric(environmentName, 'EnvironmentHealth'),
    threshold: degraded - 1,
    breaching: 5,
    of: 5,
    // Nothing is told of an environment that sleeps.
    missing: stage.awake ? TreatMissingData.NOT_BREACHING : TreatMissingData.BREACHING,
    severity: 'critical',
    says: 'Beanstalk sees the api as degraded or severe for five minutes.',
    runbook: 'api-health',
    topics,
  })
  alarm(scope, 'AtItsLimit', {
    metric: new MathExpression({
      expression: instanceStates.map((name) => `FILL(${name.toLowerCase()}, 0)`).join(' + '),
      usingMetrics: Object.fromEntries(
        instanceStates.map((name) => [name.toLowerCase(), environmentMetric(environmentName, name)]),
      ),
      period: Duration.minutes(1),
      label: 'Instances',
    }),
    threshold: stage.api.maxInstances - 1,
    breaching: 15,
    of: 15,
    severity: 'warning',
    says: `The api has stood at its maximum of ${stage.api.maxInstances} instances for a quarter of an hour.`,
    runbook: 'api-at-its-limit',
    topics,
  })
  alarm(scope, 'TurnsAway', {
    metric: balancer.metrics.rejectedConnectionCount(minute),
    threshold: 0,
    breaching: 2,
    of: 5,
    severity: 'critical',
    says: 'The balancer turns connections away because it has reached its most.',
    runbook: 'api-at-its-limit',
    topics,
  })
}
