import { MultiSelect, Select, TagsInput, TextInput } from '@mantine/core'
import { type Column, type Field, type FieldCondition, valueKindOf } from '@baton/engine'
import { useTranslation } from 'react-i18next'
import { usePeople } from '../../../lib/people.ts'
import { DayInput, MomentInput } from '../../../ui/dates/date-input.tsx'
import { NumberInput } from '../../../ui/form/number-input.tsx'
import classes from './rules.module.css'

/** What an answer is compared with, asked for as fits its type. */
export function ConditionValue({
  condition,
  compared,
  onChange,
}: {
  condition: FieldCondition
  compared: Field | Column | undefined
  onChange: (value: FieldCondition['value']) => void
}) {
  const { t } = useTranslation('editor')
  const { members } = usePeople()
  const { value } = condition
  const kind = valueKindOf(condition.is)
  if (kind === 'none' || !compared) return null
  const shared = { size: 'xs' as const, className: classes.value, 'aria-label': t('rule.value') }
  const list = Array.isArray(value) ? value : value === undefined ? [] : [String(value)]
  const one = Array.isArray(value) ? value[0] : value

  const choices =
    compared.type === 'people'
      ? members.map(({ id, name }) => ({ value: id, label: name }))
      : 'options' in compared && ['dropdown', 'radio', 'checklist'].includes(compared.type)
        ? (compared.options ?? []).filter(({ label }) => label !== '').map(({ id, label }) => ({ value: id, label }))
        : undefined
  if (choices && kind === 'many')
    return (
      <MultiSelect
        {...shared}
        searchable
        data={choices}
        value={list.filter((id) => choices.some((choice) => choice.value === id))}
        onChange={(ids) => onChange(ids.length > 0 ? ids : undefined)}
      />
    )
  if (choices)
    return (
      <Select
        {...shared}
        searchable
        placeholder={t('rule.choose')}
        data={choices}
        value={typeof one === 'string' ? one : null}
        onChange={(id) => onChange(id ?? undefined)}
      />
    )
  switch (compared.type) {
    case 'number':
    case 'currency':
      return <NumberInput {...shared} value={typeof one === 'number' ? one : undefined} onChange={onChange} />
    case 'date':
      return (
        <DayInput
          {...shared}
          value={typeof one === 'string' ? one : ''}
          onChange={(day) => onChange(day || undefined)}
        />
      )
    case 'date_time':
      return (
        <MomentInput
          {...shared}
          value={typeof one === 'string' ? one : ''}
          onChange={(instant) => onChange(instant || undefined)}
        />
      )
    default:
      if (kind === 'many')
        return (
          <TagsInput {...shared} value={list} onChange={(texts) => onChange(texts.length > 0 ? texts : undefined)} />
        )
      return (
        <TextInput
          {...shared}
          maxLength={2000}
          value={one === undefined ? '' : String(one)}
          onChange={(event) => onChange(event.currentTarget.value || undefined)}
        />
      )
  }
}
