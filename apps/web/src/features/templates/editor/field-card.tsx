import { ActionIcon, Menu, Select, Switch, TextInput } from '@mantine/core'
import type { Field, FieldType } from '@baton/engine'
import {
  IconAlertTriangle,
  IconArrowDown,
  IconArrowUp,
  IconChevronDown,
  IconChevronRight,
  IconCopy,
  IconDots,
  IconTrash,
} from '@tabler/icons-react'
import { type KeyboardEvent, memo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { isMac } from '../../../lib/actions.ts'
import { KeyHint } from '../../../ui/key-hint.tsx'
import { toast } from '../../../ui/toast.tsx'
import {
  changeField,
  changeFieldType,
  duplicateField,
  type FormPlace,
  moveField,
  removeField,
} from './document/field-operations.ts'
import { isProvisional } from './document/slugs.ts'
import { useEditor } from './editor-context.ts'
import type { Selection } from './editor-state.ts'
import { Faults } from './faults.tsx'
import { FieldIcon, useFieldTypeItems } from './field-icons.tsx'
import { FieldSettings } from './field-settings.tsx'
import { fieldAtPlace } from './finding-places.ts'
import { GrowingText } from './growing-text.tsx'
import classes from './form-tab.module.css'
import { PickMenu } from './pick-menu.tsx'

/** One field: a line, and its settings when it is open. */
export const FieldCard = memo(function FieldCard({
  field,
  index,
  count,
  place,
  open,
  selectionOf,
  addBelow,
  focusOpen,
}: {
  field: Field
  index: number
  count: number
  place: FormPlace
  open: boolean
  selectionOf: (field: string | undefined) => Selection
  addBelow: (type: FieldType) => void
  focusOpen: (part?: 'label' | 'head') => void
}) {
  const { t } = useTranslation('editor')
  const { edit, select, dispatch, findings } = useEditor()
  const [picking, setPicking] = useState(false)
  const typeItems = useFieldTypeItems()
  const { id, type, label } = field
  const faults = findings.filter(({ place: at }) => fieldAtPlace(at) === id && !at.rule)
  const name = label || t('field.untitled')

  const set = (parts: Partial<Field>, typing?: string) =>
    edit((doc) => changeField(doc, id, parts), typing ? { typing: `field/${id}/${typing}` } : {})
  const setType = (next: FieldType) => edit((doc) => changeFieldType(doc, id, next))
  const move = (direction: 'up' | 'down', part: 'label' | 'head') => {
    if (open || part === 'head') focusOpen(part)
    edit((doc) => moveField(doc, place, id, direction), { select: selectionOf(open ? id : undefined) })
  }
  const duplicate = () => edit((doc) => duplicateField(doc, place, id).document)
  const remove = () => {
    focusOpen()
    edit((doc) => removeField(doc, place, id), { select: selectionOf(undefined) })
    toast(t('field.removed', { label: name }), { label: t('undo'), run: () => dispatch({ type: 'undo' }) })
  }
  const onKeyDown = (part: 'label' | 'head') => (event: KeyboardEvent<HTMLElement>) => {
    if (event.nativeEvent.isComposing) return
    const direction = event.key === 'ArrowUp' ? 'up' : event.key === 'ArrowDown' ? 'down' : undefined
    const act = (run: () => void) => {
      event.preventDefault()
      event.stopPropagation()
      run()
    }
    if (direction && event.altKey) return act(() => move(direction, part))
    if ((isMac ? event.metaKey : event.ctrlKey) && event.key.toLowerCase() === 'd') return act(duplicate)
    if (part !== 'label') return
    if (event.key === 'Enter') return act(() => addBelow('short_text'))
    if (event.key === '/' && label === '') return act(() => setPicking(true))
    if (event.key === 'Backspace' && label === '') return act(remove)
    if (event.key === 'Escape') {
      return act(() => {
        event.currentTarget.closest('li')?.querySelector<HTMLElement>('[data-field-head]')?.focus()
      })
    }
  }
  return (
    <li className={classes.card} data-field={id}>
      <div className={classes.head}>
        <button
          type="button"
          data-field-head
          className={classes.toggle}
          aria-expanded={open}
          onClick={() => select(selectionOf(open ? undefined : id))}
          onKeyDown={onKeyDown('head')}
        >
          <FieldIcon type={type} />
          <span className={`${classes.label} ${label ? '' : classes.unnamed}`}>
            {name}
            {field.required && (
              <span className={classes.required}>
                {' *'}
                <span className="visually-hidden">{t('field.required')}</span>
              </span>
            )}
          </span>
          {faults.length > 0 && (
            <span className={classes.fault} role="img" aria-label={t('findings.here', { count: faults.length })}>
              <IconAlertTriangle size={16} aria-hidden />
            </span>
          )}
          <span className={classes.type}>{t(`fieldType.${type}`)}</span>
          {open ? <IconChevronDown size={16} aria-hidden /> : <IconChevronRight size={16} aria-hidden />}
        </button>
        <Menu>
          <Menu.Target>
            <ActionIcon aria-label={t('field.menu', { label: name })}>
              <IconDots size={16} aria-hidden />
            </ActionIcon>
          </Menu.Target>
          <Menu.Dropdown>
            <Menu.Item
              leftSection={<IconArrowUp size={16} aria-hidden />}
              rightSection={<KeyHint keys="alt+ArrowUp" />}
              disabled={index === 0}
              onClick={() => move('up', 'head')}
            >
              {t('moveUp')}
            </Menu.Item>
            <Menu.Item
              leftSection={<IconArrowDown size={16} aria-hidden />}
              rightSection={<KeyHint keys="alt+ArrowDown" />}
              disabled={index === count - 1}
              onClick={() => move('down', 'head')}
            >
              {t('moveDown')}
            </Menu.Item>
            <Menu.Item
              leftSection={<IconCopy size={16} aria-hidden />}
              rightSection={<KeyHint keys="mod+d" />}
              onClick={duplicate}
            >
              {t('duplicate')}
            </Menu.Item>
            <Menu.Divider />
            <Menu.Item color="red" leftSection={<IconTrash size={16} aria-hidden />} onClick={remove}>
              {t('remove')}
            </Menu.Item>
          </Menu.Dropdown>
        </Menu>
      </div>
      {open && (
        <div className={classes.settings}>
          <Faults where={(at) => fieldAtPlace(at) === id && !at.rule} />
          <PickMenu
            items={typeItems}
            onPick={(next) => {
              focusOpen()
              setType(next as FieldType)
            }}
            label={t('form.chooseType')}
            opened={picking}
            onOpenedChange={setPicking}
          >
            {() => (
              <TextInput
                data-field-label
                label={t('field.label')}
                description={t('field.labelHint')}
                maxLength={500}
                value={label}
                onChange={(event) => set({ label: event.currentTarget.value }, 'label')}
                onKeyDown={onKeyDown('label')}
              />
            )}
          </PickMenu>
          <Select
            label={t('field.type')}
            data={typeItems.map(({ value, label: text }) => ({ value, label: text }))}
            value={type}
            allowDeselect={false}
            searchable
            leftSection={<FieldIcon type={type} />}
            onChange={(next) => next && setType(next as FieldType)}
          />
          <div className={classes.switches}>
            <Switch
              label={t('field.required')}
              checked={field.required ?? false}
              onChange={(event) => set({ required: event.currentTarget.checked })}
            />
            <Switch
              label={t('field.hidden')}
              checked={field.hidden ?? false}
              onChange={(event) => set({ hidden: event.currentTarget.checked })}
            />
          </div>
          <FieldSettings field={field} set={set} />
          <GrowingText
            label={t('field.help')}
            description={t('field.helpHint')}
            markdown
            minRows={2}
            maxRows={8}
            maxLength={5000}
            value={field.help ?? ''}
            onChange={(event) => set({ help: event.currentTarget.value }, 'help')}
          />
          {!isProvisional(id, 'field') && (
            <div className={classes.id}>
              {t('field.id')} <code>{`{{${id}}}`}</code>
            </div>
          )}
        </div>
      )}
    </li>
  )
})
