import type { Alert, Channel } from './alert.ts'
import { linksOf, type Surroundings } from './links.ts'
import { atUtc, cut, oneLine } from './text.ts'

/** What SNS takes at most: a subject in ASCII below 100 characters, a text below 256 KB. A character has up to 3 bytes. */
const most = { subject: 99, text: 80_000, reasons: 40_000 }

/** A plain mail for whoever subscribed to the fallback topic. */
export interface PlainMail {
  subject: string
  text: string
}

/** An alert that did not reach its channel, and why. */
export interface Missed {
  alert: Alert
  channel: Channel
  why: string
}

const names: Record<Channel, string> = { pagerduty: 'PagerDuty', slack: 'Slack' }

/** One mail about everything that did not arrive: each alert once, with the channels it missed. Never empty-handed. */
export function fallbackMail(missed: Missed[], surroundings: Surroundings): PlainMail {
  const alerts = Map.groupBy(missed, ({ alert }) => `${alert.subject} ${alert.state} ${alert.changedAt}`)
  const failing = [...new Set(missed.map(({ channel }) => names[channel]))].join(' and ')
  const what = alerts.size === 1 ? headline(missed[0]!.alert) : `${alerts.size} alerts`
  const subject = `[baton-${surroundings.stage}] ${what}`
  const text = [
    `${failing} could not be told of what follows, so it comes by mail.`,
    // Names first: whatever is cut at the end, none is missing.
    ...(alerts.size > 1 ? [[...alerts.values()].map(([first]) => headline(first!.alert)).join('\n')] : []),
    ...[...alerts.values()].map((missing) => described(missing, Math.floor(most.reasons / alerts.size), surroundings)),
  ].join('\n\n')
  return { subject: subjectLine(subject), text: cut(text, most.text) }
}

function described(missed: Missed[], reasonLimit: number, surroundings: Surroundings): string {
  const { alert } = missed[0]!
  return [
    headline(alert),
    alert.says && cut(alert.says, Math.max(reasonLimit, 200)),
    cut(alert.reason, Math.max(reasonLimit, 200)),
    `Severity ${alert.severity}, since ${atUtc(alert.changedAt)}, ${alert.region ?? surroundings.region}`,
    ...linksOf(alert, surroundings).map(({ text, href }) => `${text}: ${href}`),
    ...missed.map(({ channel, why }) => `Not told to ${names[channel]}: ${why}`),
  ]
    .filter(Boolean)
    .join('\n')
}

const headline = (alert: Alert) => `${stateWord(alert)}: ${cut(oneLine(alert.title), 300)}`

const stateWord = ({ state }: Alert) => ({ alarm: 'ALARM', ok: 'OVER', 'no-data': 'NO DATA', report: 'REPORT' })[state]

/** SNS refuses subjects with anything but printable ASCII. */
const subjectLine = (text: string) =>
  cut(oneLine(text).replaceAll(/[^\x20-\x7E]/g, '?'), most.subject).replaceAll('…', '.')
