import { type Column, type Field, type FieldType, type Option, settingsOf, type TemplateDocument } from '@baton/engine'
import { stepAt, without, withParts } from './outline.ts'
import { actionsWithout, mapFields } from './references.ts'
import { fieldIds, numbered, provisionalId } from './slugs.ts'

/** Where a form stands: on the kick-off page or in a step, by its id. */
export type FormPlace = { kickoff: true } | { step: string }

export const fieldsAt = (document: TemplateDocument, place: FormPlace): Field[] =>
  ('kickoff' in place ? document.kickoff?.fields : stepAt(document, place.step)?.fields) ?? []

export const samePlace = (a: FormPlace, b: FormPlace) =>
  'kickoff' in a ? 'kickoff' in b : 'step' in b && a.step === b.step

/** Every form of the document that has fields, in the order people meet them. */
export const formsOf = ({
  kickoff,
  steps,
}: TemplateDocument): { place: FormPlace; title?: string; fields: Field[] }[] => [
  ...(kickoff?.fields.length ? [{ place: { kickoff: true } as const, fields: kickoff.fields }] : []),
  ...steps.flatMap(({ id, title, fields = [] }) => (fields.length ? [{ place: { step: id }, title, fields }] : [])),
]

export function setFields(document: TemplateDocument, place: FormPlace, fields: Field[]): TemplateDocument {
  if ('kickoff' in place) {
    const kickoff = { ...document.kickoff, fields }
    return fields.length === 0 && !kickoff.instructions ? without(document, 'kickoff') : { ...document, kickoff }
  }
  return {
    ...document,
    steps: document.steps.map((step) => (step.id === place.step ? withParts(step, { fields }) : step)),
  }
}

/** A field of a type with what it needs to be of use, e.g. two options to choose from. */
export function newField(document: TemplateDocument, type: FieldType, label = ''): Field {
  const field: Field = { id: provisionalId('field', fieldIds(document)), type, label }
  return withNeeds(field)
}

function withNeeds(field: Field): Field {
  const read = settingsOf(field.type)
  const next = { ...field }
  if (read.includes('options') && !next.options?.length) next.options = [newOption([]), newOption([newOption([])])]
  if (read.includes('columns') && !next.columns?.length) next.columns = [newColumn([])]
  if (read.includes('currency') && !next.currency) next.currency = 'EUR'
  return next
}

export const newOption = (options: Option[]): Option => ({ id: provisionalId('option', idsOf(options)), label: '' })
export const newColumn = (columns: Column[]): Column => ({
  id: provisionalId('column', idsOf(columns)),
  label: '',
  type: 'short_text',
})
const idsOf = (list: { id: string }[]) => new Set(list.map(({ id }) => id))

/** Puts a field into a form; at the end unless `index` is given. */
export function insertField(
  document: TemplateDocument,
  place: FormPlace,
  field: Field,
  index?: number,
): TemplateDocument {
  const fields = fieldsAt(document, place)
  return setFields(document, place, fields.toSpliced(index ?? fields.length, 0, field))
}

/** Sets parts of a field; empty parts are taken out, so that a field says only what it means. */
export const changeField = (document: TemplateDocument, id: string, parts: Partial<Field>): TemplateDocument =>
  mapFields(document, (field) =>
    field.id === id ? { ...withParts(field, parts), label: parts.label ?? field.label } : field,
  )

/**
 * Gives a field another type. What only the old type reads is taken out, for a published field says only what its type
 * reads; undo brings it back. Options pass between the types that have them.
 */
export function changeFieldType(document: TemplateDocument, id: string, type: FieldType): TemplateDocument {
  return mapFields(document, (field) => {
    if (field.id !== id || field.type === type) return field
    const read = new Set<string>(['id', 'type', 'label', 'help', 'required', 'hidden', ...settingsOf(type)])
    const sameShape = shapeOf(field.type) === shapeOf(type)
    const kept = Object.fromEntries(
      Object.entries(field).filter(([key]) => read.has(key) && (key !== 'default' || sameShape)),
    )
    return withNeeds({ ...(kept as Field), type })
  })
}

const shapeOf = (type: FieldType) => {
  if (type === 'number' || type === 'currency') return 'number'
  if (type === 'dropdown' || type === 'radio') return 'option'
  return type === 'short_text' || type === 'long_text' ? 'text' : type
}

/** Removes a field, and the actions that show or hide it. What reads its answer stays, to be found and decided upon. */
export function removeField(document: TemplateDocument, place: FormPlace, id: string): TemplateDocument {
  const next = setFields(
    document,
    place,
    fieldsAt(document, place).filter((field) => field.id !== id),
  )
  return withParts(next, { rules: actionsWithout(next.rules, { fields: new Set([id]) }) })
}

export function moveField(
  document: TemplateDocument,
  place: FormPlace,
  id: string,
  direction: 'up' | 'down',
): TemplateDocument {
  return setFields(document, place, movedItem(fieldsAt(document, place), id, direction))
}

/** Copies a field to the place below it, with an id of its own. */
export function duplicateField(
  document: TemplateDocument,
  place: FormPlace,
  id: string,
): { document: TemplateDocument; id: string } {
  const fields = fieldsAt(document, place)
  const index = fields.findIndex((field) => field.id === id)
  if (index < 0) return { document, id }
  const copy = { ...structuredClone(fields[index]!), id: numbered(id, fieldIds(document)) }
  return { document: insertField(document, place, copy, index + 1), id: copy.id }
}

/** Moves one item of a list by one place; the list itself when it stands at the edge. */
export function movedItem<T extends { id: string }>(list: T[], id: string, direction: 'up' | 'down'): T[] {
  const index = list.findIndex((item) => item.id === id)
  const to = index + (direction === 'up' ? -1 : 1)
  if (index < 0 || to < 0 || to >= list.length) return list
  return list.with(index, list[to]!).with(to, list[index]!)
}
