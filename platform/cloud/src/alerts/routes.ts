import type { Alert, Channel, Severity } from './alert.ts'

/** `now` is told one by one as it comes; `digest` is gathered and told together. */
export type Manner = 'now' | 'digest'
export type Route = Partial<Record<Channel, Manner>>

/** Who hears of what. */
export const routes: Record<Severity | 'change', Route> = {
  critical: { pagerduty: 'now', slack: 'now' },
  warning: { slack: 'now' },
  info: { slack: 'digest' },
  // PagerDuty shows changes beside incidents and calls nobody for them.
  change: { pagerduty: 'now', slack: 'digest' },
}

export const routeOf = ({ kind, severity }: Pick<Alert, 'kind' | 'severity'>): Route =>
  routes[kind === 'change' ? 'change' : severity]

const second = 1000
const minute = 60 * second

/** Every number of the router in one place. Durations in milliseconds. */
export const limits = {
  /** What is not urgent is told at most this often. */
  digestEvery: 15 * minute,
  /** An alarm that has ended more often than `flapOvers` times in this time is flapping … */
  flapWindow: 10 * minute,
  flapOvers: 2,
  /** … and its next end is told once it has been quiet for this long. Its beginnings are always told at once. */
  flapQuiet: 10 * minute,
  /** Slack takes about one message a second for each channel. */
  slackGap: 1100,
  /** More single messages than this in a window are a storm: the rest goes into a digest. */
  slackBurst: 5,
  slackBurstWindow: minute,
  /** How long one delivery may be in somebody's hands. Longer than the function may run. */
  lease: 2 * minute,
  /** A channel that is down is tried again after these; the last repeats. */
  tryAgainAfter: [minute, 2 * minute, 5 * minute, 10 * minute],
  /** Until this long after its first failure; by then the mail has long been sent. */
  giveUpAfter: 6 * 60 * minute,
  /** A mail that was owed and not sent is sent by the sweep after this. */
  mailAfter: minute,
  /** For how long an alarm is remembered after its last transition, and a report after it came. */
  rememberAlarm: 90 * 24 * 60 * minute,
  rememberReport: 7 * 24 * 60 * minute,
} as const
