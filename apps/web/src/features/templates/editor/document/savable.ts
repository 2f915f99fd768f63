import type { Column, Field, Option, TemplateDocument } from '@baton/engine'
import { without } from './outline.ts'
import { mapFields } from './references.ts'

/**
 * The document as the server takes it: what has no name yet gets the word for what it is, options without a name are
 * not there yet, and empty tags fall away. What is on the screen stays as it is.
 * @param wordFor the name of something of this type, e.g. "Short text" for `short_text`, "Column" for `column`
 */
export function savable(
  document: TemplateDocument,
  wordFor: (kind: Field['type'] | 'column') => string,
): TemplateDocument {
  const named = mapFields(document, (field) => {
    const next: Field = field.label.trim() === '' ? { ...field, label: wordFor(field.type) } : field
    const options = withLabels(next.options)
    const columns = next.columns?.map((column): Column => {
      const cells = withLabels(column.options)
      const labelled = column.label.trim() === '' ? { ...column, label: wordFor('column') } : column
      return cells === column.options ? labelled : { ...labelled, options: cells }
    })
    if (options === next.options && !columns) return next
    return { ...next, ...(options ? { options } : {}), ...(columns ? { columns } : {}) }
  })
  const tags = named.tags?.map((tag) => tag.trim()).filter((tag) => tag !== '')
  return tags && tags.length > 0 ? { ...named, tags } : without(named, 'tags')
}

/** The document without the options that have no name yet: a line that was only begun is no fault. */
export const withoutBlankOptions = (document: TemplateDocument): TemplateDocument =>
  mapFields(document, (field) => {
    const options = withLabels(field.options)
    return options === field.options ? field : { ...field, options }
  })

const withLabels = (options: Option[] | undefined) =>
  options?.some(({ label }) => label.trim() === '') ? options.filter(({ label }) => label.trim() !== '') : options
