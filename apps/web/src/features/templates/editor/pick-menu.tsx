import { Combobox, ScrollArea, useCombobox } from '@mantine/core'
import { type ReactElement, useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import classes from './pick-menu.module.css'

export type PickItem = { value: string; label: string; group?: string; hint?: string; icon?: ReactElement }

/**
 * A button that opens a list to search and choose from, by keyboard or pointer.
 * @param children draws the button; it must take `onClick` and the other properties given
 */
export function PickMenu({
  items,
  onPick,
  label,
  children,
  opened,
  onOpenedChange,
  width = 280,
  onClosed,
}: {
  items: readonly PickItem[]
  onPick: (value: string) => void
  /** What is chosen, for readers and as the placeholder of the search. */
  label: string
  children: (toggle: () => void, opened: boolean) => ReactElement
  /** Given when something else opens it too. */
  opened?: boolean
  onOpenedChange?: (opened: boolean) => void
  width?: number
  /** Closed without a choice. */
  onClosed?: () => void
}) {
  const { t } = useTranslation('editor')
  const [search, setSearch] = useState('')
  const combobox = useCombobox({
    ...(opened === undefined ? {} : { opened }),
    ...(onOpenedChange ? { onOpenedChange } : {}),
    onDropdownClose: () => {
      setSearch('')
      combobox.resetSelectedOption()
    },
  })
  // Opened from outside or by its button: what is typed next is the search.
  const { dropdownOpened } = combobox
  const focusSearch = combobox.focusSearchInput
  useEffect(() => {
    if (!dropdownOpened) return
    const timer = setTimeout(focusSearch)
    return () => clearTimeout(timer)
  }, [dropdownOpened, focusSearch])
  const wanted = search.trim().toLowerCase()
  const found = items.filter(({ label: text, hint = '', group = '' }) =>
    `${text} ${hint} ${group}`.toLowerCase().includes(wanted),
  )
  const groups = [...new Set(found.map(({ group }) => group))]
  return (
    <Combobox
      store={combobox}
      width={width}
      position="bottom-start"
      shadow="md"
      onOptionSubmit={(value) => {
        combobox.closeDropdown()
        onPick(value)
      }}
    >
      <Combobox.DropdownTarget>
        {children(() => combobox.toggleDropdown(), combobox.dropdownOpened)}
      </Combobox.DropdownTarget>
      <Combobox.Dropdown
        onKeyDown={(event) => {
          if (event.key !== 'Escape') return
          event.stopPropagation()
          combobox.closeDropdown()
          onClosed?.()
        }}
      >
        <Combobox.Search
          value={search}
          onChange={(event) => {
            setSearch(event.currentTarget.value)
            combobox.updateSelectedOptionIndex()
          }}
          placeholder={label}
          aria-label={label}
          onFocus={() => combobox.selectFirstOption()}
          onInput={() => setTimeout(() => combobox.selectFirstOption())}
        />
        <Combobox.Options aria-label={label}>
          <ScrollArea.Autosize mah={280} type="scroll">
            {found.length === 0 && <Combobox.Empty>{t('pick.none')}</Combobox.Empty>}
            {groups.map((group) =>
              group === undefined ? (
                found.filter((item) => item.group === undefined).map((item) => <Option key={item.value} item={item} />)
              ) : (
                <Combobox.Group key={group} label={group}>
                  {found
                    .filter((item) => item.group === group)
                    .map((item) => (
                      <Option key={item.value} item={item} />
                    ))}
                </Combobox.Group>
              ),
            )}
          </ScrollArea.Autosize>
        </Combobox.Options>
      </Combobox.Dropdown>
    </Combobox>
  )
}

const Option = ({ item }: { item: PickItem }) => (
  <Combobox.Option value={item.value}>
    <span className={classes.option}>
      {item.icon}
      <span className={classes.label}>{item.label}</span>
      {item.hint && <span className={classes.hint}>{item.hint}</span>}
    </span>
  </Combobox.Option>
)
