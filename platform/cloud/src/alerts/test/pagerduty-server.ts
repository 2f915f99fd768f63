import { isObject, listAt, objectAt, objectIn, textAt, type Unknown } from '../json.ts'
import { startServer, type Answer, type FakeServer } from './server.ts'

/** PagerDuty's Events API v2 as its documentation has it: what it refuses, and what becomes of what it takes. */
export interface PagerDutyServer extends FakeServer {
  /** Alerts by their key, in order of their opening. A key that is opened again after its end appears again. */
  alerts: { key: string; summary: string; severity: string; open: boolean; triggers: number; event: Unknown }[]
  changes: Unknown[]
  /** Resolves that met no open alert, or came with another routing key; PagerDuty answers 202 and drops them. */
  dropped: Unknown[]
  /** Requests answered 429. */
  limited: number
  openKeys(): string[]
}

const severities = ['critical', 'error', 'warning', 'info']
/** Calls that one key may make in a minute, looking back from now. */
const callsAMinute = 120

/** @param now the time by which it counts the minutes */
export async function startPagerDuty(routingKey: string, now: () => number): Promise<PagerDutyServer> {
  const state = {
    alerts: [] as PagerDutyServer['alerts'],
    changes: [] as Unknown[],
    dropped: [] as Unknown[],
    limited: 0,
    openKeys: () => state.alerts.filter(({ open }) => open).map(({ key }) => key),
  }
  const taken = new Map<string, number[]>()
  /** PagerDuty names no time after which to come again. */
  function tooMany(key: string): Answer | undefined {
    const lately = (taken.get(key) ?? []).filter((at) => at > now() - 60_000)
    taken.set(key, lately)
    if (lately.length < callsAMinute) {
      lately.push(now())
      return undefined
    }
    pagerduty.limited++
    return { status: 429, body: 'Request Limit Exceeded' }
  }
  const server = await startServer((path, body) => {
    if (Buffer.byteLength(body) > 512 * 1024) return invalid('the event is too large', 413)
    const event = objectIn(body)
    if (!event) return invalid('the body is no JSON object')
    if (textAt(event, 'routing_key')?.length !== 32) return invalid("'routing_key' is invalid")
    const limited = tooMany(textAt(event, 'routing_key')!)
    if (limited) return limited
    const faults = path === '/v2/change/enqueue' ? faultsOfPayload(event, false) : faultsOf(event)
    if (faults.length > 0) return invalid(faults.join(', '))
    if (path === '/v2/change/enqueue') state.changes.push(event)
    else if (path === '/v2/enqueue') take(event)
    else return { status: 404, body: '' }
    return {
      status: 202,
      body: JSON.stringify({ status: 'success', message: 'Event processed', dedup_key: event['dedup_key'] }),
    }
  })

  function take(event: Unknown): void {
    const key = textAt(event, 'dedup_key')!
    const own = textAt(event, 'routing_key') === routingKey
    const open = state.alerts.find((alert) => alert.key === key && alert.open)
    if (textAt(event, 'event_action') !== 'trigger') {
      if (open && own) open.open = false
      else state.dropped.push(event)
      return
    }
    const payload = objectAt(event, 'payload')!
    if (open) open.triggers++
    else {
      const [summary, severity] = [textAt(payload, 'summary')!, textAt(payload, 'severity')!]
      state.alerts.push({ key, summary, severity, open: true, triggers: 1, event })
    }
  }

  const pagerduty: PagerDutyServer = Object.assign(server, state)
  return pagerduty
}

function faultsOf(event: Unknown): string[] {
  const action = textAt(event, 'event_action')
  if (!['trigger', 'acknowledge', 'resolve'].includes(action ?? '')) return ["'event_action' is invalid"]
  const key = textAt(event, 'dedup_key')
  if (!key || key.length > 255) return ["'dedup_key' must be 1 to 255 characters"]
  return action === 'trigger' ? faultsOfPayload(event, true) : []
}

function faultsOfPayload(event: Unknown, alert: boolean): string[] {
  const payload = objectAt(event, 'payload')
  const summary = textAt(payload, 'summary')
  const timestamp = textAt(payload, 'timestamp')
  return [
    ...(!summary || summary.length > 1024 ? ["'payload.summary' must be 1 to 1024 characters"] : []),
    ...(alert && !textAt(payload, 'source') ? ["'payload.source' is missing"] : []),
    ...(alert && !severities.includes(textAt(payload, 'severity') ?? '') ? ["'payload.severity' is invalid"] : []),
    ...(timestamp && Number.isNaN(Date.parse(timestamp)) ? ["'payload.timestamp' is invalid"] : []),
    ...(listAt(event, 'links').every((link) => isObject(link) && textAt(link, 'href')) ? [] : ["'links' is invalid"]),
  ]
}

const invalid = (fault: string, status = 400): Answer => ({
  status,
  body: JSON.stringify({ status: 'invalid event', message: 'Event object is invalid', errors: [fault] }),
})
