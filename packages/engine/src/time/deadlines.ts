import type { Answer } from '../form/answers.ts'
import type { Instant, Key } from '../people/ids.ts'
import type { Deadline } from '../template/document.ts'
import { instantOf, offsetAt, utc } from './zones.ts'

const inMilliseconds = { minutes: 60_000, hours: 3_600_000 } as const

/** The hour of its day at which a date anchor counts, local time. */
export const dateAnchorHour = 17

/** What an anchor can be read from. Absent means that it has not happened, or does not count because it is hidden. */
export type Anchors = {
  launchedAt: Instant
  /** Of the task whose deadline it is. */
  openedAt?: Instant
  completedAt(step: Key): Instant | undefined
  answer(field: Key): Answer | undefined
}

/** The instant that a deadline counts from; undefined while there is none, so that there is no deadline either. */
export function anchorOf({ from }: Deadline, anchors: Anchors, timeZone: string): Instant | undefined {
  if ('launch' in from) return anchors.launchedAt
  if ('opened' in from) return anchors.openedAt
  if ('completed' in from) return anchors.completedAt(from.completed)
  const answer = anchors.answer(from.field)
  if (typeof answer !== 'string') return undefined
  const date = /^(\d{4})-(\d{2})-(\d{2})$/.exec(answer)
  if (!date) return Number.isNaN(Date.parse(answer)) ? undefined : answer
  const local = utc(Number(date[1]), Number(date[2]) - 1, Number(date[3])) + dateAnchorHour * inMilliseconds.hours
  return inRange(instantOf(timeZone, local))
}

/**
 * When a task is due. Minutes and hours are exact; days, weeks and months keep the local hour, and a month that is too
 * short takes its last day.
 * @param timeZone IANA name
 * @returns undefined beyond the years 0 to 9999, which no stored instant can name
 */
export function dueAtOf({ amount, unit, direction }: Deadline, anchor: Instant, timeZone: string): Instant | undefined {
  const by = direction === 'before' ? -amount : amount
  const start = Date.parse(anchor)
  if (unit === 'minutes' || unit === 'hours') return inRange(start + by * inMilliseconds[unit])
  if (by === 0) return anchor
  const local = new Date(start + offsetAt(timeZone, start))
  if (unit === 'months') {
    const day = local.getUTCDate()
    local.setUTCDate(1)
    local.setUTCMonth(local.getUTCMonth() + by)
    local.setUTCDate(Math.min(day, daysIn(local.getUTCFullYear(), local.getUTCMonth())))
  } else {
    local.setUTCDate(local.getUTCDate() + by * (unit === 'weeks' ? 7 : 1))
  }
  return inRange(instantOf(timeZone, local.getTime()))
}

const daysIn = (year: number, month: number) => new Date(utc(year, month + 1, 0)).getUTCDate()

const first = utc(0, 0, 2)
const last = utc(9999, 11, 30)

function inRange(time: number): Instant | undefined {
  return time >= first && time <= last ? new Date(time).toISOString() : undefined
}
