import { ActionIcon, Popover, TextInput, type TextInputProps } from '@mantine/core'
import { IconCalendarEvent } from '@tabler/icons-react'
import { type ReactNode, Suspense, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useZone } from '../../lib/session.ts'
import { dayOf, instantOf, wallOf } from '../../lib/time.ts'
import { useTyped } from '../use-typed.ts'
import classes from './dates.module.css'
import { dayShape, readDay, readMoment, writeDay, writeMoment } from './typed.ts'
import { lazyPart } from '../lazy-part.tsx'

// Most dates are typed, or read only.
const Calendar = lazyPart(() => import('./calendar.tsx'), { early: false })

type Shared = Omit<TextInputProps, 'value' | 'defaultValue' | 'onChange' | 'type' | 'rightSection'> & {
  /** A boolean where a form says beside it what is wrong; else the field itself says what it cannot read. */
  error?: ReactNode
  /** First and last day that can be chosen in the calendar, `YYYY-MM-DD`. What is typed is left to the form's checks. */
  earliest?: string
  latest?: string
  /** Takes what was typed and cannot be read, undefined once it can. */
  onUnread?: (text: string | undefined) => void
  unread?: string
  /** False inside another panel that floats: it would take a click in the calendar for one beside it. */
  floating?: boolean
}

/** A day, `YYYY-MM-DD` or '' for none: typed as the reader's locale writes it, or chosen in a calendar. */
export function DayInput({ value, onChange, ...props }: Shared & { value: string; onChange: (day: string) => void }) {
  const zone = useZone()
  return (
    <TypedDate
      {...props}
      value={value}
      onChange={onChange}
      write={(day) => writeDay(day, zone.locale)}
      read={(typed) => readDay(typed, zone.locale, dayOf(Date.now(), zone))}
      example={writeDay(`${dayOf(Date.now(), zone).slice(0, 4)}-12-31`, zone.locale)}
      choose={(day) => day}
    />
  )
}

/** Chosen in the calendar, a day without a time yet begins at this one. */
const timeAtFirst = '09:00'

/** An instant or '' for none: day and time in the reader's zone, typed in one line or begun in a calendar. */
export function MomentInput({
  value,
  onChange,
  ...props
}: Shared & { value: string; onChange: (instant: string) => void }) {
  const zone = useZone()
  const { timeZone, locale } = zone
  const wall = value && wallOf(value, timeZone)
  return (
    <TypedDate
      {...props}
      value={wall}
      onChange={(next) => onChange(next && instantOf(next, timeZone))}
      write={(one) => writeMoment(one, locale)}
      read={(typed) => readMoment(typed, locale, dayOf(Date.now(), zone))}
      example={writeMoment(`${dayOf(Date.now(), zone).slice(0, 4)}-12-31T17:00`, locale)}
      choose={(day) => `${day}T${wall.slice(11) || timeAtFirst}`}
    />
  )
}

function TypedDate({
  value,
  onChange,
  write,
  read,
  example,
  choose,
  earliest,
  latest,
  floating = true,
  unread,
  onUnread,
  error,
  onBlur,
  ...props
}: Shared & {
  value: string
  onChange: (value: string) => void
  write: (value: string) => string
  read: (typed: string) => string | undefined
  /** What can be read, in the reader's locale. */
  example: string
  /** The value that a day of the calendar stands for. */
  choose: (day: string) => string
}) {
  const { t } = useTranslation()
  const { locale } = useZone()
  const input = useRef<HTMLInputElement>(null)
  const [opened, setOpened] = useState(false)
  const typed = useTyped<string>({
    value: value || undefined,
    write,
    read,
    onChange: (next) => onChange(next ?? ''),
    unread,
    onUnread,
  })
  const close = () => {
    setOpened(false)
    input.current?.focus()
  }
  return (
    <TextInput
      {...props}
      ref={input}
      autoComplete="off"
      placeholder={
        props.placeholder ??
        (value.length > 10 || example.length > 10
          ? example
          : dayShape(locale, { day: t('dates.day'), month: t('dates.month'), year: t('dates.year') }))
      }
      value={typed.text}
      error={typed.failed && typeof error !== 'boolean' ? t('dates.unread', { example }) : error}
      onChange={(event) => typed.change(event.currentTarget.value)}
      onBlur={(event) => {
        typed.leave()
        onBlur?.(event)
      }}
      rightSectionPointerEvents="all"
      rightSection={
        <Popover
          opened={opened}
          onChange={setOpened}
          onClose={close}
          position="bottom-end"
          withinPortal={floating}
          trapFocus
          // A panel around it would close as well.
          closeOnEscape={false}
        >
          <Popover.Target>
            <ActionIcon
              aria-label={t('dates.open')}
              size={24}
              disabled={props.disabled}
              onClick={() => setOpened(!opened)}
            >
              <IconCalendarEvent size={16} aria-hidden />
            </ActionIcon>
          </Popover.Target>
          <Popover.Dropdown
            className={classes.calendar}
            aria-label={t('dates.open')}
            onKeyDown={(event) => {
              if (event.key !== 'Escape') return
              event.stopPropagation()
              close()
            }}
          >
            <Suspense fallback={null}>
              <Calendar
                day={value.slice(0, 10)}
                earliest={earliest}
                latest={latest}
                onChoose={(day) => {
                  typed.replace(choose(day))
                  close()
                }}
              />
            </Suspense>
          </Popover.Dropdown>
        </Popover>
      }
    />
  )
}
