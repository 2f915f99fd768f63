import { createHash } from 'node:crypto'
import type { Alert } from './alert.ts'
import { linksOf, type Surroundings } from './links.ts'
import { cut, oneLine } from './text.ts'

/** What Events API v2 takes at most. */
const most = { dedupKey: 255, summary: 1024, bytes: 512 * 1024 }

/** One event for PagerDuty, and the path below its host that takes it. */
export interface PagerDutyEvent {
  path: '/v2/enqueue' | '/v2/change/enqueue'
  /** JSON of at most 512 KB. */
  body: string
}

/**
 * What PagerDuty is told: an alarm opens an alert, its end resolves the same one, a report opens one that people
 * close, a change stands beside incidents.
 * @param routingKey the same for opening and resolving; PagerDuty drops a resolve by another key
 */
export function pagerDutyEvent(alert: Alert, routingKey: string, surroundings: Surroundings): PagerDutyEvent {
  if (alert.kind === 'change') {
    return {
      path: '/v2/change/enqueue',
      body: fitting(alert.reason, (text) => ({
        routing_key: routingKey,
        payload: {
          summary: summaryOf(alert),
          timestamp: alert.changedAt,
          source: sourceOf(alert, surroundings),
          custom_details: { text },
        },
        links: linksOf(alert, surroundings),
      })),
    }
  }
  const address = { routing_key: routingKey, dedup_key: dedupKey(alert.subject) }
  if (alert.state === 'ok') {
    return { path: '/v2/enqueue', body: JSON.stringify({ ...address, event_action: 'resolve' }) }
  }
  return {
    path: '/v2/enqueue',
    body: fitting(alert.reason, (reason) => ({
      ...address,
      event_action: 'trigger',
      client: 'Baton',
      client_url: alert.console,
      payload: {
        summary: summaryOf(alert),
        severity: alert.severity,
        source: sourceOf(alert, surroundings),
        timestamp: alert.changedAt,
        group: `baton-${surroundings.stage}`,
        class: alert.metric,
        custom_details: {
          says: alert.says,
          reason,
          set_off_by: alert.children,
          account: alert.account,
          message: alert.messageId,
        },
      },
      links: linksOf(alert, surroundings),
    })),
  }
}

/** The subject itself, or, where it is longer than PagerDuty takes, its beginning with a hash of all of it. */
export function dedupKey(subject: string): string {
  if (subject.length <= most.dedupKey) return subject
  const hash = createHash('sha256').update(subject).digest('hex')
  return `${subject.slice(0, most.dedupKey - hash.length - 1).toWellFormed()}#${hash}`
}

const summaryOf = ({ title, says }: Alert) => cut(oneLine(says ? `${title}: ${says}` : title), most.summary)

const sourceOf = ({ region }: Alert, { stage, region: home }: Surroundings) => `baton-${stage} ${region ?? home}`

/** Shortens the one text without bounds until the whole is small enough: escapes and accents count in bytes. */
function fitting(text: string, event: (text: string) => object): string {
  for (let limit = text.length; ; limit = Math.floor(limit / 2)) {
    const body = JSON.stringify(event(cut(text, limit)))
    if (limit === 0 || Buffer.byteLength(body) <= most.bytes) return body
  }
}
