import { decimalsOf } from '@baton/engine'
import { NumberInput } from '@mantine/core'
import { useZone } from '../../lib/session.ts'
import type { Control } from './field-control.tsx'
import { separatorsOf } from './typed-number.ts'

/** A number or an amount, written as the locale does, with its currency beside it. */
export function NumberControl({ field, wiring, answer, onChange, onLeave }: Control<number | undefined>) {
  const { locale } = useZone()
  const { thousands, point } = separatorsOf(locale)
  const decimals = field.type === 'currency' ? decimalsOf(field.currency) : field.decimals
  return (
    <NumberInput
      {...wiring.aria}
      id={wiring.id}
      inputMode={decimals === 0 ? 'numeric' : 'decimal'}
      style={{ maxWidth: 260 }}
      hideControls
      thousandSeparator={thousands}
      decimalSeparator={point}
      decimalScale={decimals}
      // What is out of range is said, not silently changed.
      clampBehavior="none"
      rightSection={field.type === 'currency' ? <span style={{ fontSize: 12 }}>{field.currency}</span> : undefined}
      rightSectionWidth={field.type === 'currency' ? 48 : undefined}
      placeholder={field.placeholder}
      error={wiring.invalid}
      value={answer ?? ''}
      onChange={(value) => {
        const number = typeof value === 'number' ? value : value === '' ? undefined : Number(value)
        onChange(number === undefined || Number.isNaN(number) ? null : number)
      }}
      onBlur={onLeave}
    />
  )
}
