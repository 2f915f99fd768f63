import { TemplateDocument } from '@baton/engine'
import { checkShape } from './check-shape.ts'
import { unreadable } from './report.ts'

/**
 * The last look at what an importer made: limits that the document has and its source did not, such as 500 steps.
 * @param lineOf the line that a JSON Pointer of the document came from
 * @throws UserError `unreadable_document`
 */
export function checkedDocument(document: TemplateDocument, lineOf: (pointer: string) => number): TemplateDocument {
  const faults = checkShape(TemplateDocument, document)
  if (faults.length > 0)
    throw unreadable(
      ...faults.map(({ path, message }) => ({ path, line: lineOf(path), message: `${message} (${path})` })),
    )
  return document
}

/** Shortens a text to what the document can hold. @returns the text, and what did not fit */
export function fitted(text: string, maxLength: number): { text: string; cut: boolean } {
  return text.length <= maxLength
    ? { text, cut: false }
    : { text: `${text.slice(0, maxLength - 1).trimEnd()}…`, cut: true }
}

/** Keeps `{{…}}` of a text written elsewhere from being read as a variable of ours. */
export const asWritten = (text: string) => text.replaceAll('{{', '\\{{')
