import { ActionIcon, TextInput, Tooltip } from '@mantine/core'
import { IconBraces } from '@tabler/icons-react'
import { type ReactNode, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useEditor } from './editor-context.ts'
import { PickMenu, type PickItem } from './pick-menu.tsx'
import { variablesOf } from './variables.ts'
import { GrowingText } from './growing-text.tsx'
import classes from './variable-text.module.css'

/**
 * A text that may hold variables: a button puts one in where the caret stands, and so does typing `{{`.
 * `atLaunch`: only what is known when a process is launched.
 */
export function VariableText({
  label,
  description,
  value,
  onChange,
  placeholder,
  multiline = false,
  maxLength,
  atLaunch = false,
  error,
}: {
  label: string
  description?: ReactNode
  value: string
  onChange: (value: string) => void
  placeholder?: string
  multiline?: boolean
  maxLength: number
  atLaunch?: boolean
  error?: ReactNode
}) {
  const { t } = useTranslation('editor')
  const { state } = useEditor()
  const [opened, setOpened] = useState(false)
  const input = useRef<HTMLInputElement & HTMLTextAreaElement>(null)
  const caret = useRef<number>(undefined)

  const items = variablesOf(state.document, atLaunch).map((variable): PickItem => {
    if (variable.kind === 'system')
      return {
        value: variable.name,
        label: t(`variable.${variable.name.replace('.', '_')}`),
        group: t('variable.process'),
      }
    if (variable.kind === 'field')
      return {
        value: variable.name,
        label: variable.label || variable.name,
        group: variable.form ?? t('kickoff.title'),
      }
    return {
      value: variable.name,
      label: t(`variable.${variable.tells}`, { step: variable.step }),
      group: t('variable.steps'),
    }
  })

  const insert = (name: string) => {
    const at = caret.current ?? value.length
    const before = value.slice(0, at).replace(/\{\{$/, '')
    const next = `${before}{{${name}}}${value.slice(at)}`
    if (next.length > maxLength) return
    onChange(next)
    const end = before.length + name.length + 4
    requestAnimationFrame(() => {
      input.current?.focus()
      input.current?.setSelectionRange(end, end)
    })
  }
  const remember = () => (caret.current = input.current?.selectionEnd ?? undefined)
  const shared = {
    ref: input,
    label,
    description,
    value,
    placeholder,
    maxLength,
    error,
    onSelect: remember,
    onChange: (event: { currentTarget: { value: string; selectionEnd: number | null } }) => {
      const { value: typed, selectionEnd } = event.currentTarget
      caret.current = selectionEnd ?? undefined
      onChange(typed)
      if (typed.length > value.length && typed.slice(0, selectionEnd ?? 0).endsWith('{{')) setOpened(true)
    },
  }
  return (
    <div className={classes.root}>
      {multiline ? <GrowingText {...shared} markdown minRows={3} maxRows={16} /> : <TextInput {...shared} />}
      <div className={classes.button}>
        <PickMenu
          items={items}
          onPick={insert}
          label={t('variable.insert')}
          opened={opened}
          onOpenedChange={setOpened}
          width={300}
          onClosed={() => input.current?.focus()}
        >
          {(toggle) => (
            <Tooltip label={t('variable.insert')}>
              <ActionIcon
                onClick={toggle}
                aria-label={t('variable.insertInto', { label })}
                aria-expanded={opened}
                aria-haspopup="listbox"
                size={24}
              >
                <IconBraces size={16} aria-hidden />
              </ActionIcon>
            </Tooltip>
          )}
        </PickMenu>
      </div>
    </div>
  )
}
