/** Dates and times as people read them, in a zone and a locale. Instants are ISO strings in UTC. */
export type Zone = { timeZone: string; locale: string }

const formats = new Map<string, Intl.DateTimeFormat>()
/** Making a format costs far more than using it. */
function format({ locale, timeZone }: Zone, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `${locale}|${timeZone}|${JSON.stringify(options)}`
  let found = formats.get(key)
  if (!found) formats.set(key, (found = new Intl.DateTimeFormat(locale, { timeZone, ...options })))
  return found
}

/** The calendar day of an instant in the zone, `YYYY-MM-DD`. */
export const dayOf = (instant: string | number | Date, zone: Zone): string =>
  format({ ...zone, locale: 'en-CA' }, { year: 'numeric', month: '2-digit', day: '2-digit' }).format(new Date(instant))

/** Whole days from one calendar day to another; negative when `to` is earlier. */
export const daysBetween = (from: string, to: string): number =>
  Math.round((Date.parse(to) - Date.parse(from)) / 86_400_000)

/** `Thu, 26 Nov 2026, 17:00 CET`: never ambiguous. */
export const exactTime = (instant: string, zone: Zone): string =>
  format(zone, {
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    timeZoneName: 'short',
  }).format(new Date(instant))

export const clockTime = (instant: string, zone: Zone): string =>
  format(zone, { hour: '2-digit', minute: '2-digit' }).format(new Date(instant))

/** A calendar day, `26 Nov 2026`. */
export const longDate = (day: string, { locale }: Pick<Zone, 'locale'>): string =>
  format({ locale, timeZone: 'UTC' }, { day: 'numeric', month: 'short', year: 'numeric' }).format(
    new Date(`${day}T00:00:00Z`),
  )

/**
 * When something is, seen from now, in few letters: `in 20 min`, `2 h ago`, `today 17:00`, `tomorrow`, `Fri`,
 * `3 Dec`, and with the year when it is another one.
 */
export function relativeTime(instant: string, now: number, zone: Zone): string {
  const time = Date.parse(instant)
  const relative = relatives(zone.locale)
  const minutes = Math.round((time - now) / 60_000)
  if (minutes === 0) return relative.format(0, 'second')
  if (Math.abs(minutes) < 60) return relative.format(minutes, 'minute')
  const days = daysBetween(dayOf(now, zone), dayOf(time, zone))
  const hours = Math.round(minutes / 60)
  if (Math.abs(hours) < 12 || days === 0) return relative.format(hours, 'hour')
  if (days >= -6 && days <= 1) return relative.format(days, 'day')
  if (days > 1 && days < 7) return format(zone, { weekday: 'short' }).format(time)
  const sameYear = dayOf(now, zone).slice(0, 4) === dayOf(time, zone).slice(0, 4)
  return format(zone, { day: 'numeric', month: 'short', ...(sameYear ? {} : { year: 'numeric' }) }).format(time)
}

const relativeFormats = new Map<string, Intl.RelativeTimeFormat>()
function relatives(locale: string): Intl.RelativeTimeFormat {
  let found = relativeFormats.get(locale)
  if (!found)
    relativeFormats.set(locale, (found = new Intl.RelativeTimeFormat(locale, { numeric: 'auto', style: 'short' })))
  return found
}

/** Where an open task stands to its deadline. `soon`: within 24 hours. */
export function urgencyOf(dueAt: string | null | undefined, now: number): 'none' | 'overdue' | 'soon' | 'later' {
  if (!dueAt) return 'none'
  const left = Date.parse(dueAt) - now
  return left < 0 ? 'overdue' : left < 86_400_000 ? 'soon' : 'later'
}

/**
 * The instant that a wall clock in the zone shows as `YYYY-MM-DDTHH:mm`. In the hour that clocks skip, the time an
 * hour on; in the hour they repeat, the first of the two.
 */
export function instantOf(wall: string, timeZone: string): string {
  const asUtc = Date.parse(`${wall}:00Z`)
  const guesses = [asUtc - offsetAt(asUtc - 86_400_000, timeZone), asUtc - offsetAt(asUtc + 86_400_000, timeZone)]
  const exact = guesses.filter((guess) => guess + offsetAt(guess, timeZone) === asUtc)
  return new Date(exact.length > 0 ? Math.min(...exact) : Math.max(...guesses)).toISOString()
}

/** What a wall clock in the zone shows at an instant, `YYYY-MM-DDTHH:mm`. */
export const wallOf = (instant: string, timeZone: string): string =>
  new Date(Date.parse(instant) + offsetAt(Date.parse(instant), timeZone)).toISOString().slice(0, 16)

function offsetAt(time: number, timeZone: string): number {
  const parts = format(
    { locale: 'en-US', timeZone },
    {
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    },
  ).formatToParts(time)
  const part = (type: string) => Number(parts.find((one) => one.type === type)?.value)
  const wall = Date.UTC(part('year'), part('month') - 1, part('day'), part('hour'), part('minute'), part('second'))
  return wall - Math.floor(time / 1000) * 1000
}
