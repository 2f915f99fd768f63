import { MultiSelect } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { usePeople } from '../lib/people.ts'
import { PersonMark } from './marks.tsx'
import classes from './people-picker.module.css'

export type Picked = { people: string[]; groups: string[] }

/**
 * Chooses members and, unless `groups` is false, groups. Deactivated members are shown where they are chosen already,
 * and offered no more.
 * @param max how many at most
 */
export function PeoplePicker({
  value,
  onChange,
  label,
  description,
  placeholder,
  groups = true,
  max,
  id,
  readOnly = false,
  invalid = false,
  autoFocus = false,
  onBlur,
  ...aria
}: {
  value: Picked
  onChange: (picked: Picked) => void
  /** Absent where a label stands elsewhere; give `aria-labelledby` then. */
  label?: string
  description?: string
  placeholder?: string
  groups?: boolean
  max?: number
  id?: string
  readOnly?: boolean
  invalid?: boolean
  autoFocus?: boolean
  onBlur?: () => void
  'aria-label'?: string
  'aria-labelledby'?: string
  'aria-describedby'?: string
  'aria-required'?: boolean
}) {
  const { t } = useTranslation()
  const directory = usePeople()
  const chosen = [...value.people, ...value.groups]
  const members = directory.members
    .filter((member) => member.status === 'active' || value.people.includes(member.id))
    .toSorted((a, b) => a.name.localeCompare(b.name))
    .map((member) => ({ value: member.id, label: member.name }))
  // An id nobody answers to any more must not vanish from the form unseen.
  const unknown = chosen
    .filter((one) => !directory.member(one) && !directory.group(one))
    .map((one) => ({ value: one, label: '—' }))
  const data = groups
    ? [
        { group: t('people.members'), items: [...members, ...unknown] },
        { group: t('people.groups'), items: directory.groups.map((group) => ({ value: group.id, label: group.name })) },
      ]
    : [...members, ...unknown]

  return (
    <MultiSelect
      {...aria}
      id={id}
      label={label}
      description={description}
      placeholder={chosen.length === 0 ? (placeholder ?? t(groups ? 'people.pick' : 'people.pickPerson')) : undefined}
      data={data}
      value={chosen}
      onChange={(ids) =>
        onChange({
          people: ids.filter((one) => !directory.group(one)),
          groups: ids.filter((one) => directory.group(one)),
        })
      }
      searchable
      // Enter takes the first that fits what was typed.
      selectFirstOptionOnChange
      hidePickedOptions
      maxValues={max}
      readOnly={readOnly}
      error={invalid}
      autoFocus={autoFocus}
      onBlur={onBlur}
      nothingFoundMessage={t('people.nobody')}
      maxDropdownHeight={280}
      comboboxProps={{ shadow: 'md' }}
      renderOption={({ option }) => {
        const member = directory.member(option.value)
        const group = directory.group(option.value)
        return (
          <span className={classes.option}>
            <PersonMark id={option.value} size={24} tooltip={false} />
            <span className={classes.names}>
              <span>{option.label}</span>
              <span className={classes.detail}>
                {member?.jobTitle ?? member?.email ?? (group && t('people.groupSize', { count: group.members.length }))}
              </span>
            </span>
          </span>
        )
      }}
    />
  )
}
