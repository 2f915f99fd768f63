import { TextInput, type TextInputProps } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { useZone } from '../../lib/session.ts'
import { useTyped } from '../use-typed.ts'
import { readNumber, writeNumber } from './typed-number.ts'

/**
 * A number, typed and shown as the reader's locale writes it. What cannot be read stays to be corrected.
 * @param decimals at least so many are shown
 * @param whole, negative, max what can be typed at all; anything else cannot be read
 * @param error a boolean where a form says beside it what is wrong; else the field itself says what it cannot read
 * @param onUnread takes what cannot be read, undefined once it can
 */
export function NumberInput({
  value,
  onChange,
  decimals,
  whole = false,
  negative = true,
  max,
  unread,
  onUnread,
  error,
  onBlur,
  ...props
}: Omit<TextInputProps, 'value' | 'defaultValue' | 'onChange' | 'type'> & {
  value: number | undefined
  onChange: (value: number | undefined) => void
  decimals?: number
  whole?: boolean
  negative?: boolean
  max?: number
  unread?: string
  onUnread?: (text: string | undefined) => void
}) {
  const { t } = useTranslation()
  const { locale } = useZone()
  const example = writeNumber(whole ? 12 : 1234.5, locale, decimals)
  const typed = useTyped<number>({
    value,
    write: (number) => writeNumber(number, locale, decimals),
    read: (text) => {
      const number = readNumber(text, locale)
      const fits =
        number !== undefined &&
        (!whole || Number.isSafeInteger(number)) &&
        (negative || number >= 0) &&
        number <= (max ?? number)
      return fits ? number : undefined
    },
    onChange,
    unread,
    onUnread,
  })
  return (
    <TextInput
      {...props}
      autoComplete="off"
      inputMode={whole && !negative ? 'numeric' : 'decimal'}
      value={typed.text}
      error={
        typed.failed && typeof error !== 'boolean'
          ? max === undefined
            ? t('numbers.unread', { example })
            : t('numbers.unreadUpTo', { max: writeNumber(max, locale) })
          : error
      }
      onChange={(event) => typed.change(event.currentTarget.value)}
      onBlur={(event) => {
        typed.leave()
        onBlur?.(event)
      }}
    />
  )
}
