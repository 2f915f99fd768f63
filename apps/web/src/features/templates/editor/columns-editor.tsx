import { ActionIcon, Button, Checkbox, Select, TextInput } from '@mantine/core'
import type { Column } from '@baton/engine'
import { IconPlus, IconX } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { movedItem, newColumn, newOption } from './document/field-operations.ts'
import { withParts } from './document/outline.ts'
import { currencies } from './currencies.ts'
import { NumberInput } from '../../../ui/form/number-input.tsx'
import classes from './form-tab.module.css'
import { MoveButtons, OptionsEditor } from './options-editor.tsx'

const types = ['short_text', 'number', 'currency', 'date', 'dropdown'] as const satisfies readonly Column['type'][]

/** The typed columns of a table field. */
export function ColumnsEditor({
  columns,
  onChange,
}: {
  columns: Column[]
  onChange: (columns: Column[], typing?: string) => void
}) {
  const { t } = useTranslation('editor')
  const set = (index: number, parts: Partial<Column>, typing?: string) => {
    const column = columns[index]!
    onChange(columns.with(index, { ...withParts(column, parts), label: parts.label ?? column.label }), typing)
  }
  /** What only the old type reads goes. */
  const setType = (index: number, type: Column['type']) => {
    const { id, label, required } = columns[index]!
    const next: Column = { id, label, type, ...(required ? { required } : {}) }
    if (type === 'currency') next.currency = 'EUR'
    if (type === 'dropdown') {
      const first = newOption([])
      next.options = [first, newOption([first])]
    }
    onChange(columns.with(index, next))
  }
  return (
    <fieldset className={classes.group}>
      <legend>{t('columns.title')}</legend>
      <ol className={classes.items}>
        {columns.map((column, index) => {
          const name = column.label || t('columns.label', { number: index + 1 })
          return (
            <li key={column.id} className={classes.column}>
              <TextInput
                size="sm"
                aria-label={t('columns.label', { number: index + 1 })}
                placeholder={t('columns.label', { number: index + 1 })}
                maxLength={250}
                value={column.label}
                onChange={(event) => set(index, { label: event.currentTarget.value }, `column/${column.id}`)}
              />
              <Select
                size="sm"
                aria-label={t('columns.type', { label: name })}
                allowDeselect={false}
                value={column.type}
                data={types.map((type) => ({ value: type, label: t(`fieldType.${type}`) }))}
                onChange={(type) => type && setType(index, type as Column['type'])}
              />
              <span className={classes.item}>
                <MoveButtons
                  label={name}
                  first={index === 0}
                  last={index === columns.length - 1}
                  onMove={(direction) => onChange(movedItem(columns, column.id, direction))}
                />
                <ActionIcon
                  size={24}
                  aria-label={t('removeOne', { label: name })}
                  disabled={columns.length === 1}
                  onClick={() => onChange(columns.toSpliced(index, 1))}
                >
                  <IconX size={14} aria-hidden />
                </ActionIcon>
              </span>
              <div className={classes.columnMore}>
                <div className={classes.switches}>
                  <Checkbox
                    size="xs"
                    label={t('field.required')}
                    checked={column.required ?? false}
                    onChange={(event) => set(index, { required: event.currentTarget.checked })}
                  />
                  {column.type === 'currency' && (
                    <Select
                      size="xs"
                      w={160}
                      searchable
                      allowDeselect={false}
                      aria-label={t('setting.currency')}
                      data={currencies}
                      value={column.currency ?? null}
                      onChange={(currency) => set(index, { currency: currency ?? undefined })}
                    />
                  )}
                  {(column.type === 'number' || column.type === 'currency') &&
                    (['min', 'max'] as const).map((setting) => (
                      <NumberInput
                        key={setting}
                        size="xs"
                        w={90}
                        aria-label={t(`setting.${setting}`)}
                        placeholder={t(`setting.${setting}`)}
                        value={column[setting]}
                        onChange={(value) => set(index, { [setting]: value }, `column/${column.id}/${setting}`)}
                      />
                    ))}
                </div>
                {column.type === 'dropdown' && (
                  <OptionsEditor
                    options={column.options ?? []}
                    onChange={(options, typing) => set(index, { options }, typing)}
                  />
                )}
              </div>
            </li>
          )
        })}
      </ol>
      <Button
        variant="subtle"
        color="gray"
        size="compact-sm"
        leftSection={<IconPlus size={14} aria-hidden />}
        disabled={columns.length >= 30}
        onClick={() => onChange([...columns, newColumn(columns)])}
      >
        {t('columns.add')}
      </Button>
    </fieldset>
  )
}
