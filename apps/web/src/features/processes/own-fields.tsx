import type { Field, FieldType } from '@baton/engine'
import { ActionIcon, Checkbox, Select, Textarea, TextInput, Tooltip } from '@mantine/core'
import { IconTrash } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { newKey } from '../../lib/api.ts'
import classes from './process.module.css'

/** Types that say all they need by their name, and those with a list of choices. */
const types = [
  'short_text',
  'long_text',
  'number',
  'date',
  'date_time',
  'dropdown',
  'radio',
  'checklist',
  'email',
  'url',
  'phone',
  'file',
  'people',
] as const satisfies FieldType[]
const withOptions: readonly FieldType[] = ['dropdown', 'radio', 'checklist']

/** A question as it is being written. `options`: one a line. */
export type FieldDraft = { id: string; type: (typeof types)[number]; label: string; required: boolean; options: string }

/** The id is random: it must not meet one of the template, of this version or a later one. */
export const draftField = (): FieldDraft => ({
  id: `extra_${newKey().replaceAll('-', '').slice(0, 16)}`,
  type: 'short_text',
  label: '',
  required: false,
  options: '',
})

export function fieldOfDraft({ id, type, label, required, options }: FieldDraft): Field {
  const lines = [...new Set(options.split('\n').map((line) => line.trim()))].filter((line) => line !== '')
  return {
    id,
    type,
    label: label.trim(),
    ...(required ? { required } : {}),
    ...(withOptions.includes(type) ? { options: lines.map((line, at) => ({ id: `o${at + 1}`, label: line })) } : {}),
    ...(required && type === 'checklist' ? { must: 'all' as const } : {}),
  }
}

/** The form of a one-off task, in the simplest words. */
export function OwnFields({
  fields,
  onChange,
  tried,
}: {
  fields: readonly FieldDraft[]
  onChange: (fields: readonly FieldDraft[]) => void
  /** A submit has been tried, so what is missing is said. */
  tried: boolean
}) {
  const { t } = useTranslation('processes')
  const change = (id: string, changed: Partial<FieldDraft>) =>
    onChange(fields.map((field) => (field.id === id ? { ...field, ...changed } : field)))
  return (
    <fieldset className={classes.ownFields}>
      <legend>{t('own.label')}</legend>
      {fields.map((field, at) => (
        <div key={field.id} className={classes.ownField}>
          <TextInput
            label={t('own.question', { number: at + 1 })}
            required
            maxLength={500}
            // oxlint-disable-next-line jsx-a11y/no-autofocus -- it was just asked for
            autoFocus={field.label === '' && at === fields.length - 1}
            value={field.label}
            error={tried && field.label.trim() === '' ? t('own.missing') : undefined}
            onChange={(event) => change(field.id, { label: event.currentTarget.value })}
          />
          <Select
            label={t('own.type')}
            allowDeselect={false}
            data={types.map((value) => ({ value, label: t(`fieldType.${value}`) }))}
            value={field.type}
            onChange={(type) => type && change(field.id, { type: type as FieldDraft['type'] })}
          />
          <Checkbox
            label={t('own.required')}
            checked={field.required}
            onChange={(event) => change(field.id, { required: event.currentTarget.checked })}
          />
          <Tooltip label={t('own.remove')}>
            <ActionIcon
              aria-label={t('own.removeThis', { number: at + 1 })}
              onClick={() => onChange(fields.filter(({ id }) => id !== field.id))}
            >
              <IconTrash size={16} aria-hidden />
            </ActionIcon>
          </Tooltip>
          {withOptions.includes(field.type) && (
            <Textarea
              className={classes.ownOptions}
              label={t('own.options')}
              autosize
              minRows={2}
              value={field.options}
              onChange={(event) => change(field.id, { options: event.currentTarget.value })}
            />
          )}
        </div>
      ))}
    </fieldset>
  )
}
