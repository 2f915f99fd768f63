import { DatePicker } from '@mantine/dates'
import '@mantine/dates/styles.css'
import { useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { useZone } from '../../lib/session.ts'
import { dayOf } from '../../lib/time.ts'

type Weekday = 0 | 1 | 2 | 3 | 4 | 5 | 6

/** A month to choose a day from, in the reader's language, by arrow keys or mouse. */
export default function Calendar({
  day,
  earliest,
  latest,
  onChoose,
}: {
  /** `YYYY-MM-DD`, or '' for none. */
  day: string
  earliest?: string
  latest?: string
  onChoose: (day: string) => void
}) {
  const { t } = useTranslation()
  const zone = useZone()
  const today = dayOf(Date.now(), zone)
  const words = (options: Intl.DateTimeFormatOptions) => {
    const format = new Intl.DateTimeFormat(zone.locale, { ...options, timeZone: 'UTC' })
    return (date: string) => format.format(new Date(`${date.slice(0, 10)}T00:00:00Z`))
  }
  const box = useRef<HTMLDivElement>(null)
  // It may come after whatever opened it has looked for where to put the focus.
  useEffect(() => box.current?.querySelector<HTMLElement>('[data-autofocus]')?.focus({ preventScroll: true }), [])
  return (
    <DatePicker
      ref={box}
      value={day || null}
      onChange={(chosen) => onChoose(chosen ?? day)}
      defaultDate={day || today}
      minDate={earliest}
      maxDate={latest}
      // Where the focus begins when the calendar opens.
      getDayProps={(date) => (date === (day || today) ? { 'data-autofocus': true } : {})}
      getDayAriaLabel={words({ weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' })}
      weekdayFormat={words({ weekday: 'short' })}
      monthLabelFormat={words({ month: 'long', year: 'numeric' })}
      monthsListFormat={words({ month: 'short' })}
      hideOutsideDates
      weekendDays={[]}
      firstDayOfWeek={firstDayOf(zone.locale)}
      ariaLabels={{
        previousMonth: t('dates.previousMonth'),
        nextMonth: t('dates.nextMonth'),
        previousYear: t('dates.previousYear'),
        nextYear: t('dates.nextYear'),
        previousDecade: t('dates.previousDecade'),
        nextDecade: t('dates.nextDecade'),
      }}
    />
  )
}

/** 0 is Sunday. Monday where the browser does not know. */
function firstDayOf(locale: string): Weekday {
  const known = new Intl.Locale(locale) as Intl.Locale & { getWeekInfo?: () => { firstDay: number } }
  return ((known.getWeekInfo?.().firstDay ?? 1) % 7) as Weekday
}
