import type { Alert, AlertState, Severity } from './alert.ts'
import { isObject, listAt, objectAt, textAt, type Unknown } from './json.ts'

/** What brought a message: its identity, when it was published, and how urgent its topic is. */
export interface Envelope {
  messageId: string
  publishedAt: string
  subject?: string
  /** Of the topic it came by; taken where the message itself does not say. */
  severity: Severity
}

/** The state and its surroundings, from either of the two forms in which CloudWatch tells of a transition. */
interface Transition {
  name: string
  arn?: string
  account?: string
  description?: string
  /** One alarm over many series has a state for each. */
  contributor?: string
  value: string
  previous?: string
  reason: string
  changedAt?: string
  metric?: string
  children: string[]
  suppressedBy?: string
}

const states: Record<string, AlertState> = { ALARM: 'alarm', OK: 'ok', INSUFFICIENT_DATA: 'no-data' }

/** Reads what CloudWatch publishes when an alarm's action is a topic; `undefined` when the message is something else. */
export function readAlarmMessage(message: Unknown, envelope: Envelope): Alert | undefined {
  const name = textAt(message, 'AlarmName')
  const value = textAt(message, 'NewStateValue')
  if (!name || !value || !(value in states)) return undefined
  const trigger = objectAt(message, 'Trigger')
  return alertOf(
    {
      name,
      value,
      arn: textAt(message, 'AlarmArn'),
      account: textAt(message, 'AWSAccountId'),
      description: textAt(message, 'AlarmDescription'),
      contributor: textAt(message, 'AlarmContributorId'),
      previous: textAt(message, 'OldStateValue'),
      reason: textAt(message, 'NewStateReason') ?? '',
      changedAt: textAt(message, 'StateChangeTime'),
      metric: trigger ? metricOf(trigger) : undefined,
      children: listAt(message, 'TriggeringChildren').flatMap((child) =>
        isObject(child) ? (alarmNameOf(textAt(child, 'Arn')) ?? []) : [],
      ),
      suppressedBy: textAt(message, 'ActionsSuppressedBy'),
    },
    envelope,
  )
}

/** Reads the event `CloudWatch Alarm State Change` of EventBridge, which also comes while actions are suppressed. */
export function readAlarmEvent(event: Unknown, envelope: Envelope): Alert | undefined {
  const detail = objectAt(event, 'detail')
  const state = objectAt(detail, 'state')
  const name = textAt(detail, 'alarmName')
  const value = textAt(state, 'value')
  if (textAt(event, 'source') !== 'aws.cloudwatch' || !name || !value || !(value in states)) return undefined
  const arn = listAt(event, 'resources').find(
    (resource) => typeof resource === 'string' && resource.includes(':alarm:'),
  )
  return alertOf(
    {
      name,
      value,
      arn: typeof arn === 'string' ? arn : undefined,
      account: textAt(event, 'account'),
      description: textAt(objectAt(detail, 'configuration'), 'description'),
      contributor: textAt(objectAt(detail, 'alarmContributor'), 'id'),
      previous: textAt(objectAt(detail, 'previousState'), 'value'),
      reason: textAt(state, 'reason') ?? '',
      changedAt: textAt(state, 'timestamp') ?? textAt(event, 'time'),
      children: [],
      suppressedBy: textAt(state, 'actionsSuppressedBy'),
    },
    envelope,
  )
}

function alertOf(transition: Transition, envelope: Envelope): Alert {
  const { name, arn, account, value, suppressedBy } = transition
  const state = states[value]!
  const { says, severity, runbook } = readDescription(transition.description)
  const changedAt = instantOf(transition.changedAt) ?? envelope.publishedAt
  const place = arn?.split(':')
  const region = place?.[3] || undefined
  const alert: Alert = {
    subject: `${arn ?? `alarm:${account ?? '?'}:${name}`}${transition.contributor ? `#${transition.contributor}` : ''}`,
    kind: 'alarm',
    state,
    severity: severity ?? envelope.severity,
    title: name,
    says,
    reason: transition.reason,
    changedAt,
    publishedAt: envelope.publishedAt,
    wasAlarm: transition.previous === 'ALARM',
    account,
    region,
    metric: transition.metric,
    children: transition.children.length > 0 ? transition.children : undefined,
    runbook,
    console: region ? consoleOf(place?.[1] ?? 'aws', region, name) : undefined,
    messageId: envelope.messageId,
  }
  // Somebody asked for silence, usually a deployment: it is worth a line, and must not open what nothing will close.
  if (suppressedBy && state === 'alarm') {
    return {
      ...alert,
      subject: `${alert.subject}@${changedAt}`,
      kind: 'report',
      state: 'report',
      severity: 'info',
      reason: `In alarm, but its actions are held back by ${suppressedBy}. ${alert.reason}`,
    }
  }
  return alert
}

/** Takes the lines `severity: …` and `runbook: …` out of an alarm's description; what remains is for people. */
export function readDescription(description = ''): { says?: string; severity?: Severity; runbook?: string } {
  const severity = /^severity: *(critical|warning|info) *$/im.exec(description)?.[1]?.toLowerCase()
  const runbook = /^runbook: *(\S+) *$/im.exec(description)?.[1]
  const says = description
    .split('\n')
    .filter((line) => !/^(?:severity|runbook): /i.test(line))
    .join('\n')
    .trim()
  return { says: says || undefined, severity: severity as Severity | undefined, runbook }
}

/** CloudWatch writes the zone as `+0000`; everything here compares ISO instants as text. */
export function instantOf(text: string | undefined): string | undefined {
  if (!text) return undefined
  const at = Date.parse(text.replace(/([+-]\d{2})(\d{2})$/, '$1:$2'))
  return Number.isNaN(at) ? undefined : new Date(at).toISOString()
}

function metricOf(trigger: Unknown): string | undefined {
  const name = textAt(trigger, 'MetricName')
  if (name) return [textAt(trigger, 'Namespace'), name].filter(Boolean).join(' ')
  // Metric math: the expression that is compared comes last and carries a label.
  const labels = listAt(trigger, 'Metrics').flatMap((part) => (isObject(part) ? (textAt(part, 'Label') ?? []) : []))
  return labels.at(-1)
}

const alarmNameOf = (arn: string | undefined) => arn?.split(':alarm:')[1]

const consoles: Record<string, string> = {
  aws: 'console.aws.amazon.com',
  'aws-cn': 'console.amazonaws.cn',
  'aws-us-gov': 'console.amazonaws-us-gov.com',
}

const consoleOf = (partition: string, region: string, name: string) =>
  `https://${region}.${consoles[partition] ?? consoles['aws']}/cloudwatch/home?region=${region}#alarmsV2:alarm/${encodeURIComponent(name)}`
