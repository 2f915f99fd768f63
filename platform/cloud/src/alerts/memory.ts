import { momentOf, type Alert, type AlertState, type Channel } from './alert.ts'
import { limits, routeOf, type Manner } from './routes.ts'

/** How far one channel has heard of one subject. Instants are milliseconds since 1970. */
export interface Delivery {
  manner: Manner
  /** What the channel heard last, or what was given up and went by mail. Absent: nothing yet. */
  settled?: { state: AlertState; changedAt: string }
  /** Somebody set out to tell this and has not said how it went: the channel may have heard of it or not. */
  attempted?: AlertState
  /** When the alarm began that the channel was told of and that has not ended for it. */
  openSince?: string
  /** When the wanted state is to be told; absent when the channel knows it. */
  due?: number
  /** Transitions since the channel last heard of it. */
  unseen: number
  failures: number
  firstFailedAt?: number
  /** When it was told of ends, within the window in which flapping is looked for. */
  overs: number[]
  /** Who is telling it right now, and until when nobody else may. */
  lease?: { by: string; until: number }
  /** The transition that last went by mail, as `momentOf` writes it. */
  mailed?: string
  /** What is still to be sent by mail, why, and from when on the sweep does it. */
  owed?: { alert: Alert; why: string; from: number }
}

/** All that is remembered of one subject. The state is kept, not a list of messages: what is told is the difference. */
export interface Memory {
  latest: Alert
  /** The last transition to `alarm` or `ok`, where a later one lacks data. PagerDuty knows no third state. */
  firm?: Alert
  /** When the last alarm began. */
  alarmSince?: string
  deliveries: Partial<Record<Channel, Delivery>>
}

/**
 * Takes a transition in.
 * @returns the very same memory when it is a repetition or older than what is known
 */
export function absorb(memory: Memory | undefined, alert: Alert, now: number): Memory {
  if (memory && !isNewer(alert, memory.latest)) return memory
  const deliveries: Memory['deliveries'] = { ...memory?.deliveries }
  for (const [channel, manner] of Object.entries(routeOf(alert)) as [Channel, Manner][]) {
    deliveries[channel] = { unseen: 0, failures: 0, overs: [], ...deliveries[channel], manner }
  }
  const next: Memory = {
    latest: alert,
    firm: alert.state === 'no-data' ? (memory?.firm ?? firmOf(memory?.latest)) : undefined,
    alarmSince: alert.state === 'alarm' ? alert.changedAt : memory?.alarmSince,
    deliveries: {},
  }
  for (const [channel, delivery] of Object.entries(deliveries) as [Channel, Delivery][]) {
    const seen = { ...delivery, unseen: delivery.unseen + 1 }
    next.deliveries[channel] = { ...seen, due: dueOf(next, channel, seen, now) }
  }
  return next
}

const firmOf = (alert: Alert | undefined) => (alert?.state === 'no-data' ? undefined : alert)

function isNewer(alert: Alert, known: Alert): boolean {
  if (alert.changedAt !== known.changedAt) return alert.changedAt > known.changedAt
  return alert.state !== known.state && alert.publishedAt > known.publishedAt
}

/** What a channel should know, if it does not know it yet. */
function wantedBy(memory: Memory, channel: Channel, { settled, attempted }: Delivery): Alert | undefined {
  const wanted = channel === 'pagerduty' && memory.latest.state === 'no-data' ? memory.firm : memory.latest
  // Rather twice than wrong for ever: an incident that may have been opened is closed.
  if (!wanted || attempted) return wanted
  if (settled?.state === wanted.state) return undefined
  // A new alarm goes from no data to ok, which is no news to anybody.
  if (!settled && !wanted.wasAlarm && (wanted.state === 'ok' || wanted.state === 'no-data')) return undefined
  return wanted
}

function dueOf(memory: Memory, channel: Channel, delivery: Delivery, now: number): number | undefined {
  const wanted = wantedBy(memory, channel, delivery)
  if (!wanted) return undefined
  if (wanted.state === 'ok' && delivery.overs.filter((at) => at > now - limits.flapWindow).length >= limits.flapOvers) {
    return now + limits.flapQuiet
  }
  return delivery.manner === 'digest' ? (delivery.due ?? now + limits.digestEvery) : now
}

/** What is to be told to a channel now; nothing when it is not due, or somebody else is telling it. */
export function dueNow(memory: Memory, channel: Channel, by: string, now: number): Alert | undefined {
  const delivery = memory.deliveries[channel]
  if (!delivery || delivery.due === undefined || delivery.due > now) return undefined
  if (delivery.lease && delivery.lease.by !== by && delivery.lease.until > now) return undefined
  return wantedBy(memory, channel, delivery)
}

/** Takes the delivery into one's hands, so that nobody tells it at the same time. */
export const lease = (memory: Memory, channel: Channel, { state }: Alert, by: string, now: number): Memory =>
  withDelivery(memory, channel, (delivery) => ({
    ...delivery,
    attempted: state,
    lease: { by, until: now + limits.lease },
  }))

/** Lays it down untold, to be told at `due`. */
export const postpone = (memory: Memory, channel: Channel, due: number): Memory =>
  withDelivery(memory, channel, (delivery) => ({ ...delivery, lease: undefined, due }))

/** The channel has accepted this alert. What became of the subject meanwhile is due next. */
export const told = (memory: Memory, channel: Channel, alert: Alert, now: number): Memory =>
  withDelivery(memory, channel, (delivery) =>
    settle(memory, channel, alert, now, {
      ...delivery,
      openSince: alert.state === 'alarm' ? (delivery.openSince ?? alert.changedAt) : undefined,
      overs: [...delivery.overs.filter((at) => at > now - limits.flapWindow), ...(alert.state === 'ok' ? [now] : [])],
    }),
  )

/** The channel will never take this alert: it goes by mail, and that is the end of it. */
export const refused = (memory: Memory, channel: Channel, alert: Alert, why: string, now: number): Memory =>
  withDelivery(memory, channel, (delivery) => settle(memory, channel, alert, now, owing(delivery, alert, why, now)))

/** The channel is down: it goes by mail now, and the channel is tried again later until it is not worth it any more. */
export function failed(memory: Memory, channel: Channel, alert: Alert, why: string, now: number, after = 0): Memory {
  return withDelivery(memory, channel, (delivery) => {
    const firstFailedAt = delivery.firstFailedAt ?? now
    const next = { ...owing(delivery, alert, why, now), firstFailedAt }
    if (now - firstFailedAt >= limits.giveUpAfter) return settle(memory, channel, alert, now, next)
    const pause = limits.tryAgainAfter[Math.min(delivery.failures, limits.tryAgainAfter.length - 1)]!
    return { ...next, failures: delivery.failures + 1, lease: undefined, due: now + Math.max(pause, after) }
  })
}

/** The mail about this alert is sent. */
export const mailed = (memory: Memory, channel: Channel, alert: Alert): Memory =>
  withDelivery(memory, channel, (delivery) => ({
    ...delivery,
    mailed: momentOf(alert),
    owed: delivery.owed && momentOf(delivery.owed.alert) === momentOf(alert) ? undefined : delivery.owed,
  }))

function owing(delivery: Delivery, alert: Alert, why: string, now: number): Delivery {
  if (delivery.mailed === momentOf(alert)) return delivery
  return { ...delivery, owed: { alert, why, from: now + limits.mailAfter } }
}

function settle(memory: Memory, channel: Channel, alert: Alert, now: number, delivery: Delivery): Delivery {
  const settled: Delivery = {
    ...delivery,
    settled: { state: alert.state, changedAt: alert.changedAt },
    attempted: undefined,
    lease: undefined,
    due: undefined,
    failures: 0,
    firstFailedAt: undefined,
    unseen: momentOf(alert) === momentOf(memory.latest) ? 0 : 1,
  }
  return { ...settled, due: dueOf(memory, channel, settled, now) }
}

function withDelivery(memory: Memory, channel: Channel, change: (delivery: Delivery) => Delivery): Memory {
  const delivery = memory.deliveries[channel]
  return delivery ? { ...memory, deliveries: { ...memory.deliveries, [channel]: change(delivery) } } : memory
}

/** When somebody should look at this again; `undefined` when all who should know do. */
export function pendingAt(memory: Memory): number | undefined {
  const moments = Object.values(memory.deliveries).flatMap(({ due, owed, lease: held }) => [
    ...(due === undefined ? [] : [Math.max(due, held?.until ?? 0)]),
    ...(owed ? [owed.from] : []),
  ])
  return moments.length > 0 ? Math.min(...moments) : undefined
}

/** Until when it is remembered. */
export const expiresAt = ({ latest }: Memory, now: number): number =>
  now + (latest.kind === 'alarm' ? limits.rememberAlarm : limits.rememberReport)
