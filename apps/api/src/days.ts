import { Temporal } from 'temporal-polyfill'

/** The midnight that begins a day in a time zone, `days` after the day of `now`. An instant as the engine writes it. */
export function midnight(now: Date, timeZone: string, days: number): string {
  const day = Temporal.Instant.fromEpochMilliseconds(now.getTime())
    .toZonedDateTimeISO(timeZone)
    .startOfDay()
    .add({ days })
  return new Date(day.startOfDay().epochMilliseconds).toISOString()
}

/** The midnight that ends the week (Monday to Sunday) of `now` in a time zone. */
export function weekEnd(now: Date, timeZone: string): string {
  const { dayOfWeek } = Temporal.Instant.fromEpochMilliseconds(now.getTime()).toZonedDateTimeISO(timeZone)
  return midnight(now, timeZone, 8 - dayOfWeek)
}
