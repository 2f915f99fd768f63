import type { Field, Finding } from '@baton/engine'
import { IconAlertCircle } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Markdown } from '../markdown.tsx'
import classes from './form.module.css'
import { useFindingText } from './finding-text.ts'

/** What ties a control to its label, help and errors. Spread the `aria` part on the element that takes the focus. */
export type Wiring = {
  id: string
  labelId: string
  invalid: boolean
  aria: { 'aria-describedby'?: string; 'aria-invalid'?: true; 'aria-required'?: true }
}

export const wiringOf = (id: string, field: Field, required: boolean, findings: readonly Finding[]): Wiring => {
  const described = [field.help && `${id}-help`, findings.length > 0 && `${id}-error`].filter(Boolean).join(' ')
  return {
    id,
    labelId: `${id}-label`,
    invalid: findings.length > 0,
    aria: {
      ...(described ? { 'aria-describedby': described } : {}),
      ...(findings.length > 0 ? { 'aria-invalid': true } : {}),
      ...(required ? { 'aria-required': true } : {}),
    },
  }
}

/** Label above, control, help and errors below. Groups (radio, checklist, file, table) have no single element to label. */
export function FieldFrame({
  field,
  required,
  wiring,
  findings,
  group = false,
  note,
  children,
}: {
  field: Field
  required: boolean
  wiring: Wiring
  findings: readonly Finding[]
  group?: boolean
  /** At the right of the label, e.g. how many boxes are ticked. */
  note?: ReactNode
  children: ReactNode
}) {
  const { t } = useTranslation()
  const words = useFindingText()
  const label = (
    <>
      {field.label}
      {required && (
        <span className={classes.required} aria-hidden>
          {' *'}
        </span>
      )}
      {required && <span className="visually-hidden"> ({t('form.required')})</span>}
    </>
  )
  return (
    <div className={classes.field} data-field={field.id}>
      <div className={classes.labelLine}>
        {group ? (
          <span id={wiring.labelId} className={classes.label}>
            {label}
          </span>
        ) : (
          <label id={wiring.labelId} htmlFor={wiring.id} className={classes.label}>
            {label}
          </label>
        )}
        {note && <span className={classes.note}>{note}</span>}
      </div>
      {children}
      {findings.length > 0 && (
        <div id={`${wiring.id}-error`} className={classes.error}>
          <IconAlertCircle size={16} aria-hidden />
          <span>{[...new Set(findings.map((finding) => words(finding, field)))].join(' ')}</span>
        </div>
      )}
      {field.help && (
        <div id={`${wiring.id}-help`} className={classes.help}>
          <Markdown text={field.help} small />
        </div>
      )}
    </div>
  )
}
