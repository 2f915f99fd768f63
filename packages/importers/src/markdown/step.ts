import type { Field, Option, Step } from '@baton/engine'
import type { List, ListItem, Paragraph } from 'mdast'
import { asWritten, fitted } from '../document-check.ts'
import { keyMaker } from '../keys.ts'
import { excerpt, type Report } from '../report.ts'
import { holdsBoxes, isBox, losesSomething, plainText, type MarkdownSource } from './source.ts'

export type StepContext = {
  source: MarkdownSource
  report: Report
  stepKey: ReturnType<typeof keyMaker>
  fieldKey: ReturnType<typeof keyMaker>
}

/** The step for one item: nested items become its checklists, everything else below it its instructions. */
export function stepFrom(item: ListItem, context: StepContext): Step {
  const { source, report, stepKey } = context
  const line = source.lineOf(item)
  const { plain, written, lossy, rest } = readItem(item, context)
  if (!plain) report.add(line, 'warning', 'This item has no text; give the step a title.')
  const { text: title, cut } = fitted(plain || 'Untitled step', 250)
  if (cut)
    report.add(
      line,
      'mapped differently',
      `The title is shortened to 250 characters; its whole text opens the instructions: “${excerpt(plain)}”`,
    )

  const found: Found = { fields: [], notes: cut || lossy ? [written] : [] }
  for (const block of rest) {
    if (block.type === 'list' && holdsBoxes(block)) checklistsFrom(block, 'Checklist', found, context)
    else found.notes.push(source.textOf(block))
  }
  const instructions = asWritten(found.notes.filter(Boolean).join('\n\n'))
  return {
    id: stepKey(plain, 'step'),
    type: 'task',
    title: asWritten(title),
    ...(instructions && { instructions }),
    ...(isOptional(plain) && { optional: true }),
    ...(found.fields.length > 0 && { fields: found.fields }),
  }
}

type Found = { fields: Field[]; notes: string[] }

/**
 * One checklist for each run of items with boxes. Items that hold further items are followed by a checklist of their
 * own, named after them, so that nothing is lost at any depth.
 */
function checklistsFrom(list: List, label: string, found: Found, context: StepContext): void {
  const { source, report } = context
  let run: { options: Option[]; key: ReturnType<typeof keyMaker>; ticked: number } | undefined
  const close = () => {
    if (run) found.fields.push(checklist(label, run.options, context))
    run = undefined
  }
  for (const item of list.children) {
    const { plain, written, lossy, rest } = readItem(item, context)
    if (!isBox(item) && !holdsBoxes(item)) {
      found.notes.push(source.textOf(item))
      continue
    }
    if (isBox(item)) {
      run ??= { options: [], key: keyMaker(), ticked: 0 }
      const { text, cut } = fitted(lossy ? written.replace(/\s+/g, ' ') : plain || 'Untitled', 2000)
      if (cut)
        report.add(source.lineOf(item), 'warning', `The item is shortened to 2,000 characters: “${excerpt(plain)}”`)
      run.options.push({ id: run.key(plain, 'item'), label: text })
    } else close()
    const below: Found = { fields: [], notes: [] }
    for (const block of rest) {
      if (block.type === 'list' && holdsBoxes(block))
        checklistsFrom(block, plain.replace(/:$/, '') || label, below, context)
      else below.notes.push(source.textOf(block))
    }
    if (below.fields.length > 0) close()
    found.fields.push(...below.fields)
    if (below.notes.length > 0) {
      found.notes.push([`**${plain}**`, ...below.notes].join('\n\n'))
      report.add(
        source.lineOf(item),
        'mapped differently',
        `What stands below “${excerpt(plain)}” is now in the instructions of its step.`,
      )
    }
  }
  close()
}

function checklist(label: string, options: Option[], { fieldKey, report }: StepContext): Field {
  // All boxes must be ticked, but for those that say that they are optional.
  const optional = options.some((option) => isOptional(option.label))
  if (options.length > 500) report.add(1, 'warning', `The checklist “${excerpt(label)}” has more than 500 items.`)
  return {
    id: fieldKey(label, 'checklist'),
    type: 'checklist',
    label: fitted(label, 500).text,
    options: optional
      ? options.map((option) => (isOptional(option.label) ? option : { ...option, required: true }))
      : options,
    ...(!optional && { must: 'all' as const }),
  }
}

/** The words of an item and what stands below them. */
function readItem(item: ListItem, { source, report }: StepContext) {
  const [first, ...others] = item.children
  const words: Paragraph | undefined = first?.type === 'paragraph' ? first : undefined
  const plain = words ? plainText(words.children) : ''
  if (item.checked)
    report.add(
      source.lineOf(item),
      'mapped differently',
      `“${excerpt(plain)}” was ticked; in a new process nothing is.`,
    )
  return {
    plain,
    written: words ? source.textOf(words).replace(/^\[[ xX]\]\s*/, '') : '',
    lossy: words ? losesSomething(words.children) : false,
    rest: words ? others : item.children,
  }
}

const isOptional = (text: string) => /^(\(optional\)|\[optional\]|optional:)/i.test(text)
