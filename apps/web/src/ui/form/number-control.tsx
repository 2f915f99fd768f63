import { decimalsOf } from '@baton/engine'
import type { Control } from './field-control.tsx'
import { NumberInput } from './number-input.tsx'

/** A number or an amount, written as the locale does, with its currency beside it. */
export function NumberControl({
  field,
  wiring,
  answer,
  onChange,
  onLeave,
  unread,
  onUnread,
}: Control<number | undefined>) {
  const isAmount = field.type === 'currency'
  return (
    <NumberInput
      {...wiring.aria}
      id={wiring.id}
      style={{ maxWidth: 260 }}
      decimals={isAmount && answer !== undefined && !Number.isInteger(answer) ? decimalsOf(field.currency) : undefined}
      rightSection={isAmount ? <span style={{ fontSize: 12 }}>{field.currency}</span> : undefined}
      rightSectionWidth={isAmount ? 48 : undefined}
      placeholder={field.placeholder}
      error={wiring.invalid}
      value={answer}
      onChange={(number) => onChange(number ?? null)}
      onBlur={onLeave}
      unread={unread['']}
      onUnread={(text) => onUnread(text === undefined ? {} : { '': text })}
    />
  )
}
