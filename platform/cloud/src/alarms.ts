import { existsSync } from 'node:fs'
import { Tags } from 'aws-cdk-lib'
import { Alarm, ComparisonOperator, TreatMissingData, type IMetric } from 'aws-cdk-lib/aws-cloudwatch'
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions'
import type { ITopic } from 'aws-cdk-lib/aws-sns'
import type { Construct } from 'constructs'

/** `critical` wakes somebody, `warning` is read in the morning, `info` is for whoever looks. */
export type Severity = 'critical' | 'warning' | 'info'

/** Where alarms go; made by the part `alerts`, before any part that has alarms. */
export type AlarmTopics = Record<Severity, ITopic>

export interface AlarmProps {
  metric: IMetric
  threshold: number
  comparison?: ComparisonOperator
  /** How many of the last `of` periods must breach. */
  breaching: number
  of: number
  missing?: TreatMissingData
  severity: Severity
  /** What a person reads first: what is wrong for whom. One sentence. */
  says: string
  /** Name of a page in `docs/runbooks`, without `.md`. */
  runbook: string
  topics: AlarmTopics
}

const runbooks = new URL('../../../docs/runbooks/', import.meta.url)

/**
 * An alarm that tells people when it starts and when it ends, and what to do.
 * @throws Error when its runbook does not exist: nobody should be woken without one
 */
export function alarm(scope: Construct, id: string, props: AlarmProps): Alarm {
  if (!existsSync(new URL(`${props.runbook}.md`, runbooks))) {
    throw new Error(`The alarm ${id} points to docs/runbooks/${props.runbook}.md, which does not exist. Write it.`)
  }
  const made = new Alarm(scope, id, {
    metric: props.metric,
    threshold: props.threshold,
    comparisonOperator: props.comparison ?? ComparisonOperator.GREATER_THAN_THRESHOLD,
    datapointsToAlarm: props.breaching,
    evaluationPeriods: props.of,
    treatMissingData: props.missing ?? TreatMissingData.NOT_BREACHING,
    // The router reads severity and runbook from these lines.
    alarmDescription: `${props.says}\nseverity: ${props.severity}\nrunbook: docs/runbooks/${props.runbook}.md`,
  })
  const action = new SnsAction(props.topics[props.severity])
  made.addAlarmAction(action)
  made.addOkAction(action)
  Tags.of(made).add('baton:severity', props.severity)
  return made
}
