import { Temporal } from 'temporal-polyfill'

/** Offsets of one zone in one year (UTC): `offsets[i]` holds from `starts[i]` on. Milliseconds. */
type Year = { starts: number[]; offsets: number[] }

/** Zone to year to its table. */
const zones = new Map<string, Map<number, Year>>()

/**
 * How far local time is ahead of UTC, in milliseconds. Temporal knows the zones but takes tens of microseconds; a
 * process has many deadlines, so the changes of clocks are looked up once for each zone and year.
 * @throws RangeError when there is no such zone
 */
export function offsetAt(zone: string, time: number): number {
  const { starts, offsets } = yearOf(zone, new Date(time).getUTCFullYear())
  let at = starts.length - 1
  while (at > 0 && starts[at]! > time) at--
  return offsets[at]!
}

function yearOf(zone: string, year: number): Year {
  let years = zones.get(zone)
  if (!years) zones.set(zone, (years = new Map()))
  const known = years.get(year)
  if (known) return known
  const start = utc(year, 0, 1)
  const end = utc(year + 1, 0, 1)
  let at: Temporal.ZonedDateTime | null = Temporal.Instant.fromEpochMilliseconds(start).toZonedDateTimeISO(zone)
  const found: Year = { starts: [], offsets: [] }
  while (at && at.epochMilliseconds < end) {
    found.starts.push(at.epochMilliseconds)
    found.offsets.push(at.offsetNanoseconds / 1e6)
    at = at.getTimeZoneTransition('next')
  }
  // Dates that people type reach to the year 9999; no table needs to hold them all.
  if (years.size > 500) years.clear()
  years.set(year, found)
  return found
}

/** As Date.UTC at midnight, but the year 99 is not taken for 1999. */
export const utc = (year: number, month: number, day: number): number => new Date(0).setUTCFullYear(year, month, day)

const day = 86_400_000

/**
 * The instant of a local time, both in milliseconds. A time that clocks skip is moved forward by the gap; of one that
 * they show twice, the earlier is meant.
 */
export function instantOf(zone: string, local: number): number {
  const before = offsetAt(zone, local - day)
  const after = offsetAt(zone, local + day)
  const early = local - before
  if (before === after || offsetAt(zone, early) === before) return early
  const late = local - after
  return offsetAt(zone, late) === after ? late : early
}
