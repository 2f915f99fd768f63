import { Duration } from 'aws-cdk-lib'
import {
  Alarm,
  AlarmRule,
  AlarmState,
  ComparisonOperator,
  CompositeAlarm,
  MathExpression,
  Metric,
  TreatMissingData,
  type IAlarm,
  type IMetric,
} from 'aws-cdk-lib/aws-cloudwatch'
import { Construct } from 'constructs'
import { describe } from '../alarms.ts'
import { reliableNow } from '../awake.ts'
import type { Stage } from '../stages.ts'
import { namespaceOf } from './business.ts'
import { unnamed } from './together.ts'
import { updateWindow } from './update-window.ts'

/** Whoever delivers posts 1 under this name each minute while it changes an environment. */
export const deploymentMetric = (stage: Stage): Metric =>
  new Metric({
    namespace: namespaceOf(stage),
    metricName: 'DeploymentInProgress',
    dimensionsMap: { Stage: stage.name },
    statistic: 'Maximum',
    period: Duration.minutes(1),
    label: 'a deployment is under way',
  })

/** Of an alarm that tells nobody. */
const silent = (says: string): string =>
  `${describe('Changes', { says, severity: 'info', runbook: 'changes' })}\nsilent: it is there for others to look at`

/**
 * Is on while the environments change on purpose: during a deployment, in the window in which Beanstalk brings them to a
 * newer platform, and while a stage sleeps. It tells nobody; it keeps others silent.
 */
export class Changes extends Construct {
  readonly suppressor: IAlarm

  /** @param beat any metric that is told each minute, day and night: what clocks take their times from */
  constructor(scope: Construct, id: string, stage: Stage, beat: IMetric) {
    super(scope, id)
    const common = { evaluationPeriods: 1, treatMissingData: TreatMissingData.NOT_BREACHING, threshold: 1 }
    const comparisonOperator = ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD
    const deployment = new Alarm(this, 'Deployment', {
      ...common,
      comparisonOperator,
      metric: deploymentMetric(stage),
      alarmDescription: silent('A deployment is under way.'),
    })
    const { day, hour, hours } = updateWindow(stage)
    const clock = (name: string, expression: string, says: string) =>
      new Alarm(this, name, {
        ...common,
        comparisonOperator,
        metric: new MathExpression({
          expression,
          usingMetrics: { beat },
          period: Duration.minutes(1),
          label: says,
        }),
        alarmDescription: silent(`${says}.`),
      })
    const on: IAlarm[] = [
      deployment,
      clock(
        'UpdateWindow',
        `IF(DAY(beat) == ${day} AND HOUR(beat) >= ${hour} AND HOUR(beat) < ${hour + hours}, 1, 0)`,
        'The window of platform updates is open',
      ),
    ]
    const awake = reliableNow(stage, 'beat')
    if (awake) on.push(clock('Asleep', `IF(${awake}, 0, 1)`, 'The stage sleeps or wakes up'))
    const changing = new CompositeAlarm(this, 'Changing', {
      alarmRule: AlarmRule.anyOf(...on.map((each) => AlarmRule.fromAlarm(each, AlarmState.ALARM))),
      alarmDescription: silent('Environments change on purpose.'),
    })
    unnamed(changing)
    this.suppressor = changing
  }
}
