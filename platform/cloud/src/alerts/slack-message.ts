import type { Alert } from './alert.ts'
import { linksOf, type Surroundings } from './links.ts'
import { atUtc, cut, duration, oneLine } from './text.ts'

/** What Slack takes at most, in characters after escaping. */
const most = { header: 150, section: 3000, field: 2000, text: 4000, digestLines: 20, digestLine: 220 }

/** A message for an incoming webhook. */
export interface SlackMessage {
  /** Shown in notifications and where blocks are not. */
  text: string
  blocks: object[]
}

/** An alert with what the channel heard before. */
export interface Telling {
  alert: Alert
  /** When the alarm began that ends now. */
  since?: string
  /** How often it changed since the channel last heard of it, this one included. */
  unseen: number
}

/** One alert as a message. */
export function slackMessage({ alert, since, unseen }: Telling, surroundings: Surroundings): SlackMessage {
  const title = `${sign(alert)} ${titleOf(alert, since)}`
  const { stage, region } = surroundings
  const facts = [
    ['State', stateWord(alert)],
    ['Severity', alert.severity],
    ['Since', shownAt(alert.changedAt)],
    ['Where', `${stage}, ${alert.region ?? region}`],
    ...(alert.metric ? [['Metric', mrkdwn(alert.metric, most.field - 20)]] : []),
    ...(alert.children ? [['Set off by', mrkdwn(alert.children.join(', '), most.field - 20)]] : []),
    ...(unseen > 1 ? [['Changed', `${unseen} times since the last message`]] : []),
  ]
  return {
    text: mrkdwn(`${title} (${stage})`, most.text),
    blocks: [
      { type: 'header', text: { type: 'plain_text', text: cut(oneLine(title), most.header) } },
      ...(alert.says ? [section(mrkdwn(alert.says, most.section))] : []),
      ...(alert.reason
        ? [section(alert.kind === 'alarm' ? mrkdwn(alert.reason, most.section) : quoted(alert.reason))]
        : []),
      { type: 'section', fields: facts.map(([name, value]) => ({ type: 'mrkdwn', text: `*${name}*\n${value}` })) },
      { type: 'context', elements: [{ type: 'mrkdwn', text: contextOf(alert, surroundings) }] },
    ],
  }
}

/** Many alerts as few messages of one line each, the most urgent first. Every alert is in exactly one of them. */
export function slackDigests(
  tellings: Telling[],
  surroundings: Surroundings,
): { message: SlackMessage; tellings: Telling[] }[] {
  const sorted = tellings.toSorted(
    (a, b) => urgency(a.alert) - urgency(b.alert) || a.alert.changedAt.localeCompare(b.alert.changedAt),
  )
  const parts = Math.ceil(sorted.length / most.digestLines)
  return Array.from({ length: parts }, (_, index) => {
    const part = sorted.slice(index * most.digestLines, (index + 1) * most.digestLines)
    const title = `${sorted.length} alerts in ${surroundings.stage}${parts > 1 ? `, part ${index + 1} of ${parts}` : ''}`
    const lines = part.map((telling) => digestLine(telling, surroundings))
    const blocks = [
      { type: 'header', text: { type: 'plain_text', text: cut(title, most.header) } },
      // One block a line: a line of any length then never costs another one its place.
      ...lines.map((line) => section(line)),
    ]
    return { tellings: part, message: { text: mrkdwn(title, most.text), blocks } }
  })
}

function digestLine({ alert, since, unseen }: Telling, surroundings: Surroundings): string {
  const times = unseen > 1 ? `, changed ${unseen} times` : ''
  const links = shownLinks(alert, surroundings)
  const reason = oneLine(alert.says ?? alert.reason)
  const text = `${sign(alert)} *${mrkdwn(oneLine(titleOf(alert, since)), most.digestLine)}* ${mrkdwn(reason, most.digestLine)}`
  return `${text} (${shownAt(alert.changedAt)}${times})${links ? ` ${links}` : ''}`
}

function titleOf(alert: Alert, since: string | undefined): string {
  if (alert.state !== 'ok') return alert.state === 'no-data' ? `No data: ${alert.title}` : alert.title
  return since
    ? `Over: ${alert.title} (after ${duration(Date.parse(alert.changedAt) - Date.parse(since))})`
    : `Over: ${alert.title}`
}

const stateWord = ({ state, kind }: Alert) =>
  ({ alarm: 'in alarm', ok: 'over', 'no-data': 'no data', report: kind === 'change' ? 'a change' : 'a report' })[state]

function sign({ state, severity, kind }: Alert): string {
  if (kind === 'change') return '🚀'
  if (state === 'ok') return '✅'
  if (state === 'no-data') return '⚪'
  return { critical: '🔴', warning: '🟠', info: '🔵' }[severity]
}

const urgency = ({ state, severity }: Alert) =>
  (state === 'ok' ? 3 : 0) + { critical: 0, warning: 1, info: 2 }[severity]

const contextOf = (alert: Alert, surroundings: Surroundings) =>
  [shownLinks(alert, surroundings), `message ${mrkdwn(alert.messageId, 100)}`].filter(Boolean).join(' · ')

const shownLinks = (alert: Alert, surroundings: Surroundings) =>
  linksOf(alert, surroundings)
    .filter(({ href }) => href.length <= 600)
    .map(({ href, text }) => `<${href.replaceAll('|', '%7C').replaceAll('>', '%3E')}|${text}>`)
    .join(' · ')

/** Each reader sees it in their own zone; where that cannot be, in UTC. */
const shownAt = (instant: string) =>
  `<!date^${Math.floor(Date.parse(instant) / 1000)}^{date_short_pretty} {time_secs}|${atUtc(instant)}>`

const section = (text: string) => ({ type: 'section', text: { type: 'mrkdwn', text } })

const quoted = (text: string) => `\`\`\`${mrkdwn(text.replaceAll('```', "'''"), most.section - 6)}\`\`\``

/** Escapes what Slack reads as markup, then cuts so that no escape is torn. An escaped character is up to 5 long. */
function mrkdwn(text: string, limit: number): string {
  const escape = (raw: string) => raw.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
  for (let length = Math.min(text.length, limit); ; length = Math.floor(length * 0.8)) {
    const escaped = escape(cut(text, length))
    if (escaped.length <= limit) return escaped
  }
}
