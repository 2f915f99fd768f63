import { existsSync } from 'node:fs'
import { Tags } from 'aws-cdk-lib'
import { Alarm, ComparisonOperator, TreatMissingData, type AlarmBase, type IMetric } from 'aws-cdk-lib/aws-cloudwatch'
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
 * What the description of an alarm says to people and, in its last lines, to the router.
 * @throws Error when its runbook does not exist: nobody should be woken without one
 */
export function describe(
  id: string,
  { says, severity, runbook }: Pick<AlarmProps, 'says' | 'severity' | 'runbook'>,
): string {
  if (!existsSync(new URL(`${runbook}.md`, runbooks))) {
    throw new Error(`The alarm ${id} points to docs/runbooks/${runbook}.md, which does not exist. Write it.`)
  }
  return `${says}\nseverity: ${severity}\nrunbook: docs/runbooks/${runbook}.md`
}

/** Has an alarm tell a topic when it starts and when it ends. */
export function tells(made: AlarmBase, topic: ITopic, severity: Severity): void {
  const action = new SnsAction(topic)
  made.addAlarmAction(action)
  made.addOkAction(action)
  Tags.of(made).add('baton:severity', severity)
}

/**
 * An alarm that tells people when it starts and when it ends, and what to do.
 * @throws Error when its runbook does not exist
 */
export function alarm(scope: Construct, id: string, props: AlarmProps): Alarm {
  const made = new Alarm(scope, id, {
    metric: props.metric,
    threshold: props.threshold,
    comparisonOperator: props.comparison ?? ComparisonOperator.GREATER_THAN_THRESHOLD,
    datapointsToAlarm: props.breaching,
    evaluationPeriods: props.of,
    treatMissingData: props.missing ?? TreatMissingData.NOT_BREACHING,
    alarmDescription: describe(id, props),
  })
  tells(made, props.topics[props.severity], props.severity)
  return made
}
