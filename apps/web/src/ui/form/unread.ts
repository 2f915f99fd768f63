import { type Field, type Finding } from '@baton/engine'
import { useCallback, useState } from 'react'
import type { FormAnswers } from './form-fields.tsx'

/**
 * What was typed into a form and cannot be read as what its field asks for: by the field's id, and below it by the place
 * in the field, which is '' or, in a table, `<row>/<column id>`. It is no answer, and no answer may be sent in its place.
 */
export type UnreadTexts = Readonly<Record<string, UnreadOfField>>
export type UnreadOfField = Readonly<Record<string, string>>

export type Unread = { texts: UnreadTexts; set: (fieldId: string, texts: UnreadOfField) => void; clear: () => void }

/** Keeps it for a form that is sent. @param before what was kept of an earlier visit */
export function useUnread(before: UnreadTexts = none): Unread {
  const [texts, setTexts] = useState(before)
  const set = useCallback(
    (fieldId: string, ofField: UnreadOfField) =>
      setTexts(({ [fieldId]: _, ...others }) =>
        Object.keys(ofField).length > 0 ? { ...others, [fieldId]: ofField } : others,
      ),
    [],
  )
  const clear = useCallback(() => setTexts(none), [])
  return { texts, set, clear }
}
const none: UnreadTexts = {}

/** What keeps a form from being sent because it cannot be read, at the places that findings of the engine have. */
export const unreadFindings = (fields: readonly Field[], answers: FormAnswers, texts: UnreadTexts): Finding[] =>
  fields.flatMap((field) => unreadOf(field, answers[field.id], texts[field.id]))

function unreadOf(field: Field, answer: FormAnswers[string], texts: UnreadOfField = {}): Finding[] {
  return Object.entries(texts).flatMap(([place, text]) => {
    const [row, columnId] = place.split('/')
    const column = field.columns?.find(({ id }) => id === columnId)
    const cells = Array.isArray(answer) ? answer[Number(row)] : undefined
    // An answer that came since stands in its place.
    const gone = place === '' ? answer !== undefined && answer !== null : !column || !isEmptyCell(cells, column.id)
    if (gone) return []
    const path = `/answers/${field.id}${place && `/${place}`}`
    const type = column?.type ?? field.type
    return [{ path, code: `unread_${type === 'currency' ? 'number' : type}`, message: `“${text}” cannot be read.` }]
  })
}

const isEmptyCell = (cells: unknown, column: string): boolean =>
  typeof cells !== 'object' || cells === null || !Object.hasOwn(cells, column)

/** Both, without those of the engine that take for empty what cannot be read. */
export function withUnread(unread: readonly Finding[], findings: readonly Finding[]): Finding[] {
  const places = new Set(unread.map(({ path }) => path))
  return [...unread, ...findings.filter(({ path, code }) => !(code === 'required' && covers(places, path)))]
}

/** A table that is required has something typed in it, though nothing of it can be read. */
const covers = (places: ReadonlySet<string>, path: string) =>
  places.has(path) || [...places].some((place) => place.startsWith(`${path}/`))
