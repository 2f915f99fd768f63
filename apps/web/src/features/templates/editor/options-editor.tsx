import { ActionIcon, Button, Checkbox, TextInput, Tooltip } from '@mantine/core'
import type { Option } from '@baton/engine'
import { IconArrowDown, IconArrowUp, IconPlus, IconX } from '@tabler/icons-react'
import { type ClipboardEvent, type KeyboardEvent, useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { movedItem, newOption } from './document/field-operations.ts'
import { pastedLines } from './document/pasted-list.ts'
import classes from './form-tab.module.css'

/** The choices of a field, one a line: Enter makes the next, a pasted list makes many. */
export function OptionsEditor({
  options,
  onChange,
  withRequired = false,
}: {
  options: Option[]
  onChange: (options: Option[], typing?: string) => void
  withRequired?: boolean
}) {
  const { t } = useTranslation('editor')
  const list = useRef<HTMLOListElement>(null)
  const wanted = useRef<number>(undefined)
  useEffect(() => {
    if (wanted.current === undefined) return
    const inputs = list.current!.querySelectorAll<HTMLInputElement>('[data-option]')
    inputs[Math.max(0, Math.min(wanted.current, inputs.length - 1))]?.focus()
    wanted.current = undefined
  })
  const focus = (index: number) => (wanted.current = index)
  const set = (index: number, parts: Partial<Option>, typing?: string) => {
    const { required, ...rest } = { ...options[index]!, ...parts }
    onChange(options.with(index, required ? { ...rest, required } : rest), typing)
  }
  const insert = (index: number) => {
    focus(index)
    onChange(options.toSpliced(index, 0, newOption(options)))
  }
  const remove = (index: number) => {
    focus(index - 1)
    onChange(options.toSpliced(index, 1))
  }
  const move = (index: number, direction: 'up' | 'down') => {
    focus(index + (direction === 'up' ? -1 : 1))
    onChange(movedItem(options, options[index]!.id, direction))
  }
  const onKeyDown = (index: number) => (event: KeyboardEvent<HTMLInputElement>) => {
    if (event.nativeEvent.isComposing) return
    if (event.key === 'Enter') insert(index + 1)
    else if (event.key === 'Backspace' && options[index]!.label === '') remove(index)
    else if (event.key === 'ArrowUp' && event.altKey) move(index, 'up')
    else if (event.key === 'ArrowDown' && event.altKey) move(index, 'down')
    else return
    event.preventDefault()
    event.stopPropagation()
  }
  const onPaste = (index: number) => (event: ClipboardEvent<HTMLInputElement>) => {
    const lines = pastedLines(event.clipboardData.getData('text/plain'))
    if (lines.length < 2) return
    event.preventDefault()
    const made = [...options]
    const fresh = made[index]!.label === '' ? made.splice(index, 1) : []
    let at = fresh.length > 0 ? index : index + 1
    for (const { title } of lines.slice(0, 500 - made.length)) {
      made.splice(at++, 0, { ...(fresh.pop() ?? newOption(made)), label: title })
    }
    focus(at - 1)
    onChange(made)
  }
  return (
    <fieldset className={classes.group}>
      <legend>{t('options.title')}</legend>
      <ol className={classes.items} ref={list}>
        {options.map((option, index) => (
          <li key={option.id} className={classes.item}>
            <TextInput
              className={classes.itemInput}
              data-option
              size="sm"
              aria-label={t('options.label', { number: index + 1 })}
              placeholder={t('options.label', { number: index + 1 })}
              maxLength={2000}
              value={option.label}
              onChange={(event) => set(index, { label: event.currentTarget.value }, `option/${option.id}`)}
              onKeyDown={onKeyDown(index)}
              onPaste={onPaste(index)}
            />
            {withRequired && (
              <Tooltip label={t('options.requiredHint')}>
                <Checkbox
                  label={t('options.required')}
                  size="xs"
                  checked={option.required ?? false}
                  onChange={(event) => set(index, { required: event.currentTarget.checked })}
                />
              </Tooltip>
            )}
            <MoveButtons
              label={option.label || t('options.label', { number: index + 1 })}
              first={index === 0}
              last={index === options.length - 1}
              onMove={(direction) => move(index, direction)}
            />
            <ActionIcon
              size={24}
              aria-label={t('removeOne', { label: option.label || t('options.label', { number: index + 1 }) })}
              onClick={() => remove(index)}
            >
              <IconX size={14} aria-hidden />
            </ActionIcon>
          </li>
        ))}
      </ol>
      <Button
        variant="subtle"
        color="gray"
        size="compact-sm"
        mt={4}
        leftSection={<IconPlus size={14} aria-hidden />}
        onClick={() => insert(options.length)}
      >
        {t('options.add')}
      </Button>
    </fieldset>
  )
}

/** Up and down, for whoever does not know the keys. */
export function MoveButtons({
  label,
  first,
  last,
  onMove,
}: {
  label: string
  first: boolean
  last: boolean
  onMove: (direction: 'up' | 'down') => void
}) {
  const { t } = useTranslation('editor')
  return (
    <>
      <ActionIcon size={24} aria-label={t('moveUpOne', { label })} disabled={first} onClick={() => onMove('up')}>
        <IconArrowUp size={14} aria-hidden />
      </ActionIcon>
      <ActionIcon size={24} aria-label={t('moveDownOne', { label })} disabled={last} onClick={() => onMove('down')}>
        <IconArrowDown size={14} aria-hidden />
      </ActionIcon>
    </>
  )
}
