import type { Severity } from '../alarms.ts'
import { cut, oneLine } from './text.ts'

export type { Severity }

/** Where people hear of alerts. Plain mail is no channel: it is what is left when a channel fails. */
export const channels = ['pagerduty', 'slack'] as const
export type Channel = (typeof channels)[number]

/** `report` is the only state of what does not begin and end: an event, a mail of AWS, anything unknown. */
export type AlertState = 'alarm' | 'ok' | 'no-data' | 'report'

/** One thing that people should hear, whatever service of AWS said it. */
export interface Alert {
  /** What it is about. All transitions of one alarm have the same; each report has its own. */
  subject: string
  /** A `change` is something done on purpose, such as a deployment; it wakes nobody. */
  kind: 'alarm' | 'report' | 'change'
  state: AlertState
  severity: Severity
  /** One line with something to read in it, at most 1,000 characters. */
  title: string
  /** What is wrong for whom, as whoever made the alarm wrote it. */
  says?: string
  /** What was measured, or the whole text of a report. At most 40,000 characters; what was cut is counted at its end. */
  reason: string
  /** When it became so, as an ISO instant with milliseconds. Orders the transitions of one subject. */
  changedAt: string
  /** When it was published, as an ISO instant. Orders transitions of the same moment. */
  publishedAt: string
  /** True when the state before was `alarm`, so an `ok` is news even to somebody who never heard of the alarm. */
  wasAlarm: boolean
  account?: string
  /** As AWS spells it: `eu-central-1`. */
  region?: string
  /** Namespace and name of what is measured: `AWS/SQS ApproximateAgeOfOldestMessage`. */
  metric?: string
  /** Alarms that set a composite alarm off, by name. */
  children?: string[]
  /** Path of its page in the repository: `docs/runbooks/….md`. */
  runbook?: string
  /** Address of its page in AWS's console. */
  console?: string
  /** Identity of the message that brought it, to find it in the log. */
  messageId: string
}

/** The state of an alert at its moment, as one word to compare by. */
export const momentOf = ({ state, changedAt }: Pick<Alert, 'state' | 'changedAt'>) => `${state}@${changedAt}`

/**
 * The alert with every text cut to a length that the store, each channel and the mail can hold. AWS's own texts are
 * shorter; a message from elsewhere may be anything.
 */
export function bounded(alert: Alert): Alert {
  const { children } = alert
  const named = children?.slice(0, 20).map((name) => cut(name, 300))
  return {
    ...alert,
    title: cut(oneLine(alert.title) || 'An alert without a title', 1000),
    says: alert.says && cut(alert.says, 2000),
    reason: cut(alert.reason, 40_000),
    metric: alert.metric && cut(alert.metric, 500),
    children: children && named && (children.length > 20 ? [...named, `and ${children.length - 20} more`] : named),
    runbook: alert.runbook && alert.runbook.length <= 300 ? alert.runbook : undefined,
    console: alert.console && alert.console.length <= 2000 ? alert.console : undefined,
    messageId: cut(alert.messageId, 200),
  }
}
