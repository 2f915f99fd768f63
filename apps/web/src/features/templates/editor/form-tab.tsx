import { Button, Text } from '@mantine/core'
import type { FieldType } from '@baton/engine'
import { IconPlus } from '@tabler/icons-react'
import { useCallback, useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { type FormPlace, fieldsAt, insertField, newField } from './document/field-operations.ts'
import { without, withParts } from './document/outline.ts'
import { changeStep } from './document/step-operations.ts'
import { useEditor } from './editor-context.ts'
import type { Selection } from './editor-state.ts'
import { useFieldTypeItems } from './field-icons.tsx'
import { FieldCard } from './field-card.tsx'
import formClasses from './form-tab.module.css'
import classes from './panel.module.css'
import { PickMenu } from './pick-menu.tsx'
import { VariableText } from './variable-text.tsx'

/** The instructions and the form of a step, or of the kick-off. */
export function FormTab({ place }: { place: FormPlace }) {
  const { t } = useTranslation('editor')
  const { state, edit } = useEditor()
  const { document, selection } = state
  const fields = fieldsAt(document, place)
  const isKickoff = 'kickoff' in place
  const instructions = isKickoff
    ? document.kickoff?.instructions
    : document.steps.find(({ id }) => id === place.step)?.instructions
  const typeItems = useFieldTypeItems()
  const list = useRef<HTMLDivElement>(null)
  const wanted = useRef<'label' | 'head'>(undefined)

  const openField = selection.at === 'kickoff' || selection.at === 'step' ? selection.field : undefined
  const focusOpen = useCallback((part: 'label' | 'head' = 'label') => (wanted.current = part), [])
  useEffect(() => {
    const part = wanted.current
    if (!part) return
    wanted.current = undefined
    const card = list.current?.querySelector<HTMLElement>(
      openField === undefined ? '[data-add-field]' : `[data-field="${openField}"] [data-field-${part}]`,
    )
    card?.focus()
    card?.scrollIntoView({ block: 'nearest' })
  })

  const selectionOf = (field: string | undefined): Selection => {
    const inside = field === undefined ? {} : { field }
    return isKickoff ? { at: 'kickoff', ...inside } : { at: 'step', step: place.step, ...inside }
  }
  const add = (type: FieldType, index?: number) => {
    const field = newField(document, type)
    focusOpen()
    edit((doc) => insertField(doc, place, field, index), { select: selectionOf(field.id) })
  }
  const setInstructions = (text: string) =>
    edit(
      (doc) => {
        if (!isKickoff) return changeStep(doc, place.step, { instructions: text })
        const kickoff = withParts({ fields: [], ...doc.kickoff }, { instructions: text })
        return kickoff.instructions || kickoff.fields.length > 0 ? { ...doc, kickoff } : without(doc, 'kickoff')
      },
      { typing: `${isKickoff ? 'kickoff' : place.step}/instructions` },
    )
  return (
    <div className={classes.body} ref={list}>
      <VariableText
        label={t('form.instructions')}
        placeholder={t(isKickoff ? 'form.kickoffInstructionsHint' : 'form.instructionsHint')}
        multiline
        maxLength={50_000}
        value={instructions ?? ''}
        onChange={setInstructions}
      />
      <section aria-label={t('form.fields')}>
        {fields.length === 0 && (
          <Text c="dimmed" fz={13} mb="xs">
            {t(isKickoff ? 'form.kickoffEmpty' : 'form.empty')}
          </Text>
        )}
        <ol className={formClasses.fields}>
          {fields.map((field, index) => (
            <FieldCard
              key={field.id}
              field={field}
              index={index}
              count={fields.length}
              place={place}
              open={openField === field.id}
              selectionOf={selectionOf}
              addBelow={(type) => add(type, index + 1)}
              focusOpen={focusOpen}
            />
          ))}
        </ol>
        <PickMenu items={typeItems} onPick={(type) => add(type as FieldType)} label={t('form.chooseType')}>
          {(toggle, opened) => (
            <Button
              variant="default"
              size="compact-md"
              data-add-field
              leftSection={<IconPlus size={16} aria-hidden />}
              onClick={toggle}
              aria-expanded={opened}
              aria-haspopup="listbox"
            >
              {t('form.add')}
            </Button>
          )}
        </PickMenu>
      </section>
    </div>
  )
}
