import { limits } from './routes.ts'

/** When messages may go to Slack, shared by all instances. Instants in milliseconds since 1970. */
export interface Pace {
  /** The next free second. */
  next: number
  /** When single messages went out, within the window. */
  singles: number[]
}

/** How long to wait before sending; `undefined` when it had better wait for the next digest. */
export interface Slot {
  pace: Pace
  wait: number
}

/**
 * Reserves the next free second of the channel.
 * @param single a message about one alert; refused while there is a storm
 * @param patience the longest wait in milliseconds that makes sense
 */
export function reserve(pace: Pace | undefined, now: number, single: boolean, patience: number): Slot | undefined {
  const singles = (pace?.singles ?? []).filter((at) => at > now - limits.slackBurstWindow)
  const at = Math.max(now, pace?.next ?? 0)
  if (at - now > patience) return undefined
  if (single && singles.length >= limits.slackBurst) return undefined
  return { wait: at - now, pace: { next: at + limits.slackGap, singles: single ? [...singles, at] : singles } }
}
