import { type Answer, checkField, type Field, type Finding, isRequired } from '@baton/engine'
import { useEffect, useId, useMemo, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Upload } from '../../lib/upload.ts'
import { useZone } from '../../lib/session.ts'
import { AnswerList } from './answer-list.tsx'
import { FieldControl } from './field-control.tsx'
import { fieldOf, useFindingText } from './finding-text.ts'
import classes from './form.module.css'
import { type Unread, unreadFindings, type UnreadOfField, useUnread, withUnread } from './unread.ts'

/** What stands in a form: an answer by field id; null or absent is empty. */
export type FormAnswers = Readonly<Record<string, Answer | null | undefined>>

/**
 * The form of a task, of a launch, or of the editor's preview: one field under another, in order.
 * @param visible by field id; without, all are shown. What the rules hide is not drawn and keeps its answer.
 * @param findings of the last submit, at `/answers/<field id>…`. They are summed at the top and stand at their fields
 *   until the answer changes; from then on each field speaks for itself.
 * @param readOnly shows the answers instead
 * @param onUpload how files are sent; without, files cannot be added
 * @param unread what was typed and cannot be read, for who sends the form: it must not be sent without. Say so with
 *   `unreadFindings`
 */
export function FormFields({
  fields,
  answers,
  onChange,
  visible,
  findings = noFindings,
  readOnly = false,
  onUpload,
  unread: sent,
}: {
  fields: readonly Field[]
  answers: FormAnswers
  onChange: (fieldId: string, answer: Answer | null) => void
  visible?: (fieldId: string) => boolean
  findings?: readonly Finding[]
  readOnly?: boolean
  onUpload?: Upload
  unread?: Unread
}) {
  const prefix = useId()
  const { timeZone } = useZone()
  const [left, setLeft] = useState<ReadonlySet<string>>(new Set())
  const [edited, setEdited] = useState<{ findings: readonly Finding[]; ids: ReadonlySet<string> }>({
    findings,
    ids: new Set(),
  })
  const own = useUnread()
  const unread = sent ?? own
  // Half a day is no mistake while it is being typed.
  const [typing, setTyping] = useState<string>()
  const editedIds = edited.findings === findings ? edited.ids : noIds
  const byField = useMemo(() => Map.groupBy(findings, (finding) => fieldOf(finding) ?? ''), [findings])
  const shown = fields.filter(({ id }) => visible?.(id) ?? true)

  if (readOnly) return <AnswerList fields={shown} answers={answers} />

  const findingsAt = (field: Field): readonly Finding[] => {
    const submitted = byField.get(field.id)
    if (submitted && !editedIds.has(field.id)) return submitted
    const unreadHere = unreadFindings([field], answers, unread.texts)
    const judged = submitted || left.has(field.id) ? checkField(field, answers[field.id], { timeZone }) : noFindings
    const found = withUnread(unreadHere, judged)
    return typing === field.id ? found.filter((finding) => !unreadHere.includes(finding)) : found
  }
  return (
    <div className={classes.fields}>
      <FindingSummary fields={shown} findings={findings} stillAt={findingsAt} prefix={prefix} />
      {shown.map((field) => (
        <FieldControl
          key={field.id}
          id={`${prefix}-${field.id}`}
          field={field}
          required={isRequired(field)}
          answer={answers[field.id] ?? undefined}
          findings={findingsAt(field)}
          onUpload={onUpload}
          unread={unread.texts[field.id] ?? nothing}
          onUnread={(texts) => {
            setTyping(field.id)
            setEdited({ findings, ids: new Set([...editedIds, field.id]) })
            unread.set(field.id, texts)
          }}
          onChange={(answer) => {
            setEdited({ findings, ids: new Set([...editedIds, field.id]) })
            onChange(field.id, answer)
          }}
          // A field that was only passed through says nothing yet.
          onLeave={() => {
            setTyping(undefined)
            if ((answers[field.id] ?? undefined) !== undefined || unread.texts[field.id])
              setLeft((before) => new Set([...before, field.id]))
          }}
        />
      ))}
    </div>
  )
}

const noFindings: readonly Finding[] = []
const nothing: UnreadOfField = {}
const noIds: ReadonlySet<string> = new Set()

/** What a submit was refused for, each leading to its field. Takes the focus, so that it is read out. */
function FindingSummary({
  fields,
  findings,
  stillAt,
  prefix,
}: {
  fields: readonly Field[]
  findings: readonly Finding[]
  stillAt: (field: Field) => readonly Finding[]
  prefix: string
}) {
  const { t } = useTranslation()
  const words = useFindingText()
  const box = useRef<HTMLElement>(null)
  useEffect(() => {
    if (findings.length > 0) box.current?.focus()
  }, [findings])
  if (findings.length === 0) return null
  const open = fields.filter(
    (field) => findings.some((finding) => fieldOf(finding) === field.id) && stillAt(field).length > 0,
  )
  const elsewhere = findings.filter((finding) => !fields.some(({ id }) => id === fieldOf(finding)))
  const count = open.length + elsewhere.length
  if (count === 0) return null
  return (
    <section className={classes.summary} ref={box} tabIndex={-1} aria-label={t('form.summary', { count })}>
      <h2>{t('form.summary', { count })}</h2>
      <ul>
        {open.map((field) => (
          <li key={field.id}>
            <a
              href={`#${prefix}-${field.id}`}
              onClick={(event) => {
                event.preventDefault()
                focusField(`${prefix}-${field.id}`)
              }}
            >
              {field.label}
            </a>
            {': '}
            {words(stillAt(field)[0]!, field)}
          </li>
        ))}
        {elsewhere.map((finding) => (
          <li key={finding.path + finding.code}>{words(finding, undefined)}</li>
        ))}
      </ul>
    </section>
  )
}

function focusField(id: string) {
  const element = document.getElementById(id)
  const target = element?.matches('input, textarea, select, button')
    ? element
    : element?.querySelector<HTMLElement>('input, textarea, select, button')
  target?.scrollIntoView({ block: 'center' })
  target?.focus({ preventScroll: true })
}
