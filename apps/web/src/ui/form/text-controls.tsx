import { Input } from '@mantine/core'
import { IconAt, IconLink, IconPhone } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { useZone } from '../../lib/session.ts'
import { DayInput, MomentInput } from '../dates/date-input.tsx'
import type { Control } from './field-control.tsx'
import classes from './form.module.css'

const kinds = {
  short_text: { type: 'text', icon: undefined, autoComplete: undefined },
  email: { type: 'email', icon: IconAt, autoComplete: 'email' },
  url: { type: 'url', icon: IconLink, autoComplete: 'url' },
  phone: { type: 'tel', icon: IconPhone, autoComplete: 'tel' },
} as const

/** One line of text, with the keyboard that phones have for it. */
export function ShortTextControl({ field, wiring, answer, onChange, onLeave }: Control<string>) {
  const { type, icon: Icon, autoComplete } = kinds[field.type as keyof typeof kinds]
  return (
    <Input
      {...wiring.aria}
      id={wiring.id}
      type={type}
      autoComplete={autoComplete ?? 'off'}
      leftSection={Icon && <Icon size={16} aria-hidden />}
      placeholder={field.placeholder}
      error={wiring.invalid}
      value={answer}
      onChange={(event) => onChange(event.currentTarget.value || null)}
      onBlur={onLeave}
    />
  )
}

/** Grows with what is written. */
export function LongTextControl({ field, wiring, answer, onChange, onLeave }: Control<string>) {
  return (
    <Input
      {...wiring.aria}
      component="textarea"
      id={wiring.id}
      multiline
      rows={3}
      classNames={{ input: classes.textarea }}
      placeholder={field.placeholder}
      error={wiring.invalid}
      value={answer}
      onChange={(event) => onChange(event.currentTarget.value || null)}
      onBlur={onLeave}
    />
  )
}

/** A day, typed as the reader's locale writes it or chosen in a calendar. */
export function DateControl({ field, wiring, answer, onChange, onLeave, unread, onUnread }: Control<string>) {
  return (
    <DayInput
      {...wiring.aria}
      id={wiring.id}
      style={{ maxWidth: 220 }}
      earliest={field.earliest}
      latest={field.latest}
      error={wiring.invalid}
      value={answer}
      onChange={(day) => onChange(day || null)}
      onBlur={onLeave}
      unread={unread['']}
      onUnread={(text) => onUnread(text === undefined ? {} : { '': text })}
    />
  )
}

/** Shown and typed in the reader's zone, kept as an instant. */
export function DateTimeControl({ field, wiring, answer, onChange, onLeave, unread, onUnread }: Control<string>) {
  const { t } = useTranslation()
  const { timeZone } = useZone()
  return (
    <>
      <MomentInput
        {...wiring.aria}
        id={wiring.id}
        style={{ maxWidth: 260 }}
        earliest={field.earliest}
        latest={field.latest}
        error={wiring.invalid}
        value={answer}
        onChange={(instant) => onChange(instant || null)}
        onBlur={onLeave}
        unread={unread['']}
        onUnread={(text) => onUnread(text === undefined ? {} : { '': text })}
      />
      <div className={classes.quiet} style={{ marginTop: 4 }}>
        {t('form.zone', { zone: timeZone.replaceAll('_', ' ') })}
      </div>
    </>
  )
}
