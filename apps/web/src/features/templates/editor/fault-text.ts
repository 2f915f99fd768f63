import type { Finding } from '@baton/engine'
import type { TFunction } from 'i18next'
import { useCallback } from 'react'
import { useTranslation } from 'react-i18next'

/** What keeps a draft from being published, in the reader's language; in the engine's words where there are none. */
export function useFaultText(): (finding: Finding) => string {
  const { t } = useTranslation('editor')
  return useCallback((finding: Finding) => faultText(t, finding), [t])
}

/** @param t of the catalogue `editor` */
export function faultText(t: TFunction<'editor'>, { code, message, values = {} }: Finding): string {
  const { kind, type, operator, name, min } = values
  const ofStep = code === 'outcome_does_not_fit'
  return t(`fault.${code}`, {
    ...values,
    ...(kind !== undefined && { context: String(kind) }),
    ...(type !== undefined && { type: t(`${ofStep ? 'stepType' : 'fieldType'}.${type}`) }),
    ...(operator !== undefined && { operator: t(`operator.${operator}`) }),
    // As it stands in the text that is at fault; braces in a catalogue would be read as a value.
    ...(code.includes('variable') && { name: `{{${name}}}` }),
    ...(code === 'mail_address_invalid' && kind === 'variable' && { found: `{{${values.found}}}` }),
    ...(code === 'options_too_few' && { count: Number(min) }),
    ...(code === 'default_refused' && {
      why: t(`faults.${values.fault}`, { ...values, count: countOf(values), ns: 'common', defaultValue: values.why }),
    }),
    defaultValue: message,
  })
}

const countOf = ({ min, max, missing }: NonNullable<Finding['values']>) => Number(min ?? max ?? missing ?? 0)
