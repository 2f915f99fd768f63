import type { Answer, Field, FileAnswer, Finding, TableRow } from '@baton/engine'
import { Suspense } from 'react'
import type { Upload } from '../../lib/upload.ts'
import { PeoplePicker } from '../people-picker.tsx'
import { ChecklistControl, DropdownControl, RadioControl } from './choice-controls.tsx'
import { FieldFrame, wiringOf } from './field-frame.tsx'
import { NumberControl } from './number-control.tsx'
import { DateControl, DateTimeControl, LongTextControl, ShortTextControl } from './text-controls.tsx'
import { lazyPart } from '../lazy-part.tsx'
import type { UnreadOfField } from './unread.ts'

const FileControl = lazyPart(() => import('./file-control.tsx'))
const TableControl = lazyPart(() => import('./table-control.tsx'))

export type ControlProps = {
  id: string
  field: Field
  required: boolean
  answer: Answer | undefined
  findings: readonly Finding[]
  onChange: (answer: Answer | null) => void
  /** The focus has left the field. */
  onLeave: () => void
  onUpload?: Upload
  unread: UnreadOfField
  onUnread: (texts: UnreadOfField) => void
}

/** One question, whatever its type. */
export function FieldControl({
  id,
  field,
  required,
  answer,
  findings,
  onChange,
  onLeave,
  onUpload,
  unread,
  onUnread,
}: ControlProps) {
  const wiring = wiringOf(id, field, required, findings)
  const frame = { field, required, wiring, findings }
  const control = { field, wiring, onChange, onLeave, unread, onUnread }
  const text = typeof answer === 'string' ? answer : ''
  const ids = Array.isArray(answer) ? (answer as string[]) : []
  switch (field.type) {
    case 'short_text':
    case 'email':
    case 'url':
    case 'phone':
      return (
        <FieldFrame {...frame}>
          <ShortTextControl {...control} answer={text} />
        </FieldFrame>
      )
    case 'long_text':
      return (
        <FieldFrame {...frame}>
          <LongTextControl {...control} answer={text} />
        </FieldFrame>
      )
    case 'number':
    case 'currency':
      return (
        <FieldFrame {...frame}>
          <NumberControl {...control} answer={typeof answer === 'number' ? answer : undefined} />
        </FieldFrame>
      )
    case 'date':
      return (
        <FieldFrame {...frame}>
          <DateControl {...control} answer={text} />
        </FieldFrame>
      )
    case 'date_time':
      return (
        <FieldFrame {...frame}>
          <DateTimeControl {...control} answer={text} />
        </FieldFrame>
      )
    case 'dropdown':
      return (
        <FieldFrame {...frame}>
          <DropdownControl {...control} answer={text} />
        </FieldFrame>
      )
    case 'radio':
      return (
        <FieldFrame {...frame} group>
          <RadioControl {...control} answer={text} />
        </FieldFrame>
      )
    case 'checklist':
      return (
        <FieldFrame {...frame} group note={`${ids.length}/${field.options?.length ?? 0}`}>
          <ChecklistControl {...control} answer={ids} />
        </FieldFrame>
      )
    case 'people':
      return (
        <FieldFrame {...frame}>
          <PeoplePicker
            id={id}
            {...wiring.aria}
            groups={false}
            max={field.maxItems}
            invalid={wiring.invalid}
            value={{ people: ids, groups: [] }}
            onChange={({ people }) => onChange(people.length > 0 ? people : null)}
            onBlur={onLeave}
          />
        </FieldFrame>
      )
    case 'file':
      return (
        <FieldFrame {...frame} group>
          <Suspense fallback={null}>
            <FileControl
              {...control}
              answer={Array.isArray(answer) ? (answer as FileAnswer[]) : []}
              onUpload={onUpload}
            />
          </Suspense>
        </FieldFrame>
      )
    case 'table':
      return (
        <FieldFrame {...frame} group>
          <Suspense fallback={null}>
            <TableControl
              {...control}
              answer={Array.isArray(answer) ? (answer as TableRow[]) : []}
              findings={findings}
            />
          </Suspense>
        </FieldFrame>
      )
  }
}

/** What every control is given. */
export type Control<T> = {
  field: Field
  wiring: ReturnType<typeof wiringOf>
  answer: T
  onChange: (answer: Answer | null) => void
  onLeave: () => void
  /** What was typed here and cannot be read; ./unread.ts says how it is kept. */
  unread: UnreadOfField
  onUnread: (texts: UnreadOfField) => void
}
