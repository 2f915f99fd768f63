import { ComparisonOperator, TreatMissingData, type Alarm } from 'aws-cdk-lib/aws-cloudwatch'
import type { IApplicationLoadBalancer } from 'aws-cdk-lib/aws-elasticloadbalancingv2'
import type { Construct } from 'constructs'
import { alarm, type AlarmTopics } from '../alarms.ts'
import type { Stage } from '../stages.ts'
import { businessMetric } from './business.ts'
import { errorShare } from './error-share.ts'

/** Of what the worker counts. */
export function watchBusiness(scope: Construct, stage: Stage, topics: AlarmTopics): Alarm[] {
  const made = [
    alarm(scope, 'MailIsGivenUp', {
      metric: businessMetric(stage, 'MailFailedToday', 5).with({ statistic: 'Maximum' }),
      threshold: 20,
      breaching: 2,
      of: 2,
      severity: 'warning',
      says: 'More than twenty mails of the last day were given up: people wait for what will not come.',
      runbook: 'mail-given-up',
      topics,
    }),
  ]
  // Where nobody is awake at night nothing is counted then, which is no news.
  if (stage.awake) return made
  return [
    ...made,
    alarm(scope, 'NothingIsCounted', {
      metric: businessMetric(stage, 'ProcessesOpen', 1),
      threshold: 0,
      comparison: ComparisonOperator.LESS_THAN_THRESHOLD,
      breaching: 15,
      of: 15,
      missing: TreatMissingData.BREACHING,
      severity: 'warning',
      says: 'The worker has posted no numbers for a quarter of an hour: its schedules may stand still.',
      runbook: 'nothing-is-counted',
      topics,
    }),
  ]
}

/** What is told whatever else is going on: nobody, or next to nobody, is served. */
export function watchPeople(
  scope: Construct,
  stage: Stage,
  { metrics }: IApplicationLoadBalancer,
  topics: AlarmTopics,
): Alarm[] {
  return [
    alarm(scope, 'MostRequestsFail', {
      metric: errorShare(metrics, 10, stage),
      threshold: 50,
      breaching: 2,
      of: 3,
      severity: 'critical',
      says: 'More than half of all requests fail: Baton is down for most people.',
      runbook: 'most-requests-fail',
      topics,
    }),
  ]
}
