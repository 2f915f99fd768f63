import type { Alert } from './alert.ts'
import { textAt, type Unknown } from './json.ts'
import { instantOf, type Envelope } from './read-alarm.ts'
import { oneLine } from './text.ts'

/**
 * Whatever is no transition of an alarm. A service that is known gets a title and its own words; anything else is
 * told as it came, since a message nobody expected is the last one that should be lost.
 */
export function readReport(text: string, message: Unknown | undefined, envelope: Envelope): Alert {
  const known = message ? (ofRds(message) ?? ofEventBridge(message)) : ofBeanstalk(text)
  return {
    subject: `message:${envelope.messageId}`,
    kind: 'report',
    state: 'report',
    severity: envelope.severity,
    title: envelope.subject ? oneLine(envelope.subject) : 'A message without a subject',
    publishedAt: envelope.publishedAt,
    wasAlarm: false,
    messageId: envelope.messageId,
    ...known,
    changedAt: known?.changedAt ?? envelope.publishedAt,
    reason: known?.reason || text || '(empty message)',
  }
}

type Known = Partial<Alert> & { reason: string }

function ofRds(message: Unknown): Known | undefined {
  const says = textAt(message, 'Event Message')
  const source = textAt(message, 'Event Source')
  if (!says || !source) return undefined
  const arn = textAt(message, 'Source ARN')?.split(':')
  return {
    title: `RDS: ${oneLine(says)}`,
    reason: `${source} ${textAt(message, 'Source ID') ?? ''}: ${says}\n${textAt(message, 'Event ID') ?? ''}`.trim(),
    console: textAt(message, 'Identifier Link')?.split(/\s/)[0],
    region: arn?.[3],
    account: arn?.[4],
  }
}

function ofEventBridge(message: Unknown): Known | undefined {
  const type = textAt(message, 'detail-type')
  const source = textAt(message, 'source')
  if (!type || !source) return undefined
  return {
    kind: isDeployment(type) ? 'change' : 'report',
    title: `${type} (${source})`,
    reason: JSON.stringify(message['detail'] ?? {}, null, 2),
    changedAt: instantOf(textAt(message, 'time')),
    region: textAt(message, 'region'),
    account: textAt(message, 'account'),
  }
}

/** Beanstalk publishes lines of `Key: value`, one of which holds the sentence. */
function ofBeanstalk(text: string): Known | undefined {
  const lineOf = (key: string) => new RegExp(`^${key}: *(.+)$`, 'm').exec(text)?.[1]?.trim()
  const says = lineOf('Message')
  const environment = lineOf('Environment')
  if (!says || !environment) return undefined
  const worse = /transitioned from \S+(?: Data)? to (Degraded|Severe|Warning|No Data)/.exec(says)?.[1]
  return {
    kind: isDeployment(says) ? 'change' : 'report',
    title: `${environment}: ${oneLine(says)}`,
    reason: text,
    ...(worse && { says: `The environment ${environment} is ${worse.toLowerCase()}.` }),
  }
}

const isDeployment = (says: string) =>
  /\b(?:new application version was deployed|environment update completed|deployment (?:completed|succeeded|started))\b/i.test(
    says,
  ) || says === 'Baton Deployment'
