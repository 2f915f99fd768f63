import type { Field, Option } from '@baton/engine'
import { fitted } from '../document-check.ts'
import { keyMaker } from '../keys.ts'
import { excerpt, type Fault, type Report } from '../report.ts'
import { escapePointer, type YamlSource } from '../yaml-source.ts'

/** One element of a form's body as it stands there, before anything of it is believed. */
export type Element = {
  type?: unknown
  id?: unknown
  attributes?: Record<string, unknown> | null
  validations?: Record<string, unknown> | null
}

type Context = {
  pointer: string
  lineOf: YamlSource['lineOf']
  keys: ReturnType<typeof keyMaker>
  faults: Fault[]
  report: Report
}

/** GitHub's documentation of form schemas names these; others are reported. */
const attributesOf: Record<string, string[]> = {
  input: ['label', 'description', 'placeholder', 'value'],
  textarea: ['label', 'description', 'placeholder', 'value', 'render'],
  dropdown: ['label', 'description', 'multiple', 'options', 'default'],
  checkboxes: ['label', 'description', 'options'],
  upload: ['label', 'description'],
}

/** The field for one element of the body; undefined, with a fault added, when it cannot be read. */
export function fieldFrom(element: Element, context: Context): Field | undefined {
  const { pointer, lineOf, keys, faults, report } = context
  const type = text(element.type)
  const attributes = element.attributes ?? {}
  const label = text(attributes['label'])
  const known = attributesOf[type]
  if (!known) {
    const wanted = ['markdown', ...Object.keys(attributesOf)].join(', ')
    faults.push({
      line: lineOf(`${pointer}/type`),
      message: `Wanted a type out of ${wanted}, found “${type || 'nothing'}”.`,
    })
    return undefined
  }
  if (!label) {
    faults.push({
      line: lineOf(`${pointer}/attributes`),
      message: `Wanted a label for this ${type}, but it is missing.`,
    })
    return undefined
  }
  reportStrangers(element, known, context)

  const id = keys(text(element.id) || label, 'field')
  if (text(element.id) && text(element.id) !== id)
    report.add(
      lineOf(`${pointer}/id`),
      'mapped differently',
      `The id “${text(element.id)}” is now ${id}: keys have small letters, digits and _ only, each once.`,
    )
  const short = fitted(label, 500)
  const placeholder = text(attributes['placeholder'])
  const help = [short.cut ? label : '', text(attributes['description']), placeholder.length > 500 ? placeholder : '']
  const field: Field = {
    id,
    type: 'short_text',
    label: short.text,
    ...(help.some(Boolean) && { help: help.filter(Boolean).join('\n\n') }),
    ...(placeholder && placeholder.length <= 500 && { placeholder }),
    ...(element.validations?.['required'] === true && { required: true }),
  }
  if (short.cut || placeholder.length > 500)
    report.add(
      lineOf(`${pointer}/attributes`),
      'mapped differently',
      `A long label or placeholder of “${excerpt(label)}” stands in its help.`,
    )
  return ofType(type, attributes, field, context)
}

/** The field with what the type of the element decides. */
function ofType(type: string, attributes: Record<string, unknown>, field: Field, context: Context): Field {
  const { pointer, lineOf, report } = context
  const value = text(attributes['value'])
  if (type === 'input') return { ...field, ...(value && { default: value }) }
  if (type === 'textarea') {
    if (attributes['render'])
      report.add(
        lineOf(`${pointer}/attributes/render`),
        'mapped differently',
        `“${excerpt(field.label)}” is shown as plain text, not as ${text(attributes['render'])}.`,
      )
    return { ...field, type: 'long_text', ...(value && { default: value }) }
  }
  if (type === 'upload') return { ...field, type: 'file' }
  const options = optionsFrom(attributes['options'], type, context)
  // A required checklist of ours asks for one tick by `must`.
  const { required: _, ...rest } = field
  if (type === 'checkboxes')
    return { ...rest, type: 'checklist', options, ...(field.required && { must: 'one' as const }) }
  const chosen = attributes['default']
  const preset = typeof chosen === 'number' ? options[chosen]?.id : undefined
  if (chosen !== undefined && preset === undefined)
    report.add(
      lineOf(`${pointer}/attributes/default`),
      'not mapped',
      `The default “${text(chosen)}” is none of the options’ numbers, which count from 0.`,
    )
  if (attributes['multiple'] !== true)
    return { ...field, type: 'dropdown', options, ...(preset && { default: preset }) }
  report.add(
    lineOf(`${pointer}/attributes/multiple`),
    'mapped differently',
    `“${excerpt(field.label)}” takes several answers, so it is a checklist.`,
  )
  return {
    ...rest,
    type: 'checklist',
    options,
    ...(field.required && { must: 'one' as const }),
    ...(preset && { default: [preset] }),
  }
}

function optionsFrom(list: unknown, type: string, { pointer, lineOf, faults, report }: Context): Option[] {
  const at = `${pointer}/attributes/options`
  if (!Array.isArray(list) || list.length === 0) {
    faults.push({ line: lineOf(at), message: `Wanted a list of options for this ${type}, found none.` })
    return []
  }
  const keys = keyMaker()
  return list.flatMap((item: unknown, index): Option[] => {
    const detailed = typeof item === 'object' && item !== null ? (item as Record<string, unknown>) : { label: item }
    const label = text(detailed['label'])
    if (!label) {
      faults.push({ line: lineOf(`${at}/${index}`), message: 'Wanted a label for this option, but it is missing.' })
      return []
    }
    for (const key of Object.keys(detailed))
      if (key !== 'label' && key !== 'required')
        report.add(
          lineOf(`${at}/${index}/${escapePointer(key)}`),
          'not mapped',
          `“${key}” of an option has no counterpart.`,
        )
    return [
      {
        id: keys(label, 'option'),
        label: fitted(label, 2000).text,
        ...(detailed['required'] === true && { required: true }),
      },
    ]
  })
}

function reportStrangers(element: Element, known: string[], { pointer, lineOf, report }: Context): void {
  const strangers = [
    ...Object.keys(element).filter((key) => !['type', 'id', 'attributes', 'validations'].includes(key)),
    ...Object.keys(element.attributes ?? {})
      .filter((key) => !known.includes(key))
      .map((key) => `attributes/${key}`),
    ...Object.keys(element.validations ?? {})
      .filter((key) => key !== 'required')
      .map((key) => `validations/${key}`),
  ]
  for (const key of strangers)
    report.add(
      lineOf(`${pointer}/${key}`),
      'not mapped',
      `“${key.replace(/^.*\//, '')}” has no counterpart in a field.`,
    )
}

const text = (value: unknown) =>
  typeof value === 'string'
    ? value.trim()
    : typeof value === 'number' || typeof value === 'boolean'
      ? String(value)
      : ''
