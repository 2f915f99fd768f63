import type { Key } from '../../people/ids.ts'
import type { Checked } from './checked.ts'

/** Titles, ids and the mark: that everything can be named, by people and by the document itself. */
export function checkNames({ document, allSteps, allFields, report }: Checked) {
  if (document.title.trim() === '')
    report('/title', 'title_missing', 'Give the template a title.', { kind: 'template' })
  if (document.steps.length === 0) report('/steps', 'steps_missing', 'Add at least one step.')
  if (document.emoji !== undefined && document.emoji !== '' && !isOneEmoji(document.emoji)) {
    report('/emoji', 'emoji_invalid', `Wanted one emoji; found “${document.emoji}”.`, { found: document.emoji })
  }
  for (const { step, path } of allSteps) {
    if (step.title.trim() === '') report(`${path}/title`, 'title_missing', 'Give the step a title.', { kind: 'step' })
    // A field's place is told as the id of its step or `kickoff`.
    if (step.id === 'kickoff')
      report(`${path}/id`, 'reserved_id', '“kickoff” names the kick-off form; give the step another id.')
  }
  for (const [index, { title }] of (document.milestones ?? []).entries()) {
    if (title.trim() === '')
      report(`/milestones/${index}/title`, 'title_missing', 'Give the milestone a title.', { kind: 'milestone' })
  }
  for (const { field, path } of allFields) {
    if (field.label.trim() === '')
      report(`${path}/label`, 'label_missing', 'Give the field a label.', { kind: 'field' })
  }

  const unique = (kind: string, places: { id: Key; path: string }[]) => {
    const first = new Map<Key, string>()
    for (const { id, path } of places) {
      const other = first.get(id)
      if (other === undefined) first.set(id, path)
      else
        report(
          `${path}/id`,
          'duplicate_id',
          `The id “${id}” is already used by the ${kind} at ${other}; give this one another.`,
          { id, other, kind },
        )
    }
  }
  const listed = (path: string, items: readonly { id: Key }[] = []) =>
    items.map(({ id }, index) => ({ id, path: `${path}/${index}` }))
  unique('step', listed('/steps', document.steps))
  unique('milestone', listed('/milestones', document.milestones))
  unique('rule', listed('/rules', document.rules))
  unique(
    'field',
    allFields.map(({ field, path }) => ({ id: field.id, path })),
  )
  for (const { field, path } of allFields) {
    unique('option', listed(`${path}/options`, field.options))
    unique('column', listed(`${path}/columns`, field.columns))
    for (const [index, column] of (field.columns ?? []).entries()) {
      unique('option', listed(`${path}/columns/${index}/options`, column.options))
    }
  }
}

/** As keyboards send it: with or without the mark that asks for the coloured form. */
const isOneEmoji = (text: string) => /^(?:\p{RGI_Emoji}|\p{Extended_Pictographic}\uFE0F?)$/v.test(text)
