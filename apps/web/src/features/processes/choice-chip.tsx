import { Combobox, useCombobox } from '@mantine/core'
import { IconCheck, IconChevronDown, IconX } from '@tabler/icons-react'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import classes from './tracker.module.css'

export type Choice = { value: string; label: string; mark?: ReactNode; hint?: string; group?: string }

/** A filter as a chip: says what it filters by, opens what there is to choose from, and has its own way off. */
export function ChoiceChip({
  label,
  value,
  choices,
  onChange,
  searchable = false,
}: {
  label: string
  value: string | undefined
  choices: readonly Choice[]
  onChange: (value: string | undefined) => void
  searchable?: boolean
}) {
  const { t } = useTranslation('processes')
  const [typed, setTyped] = useState('')
  const combobox = useCombobox({
    onDropdownOpen: () => (searchable ? combobox.focusSearchInput() : combobox.focusTarget()),
    onDropdownClose: () => {
      combobox.resetSelectedOption()
      combobox.focusTarget()
      setTyped('')
    },
  })
  const chosen = choices.find((choice) => choice.value === value)
  const wanted = typed.trim().toLowerCase()
  const shown = choices.filter((choice) => choice.label.toLowerCase().includes(wanted))
  const groups = Map.groupBy(shown, (choice) => choice.group ?? '')
  return (
    <span className={classes.chip} data-active={value !== undefined || undefined}>
      <Combobox
        store={combobox}
        keepMounted={false}
        width={280}
        position="bottom-start"
        shadow="md"
        onOptionSubmit={(next) => {
          onChange(next === value ? undefined : next)
          combobox.closeDropdown()
        }}
      >
        <Combobox.Target targetType="button" withExpandedAttribute>
          <button
            type="button"
            className={classes.chipMain}
            aria-label={value === undefined ? label : `${label}: ${chosen?.label ?? '—'}`}
            onClick={() => combobox.toggleDropdown()}
          >
            {value === undefined ? label : <span className={classes.chipLabel}>{label}:</span>}
            {value !== undefined && (
              <span className={classes.chipValue}>
                {chosen?.mark}
                <span>{chosen?.label ?? '—'}</span>
              </span>
            )}
            {value === undefined && <IconChevronDown size={14} aria-hidden />}
          </button>
        </Combobox.Target>
        <Combobox.Dropdown className={classes.chipDropdown}>
          {searchable && (
            <Combobox.Search
              value={typed}
              onChange={(event) => {
                setTyped(event.currentTarget.value)
                combobox.selectFirstOption()
              }}
              placeholder={t('filter.find')}
              aria-label={t('filter.find')}
            />
          )}
          <Combobox.Options aria-label={label}>
            {shown.length === 0 && <Combobox.Empty>{t('filter.nothing')}</Combobox.Empty>}
            {[...groups].map(([group, listed]) =>
              group === '' ? (
                listed.map((choice) => (
                  <ChipOption key={choice.value} choice={choice} chosen={choice.value === value} />
                ))
              ) : (
                <Combobox.Group key={group} label={group}>
                  {listed.map((choice) => (
                    <ChipOption key={choice.value} choice={choice} chosen={choice.value === value} />
                  ))}
                </Combobox.Group>
              ),
            )}
          </Combobox.Options>
        </Combobox.Dropdown>
      </Combobox>
      {value !== undefined && (
        <button
          type="button"
          className={classes.chipClear}
          aria-label={t('filter.remove', { label })}
          onClick={() => onChange(undefined)}
        >
          <IconX size={14} aria-hidden />
        </button>
      )}
    </span>
  )
}

function ChipOption({ choice, chosen }: { choice: Choice; chosen: boolean }) {
  return (
    <Combobox.Option value={choice.value} active={chosen} className={classes.chipOption}>
      {choice.mark}
      <span className={classes.chipOptionLabel}>{choice.label}</span>
      {choice.hint !== undefined && <span className={classes.count}>{choice.hint}</span>}
      {chosen && <IconCheck size={16} aria-hidden />}
    </Combobox.Option>
  )
}
