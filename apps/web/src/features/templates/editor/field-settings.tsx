import { Input, Select, TextInput } from '@mantine/core'
import { DatePickerInput } from '@mantine/dates'
import { type Field, type FieldSetting, settingsOf } from '@baton/engine'
import { type ReactNode, useId } from 'react'
import { useTranslation } from 'react-i18next'
import { FormFields } from '../../../ui/form/form-fields.tsx'
import { NumberInput } from '../../../ui/form/number-input.tsx'
import { ColumnsEditor } from './columns-editor.tsx'
import { currencies } from './currencies.ts'
import classes from './form-tab.module.css'
import { OptionsEditor } from './options-editor.tsx'

type Set = (parts: Partial<Field>, typing?: string) => void

/** The settings that the field's type reads, and no others. */
export function FieldSettings({ field, set }: { field: Field; set: Set }) {
  const { t } = useTranslation('editor')
  const read = settingsOf(field.type)
  const number = (
    setting: 'minLength' | 'maxLength' | 'min' | 'max' | 'decimals' | 'maxItems' | 'maxSizeMb' | 'minRows' | 'maxRows',
    whole = true,
    max?: number,
  ) =>
    read.includes(setting) && (
      <NumberInput
        label={t(`setting.${setting}`)}
        value={field[setting]}
        whole={whole}
        negative={!whole}
        max={max}
        onChange={(value) => set({ [setting]: value }, setting)}
      />
    )
  const day = (setting: 'earliest' | 'latest') =>
    read.includes(setting) && (
      <DatePickerInput
        label={t(`setting.${setting}`)}
        value={field[setting] ?? null}
        clearable
        valueFormat="D MMM YYYY"
        onChange={(value) => set({ [setting]: value ?? undefined })}
      />
    )
  const text = (setting: 'placeholder' | 'pattern' | 'patternHint', maxLength: number, description?: ReactNode) =>
    read.includes(setting) && (
      <TextInput
        label={t(`setting.${setting}`)}
        description={description}
        maxLength={maxLength}
        value={field[setting] ?? ''}
        onChange={(event) => set({ [setting]: event.currentTarget.value }, setting)}
      />
    )
  const has = (...settings: FieldSetting[]) => settings.some((setting) => read.includes(setting))
  return (
    <>
      {has('options') && (
        <OptionsEditor
          options={field.options ?? []}
          onChange={(options, typing) => set({ options }, typing)}
          withRequired={field.type === 'checklist'}
        />
      )}
      {has('must') && (
        <Select
          label={t('setting.must')}
          allowDeselect={false}
          value={field.must ?? 'none'}
          data={(['none', 'one', 'all'] as const).map((value) => ({ value, label: t(`must.${value}`) }))}
          onChange={(must) => set({ must: must === 'none' ? undefined : (must as Field['must']) })}
        />
      )}
      {has('columns') && (
        <ColumnsEditor columns={field.columns ?? []} onChange={(columns, typing) => set({ columns }, typing)} />
      )}
      {has('currency') && (
        <Select
          label={t('setting.currency')}
          searchable
          allowDeselect={false}
          data={currencies}
          value={field.currency ?? null}
          onChange={(currency) => set({ currency: currency ?? undefined })}
        />
      )}
      {has('min', 'minLength', 'minRows') && (
        <div className={classes.pair}>
          {number('min', false)}
          {number('max', false)}
          {number('minLength', true, 30_000)}
          {number('maxLength', true, 30_000)}
          {number('minRows', true, 500)}
          {number('maxRows', true, 500)}
        </div>
      )}
      {has('earliest') && (
        <div className={classes.pair}>
          {day('earliest')}
          {day('latest')}
        </div>
      )}
      {has('decimals', 'maxItems', 'maxSizeMb') && (
        <div className={classes.pair}>
          {number('decimals', true, 6)}
          {number('maxItems', true, 100)}
          {number('maxSizeMb', true, 1000)}
        </div>
      )}
      {has('pattern') && (
        <div className={classes.pair}>
          {text('pattern', 500)}
          {text('patternHint', 250)}
        </div>
      )}
      {text('placeholder', 500)}
      {has('default') && <DefaultAnswer field={field} set={set} />}
    </>
  )
}

/** The answer that stands there before anyone gives one, given as it will be. */
function DefaultAnswer({ field, set }: { field: Field; set: Set }) {
  const { t } = useTranslation('editor')
  const id = useId().replaceAll(/[^a-z0-9]/gi, '')
  const options = field.options?.filter(({ label }) => label.trim() !== '')
  if (options?.length === 0)
    return <Input.Wrapper label={t('setting.default')} description={t('setting.defaultNeedsOptions')} />
  const asked: Field = {
    ...field,
    id: `default_${id}`,
    label: t('setting.default'),
    required: false,
    hidden: false,
    help: undefined,
    placeholder: undefined,
    default: undefined,
    must: undefined,
    ...(options ? { options } : {}),
  }
  const answer = field.default
  return (
    <FormFields
      fields={[asked]}
      answers={answer === undefined ? {} : { [asked.id]: answer }}
      onChange={(_, answer) => {
        const empty = answer === null || answer === '' || (Array.isArray(answer) && answer.length === 0)
        set({ default: empty ? undefined : answer }, 'default')
      }}
    />
  )
}
