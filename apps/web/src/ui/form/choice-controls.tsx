import { Checkbox, Radio, Select } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { Control } from './field-control.tsx'
import classes from './form.module.css'

/** One of many; typing finds it. */
export function DropdownControl({ field, wiring, answer, onChange, onLeave }: Control<string>) {
  const { t } = useTranslation()
  const options = field.options ?? []
  return (
    <Select
      {...wiring.aria}
      id={wiring.id}
      data={options.map(({ id, label }) => ({ value: id, label }))}
      placeholder={field.placeholder ?? t('form.choose')}
      searchable={options.length > 7}
      clearable
      clearButtonProps={{ 'aria-label': t('remove') }}
      allowDeselect={!field.required}
      error={wiring.invalid}
      value={answer || null}
      onChange={(id) => onChange(id)}
      onBlur={onLeave}
      nothingFoundMessage={t('palette.nothing')}
      comboboxProps={{ shadow: 'md' }}
    />
  )
}

export function RadioControl({ field, wiring, answer, onChange, onLeave }: Control<string>) {
  return (
    <div
      id={wiring.id}
      role="radiogroup"
      aria-labelledby={wiring.labelId}
      {...wiring.aria}
      className={classes.choices}
      onBlur={(event) => !event.currentTarget.contains(event.relatedTarget) && onLeave()}
    >
      {(field.options ?? []).map(({ id, label }) => (
        <label key={id} className={classes.choice} htmlFor={`${wiring.id}-${id}`}>
          <Radio
            id={`${wiring.id}-${id}`}
            name={wiring.id}
            value={id}
            size="sm"
            error={wiring.invalid}
            checked={answer === id}
            onChange={() => onChange(id)}
          />
          <span>{label}</span>
        </label>
      ))}
    </div>
  )
}

export function ChecklistControl({ field, wiring, answer, onChange, onLeave }: Control<string[]>) {
  const { t } = useTranslation()
  const options = field.options ?? []
  const toggle = (id: string) => {
    const ticked = options
      .map((option) => option.id)
      .filter((one) => (one === id ? !answer.includes(id) : answer.includes(one)))
    onChange(ticked.length > 0 ? ticked : null)
  }
  const { 'aria-required': _, ...aria } = wiring.aria
  return (
    <div
      id={wiring.id}
      role="group"
      aria-labelledby={wiring.labelId}
      aria-describedby={aria['aria-describedby']}
      className={classes.choices}
      onBlur={(event) => !event.currentTarget.contains(event.relatedTarget) && onLeave()}
    >
      {options.map(({ id, label, required }) => (
        <label key={id} className={classes.choice} htmlFor={`${wiring.id}-${id}`}>
          <Checkbox
            id={`${wiring.id}-${id}`}
            size="sm"
            error={wiring.invalid && !answer.includes(id)}
            checked={answer.includes(id)}
            onChange={() => toggle(id)}
          />
          <span>
            {label}
            {required && field.must !== 'all' && <span className={classes.quiet}> · {t('form.boxRequired')}</span>}
          </span>
        </label>
      ))}
    </div>
  )
}
