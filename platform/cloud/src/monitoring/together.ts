import { Duration, Tags } from 'aws-cdk-lib'
import {
  Alarm,
  AlarmRule,
  AlarmState,
  CompositeAlarm,
  type CfnAlarm,
  type CfnCompositeAlarm,
  type IAlarm,
} from 'aws-cdk-lib/aws-cloudwatch'
import type { Construct, IConstruct } from 'constructs'
import { describe, tells, type AlarmTopics, type Severity } from '../alarms.ts'

/**
 * How long a change of state waits for the suppressor: whoever deploys posts each minute, and it takes CloudWatch
 * another to see it.
 */
const wait = Duration.minutes(3)
/** Instances that were replaced need some minutes until averages over five of them are clean again. */
const extension = Duration.minutes(6)

export interface TogetherProps {
  /** Alarms of other parts that are one trouble for people. */
  of: Alarm[]
  /** Keeps it silent while it is on. */
  suppressor: IAlarm
  severity: Severity
  says: string
  runbook: string
  topics: AlarmTopics
}

/**
 * Several alarms that are one trouble: people are told once, by this, and not while things change on purpose. Each of
 * them still goes to `info`, where it can be read. What must be told even then stays an alarm of its own.
 */
export function together(scope: Construct, id: string, props: TogetherProps): CompositeAlarm {
  const made = new CompositeAlarm(scope, id, {
    alarmRule: AlarmRule.anyOf(...props.of.map((alarm) => AlarmRule.fromAlarm(alarm, AlarmState.ALARM))),
    alarmDescription: describe(id, props),
    actionsSuppressor: props.suppressor,
    actionsSuppressorWaitPeriod: wait,
    actionsSuppressorExtensionPeriod: extension,
  })
  unnamed(made)
  tells(made, props.topics[props.severity], props.severity)
  for (const alarm of props.of) quiet(alarm, props.topics)
  return made
}

/** CDK gives composite alarms a name, which a second copy of the stack would meet; CloudFormation makes a better one. */
export function unnamed(made: CompositeAlarm): void {
  ;(made.node.defaultChild as CfnCompositeAlarm).addPropertyDeletionOverride('AlarmName')
}

/** From now on the alarm is told by another one. */
function quiet(alarm: Alarm, { info }: AlarmTopics): void {
  const resource = alarm.node.defaultChild as CfnAlarm
  resource.alarmActions = [info.topicArn]
  resource.okActions = [info.topicArn]
  resource.alarmDescription = resource.alarmDescription?.replace(/^severity: .*$/m, 'severity: info')
  Tags.of(alarm).add('baton:severity', 'info')
}

/** All alarms of a part, in the order of their making. */
export const alarmsOf = (part: IConstruct): Alarm[] => part.node.findAll().filter((each) => each instanceof Alarm)

/**
 * The alarms of a part whose ids end so.
 * @throws Error when an ending fits none: an alarm that was renamed would silently leave its group
 */
export function namedAlarms(part: IConstruct, endings: readonly string[]): Alarm[] {
  const all = alarmsOf(part)
  return endings.flatMap((ending) => {
    const found = all.filter(({ node }) => node.id.endsWith(ending))
    if (found.length === 0) throw new Error(`${part.node.path} has no alarm whose name ends in ${ending}.`)
    return found
  })
}
