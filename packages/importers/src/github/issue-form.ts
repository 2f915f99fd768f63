import type { Field, TemplateDocument } from '@baton/engine'
import { asWritten, checkedDocument, fitted } from '../document-check.ts'
import { keyMaker } from '../keys.ts'
import { excerpt, unreadable, type Fault, type Report } from '../report.ts'
import { escapePointer, type YamlSource } from '../yaml-source.ts'
import { fieldFrom, type Element } from './form-field.ts'
import { tagsFrom } from './labels.ts'

const knownKeys = new Set(['name', 'description', 'title', 'labels', 'body'])

/**
 * A GitHub issue form as a template: its body is the kick-off form, and one step to handle the request makes it whole.
 * @throws UserError `unreadable_document`
 */
export function importIssueForm({ value, lineOf }: YamlSource, report: Report): TemplateDocument {
  const form = value as Record<string, unknown>
  const faults: Fault[] = []
  const name = textOf(form['name'])
  if (!name) faults.push({ line: lineOf('/name'), message: 'Wanted “name”, the title of the form, but it is missing.' })
  if (!Array.isArray(form['body']))
    throw unreadable({ line: lineOf('/body'), message: 'Wanted “body” as a list of fields.' })

  for (const key of Object.keys(form))
    if (!knownKeys.has(key))
      report.add(lineOf(`/${escapePointer(key)}`), 'not mapped', `“${key}” has no counterpart in a template.`)

  const { fields, instructions } = kickoffFrom(form['body'], lineOf, faults, report)
  if (faults.length > 0) throw unreadable(...faults)
  const processName = textOf(form['title'])
  if (/<[^>]+>/.test(processName))
    report.add(
      lineOf('/title'),
      'warning',
      `The process name holds a blank to fill in, “${excerpt(processName)}”: put a variable such as {{${fields[0]?.id ?? 'field'}}} there.`,
    )
  const tags = tagsFrom(form['labels'], lineOf('/labels'), report)
  report.add(
    lineOf('/body'),
    'mapped differently',
    'A form says what is asked but not what is done: the step “Handle the request” stands for it.',
  )
  return checkedDocument(
    {
      title: fitted(name, 250).text,
      ...(textOf(form['description']) && { description: textOf(form['description']) }),
      ...(tags.length > 0 && { tags }),
      ...(processName && { processName: fitted(asWritten(processName), 250).text }),
      kickoff: { ...(instructions && { instructions: asWritten(instructions) }), fields },
      steps: [{ id: 'handle_the_request', type: 'task', title: 'Handle the request' }],
    },
    (pointer) => lineOf(pointer.replace('/kickoff/fields', '/body')),
  )
}

/** Text between the fields helps with the next one; what stands before all of them, or after, introduces the form. */
function kickoffFrom(body: unknown[], lineOf: YamlSource['lineOf'], faults: Fault[], report: Report) {
  const keys = keyMaker()
  const fields: Field[] = []
  const instructions: string[] = []
  let pending: { text: string; line: number }[] = []
  for (const [index, item] of body.entries()) {
    const pointer = `/body/${index}`
    const element = (typeof item === 'object' && item !== null ? item : {}) as Element
    if (element.type === 'markdown') {
      const text = textOf(element.attributes?.['value']).trim()
      if (fields.length === 0) instructions.push(text)
      else pending.push({ text, line: lineOf(pointer) })
      continue
    }
    const field = fieldFrom(element, { pointer, lineOf, keys, faults, report })
    if (!field) continue
    if (pending.length > 0) {
      field.help = [...pending.map(({ text }) => text), field.help ?? ''].filter(Boolean).join('\n\n')
      for (const { line } of pending)
        report.add(line, 'mapped differently', `Text between fields is now the help of “${excerpt(field.label)}”.`)
    }
    pending = []
    fields.push(field)
  }
  for (const { text, line } of pending) {
    instructions.push(text)
    report.add(line, 'mapped differently', 'Text after the last field now introduces the form.')
  }
  return { fields, instructions: instructions.filter(Boolean).join('\n\n') }
}

const textOf = (value: unknown) =>
  typeof value === 'string' ? value.trim() : typeof value === 'number' ? String(value) : ''
