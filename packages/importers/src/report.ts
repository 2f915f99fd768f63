import { UserError, type Finding } from '@baton/engine'

/**
 * `mapped differently`: it stands elsewhere or in another shape than one would expect. `not mapped`: it is left out.
 * `warning`: it is mapped, and someone should look at it.
 */
export type Severity = 'mapped differently' | 'not mapped' | 'warning'

/** What became of one line of the document. Lines count from 1. */
export type ReportLine = { line: number; severity: Severity; message: string }

/** Collects what a reader of the document should know, and gives it back in the order of the lines. */
export class Report {
  readonly #lines: ReportLine[] = []

  add(line: number, severity: Severity, message: string): void {
    this.#lines.push({ line, severity, message })
  }

  /** In the order of the lines; several of one line in the order in which they were added. */
  lines(): ReportLine[] {
    return this.#lines.toSorted((a, b) => a.line - b.line)
  }
}

/** One thing that keeps a document from being read. Lines count from 1; `path` is a JSON Pointer where there is one. */
export type Fault = { line: number; message: string; path?: string }

/** The refusal of a document, with all of its faults at their lines. @param faults at least one */
export function unreadable(...faults: Fault[]): UserError {
  const sorted = faults.toSorted((a, b) => a.line - b.line)
  const findings = sorted.map(({ line, message, path = '' }): Finding => ({
    path,
    code: 'unreadable_document',
    message,
    values: { line },
  }))
  const [first] = sorted
  const more = sorted.length > 1 ? ` (and ${sorted.length - 1} more)` : ''
  return new UserError('unreadable_document', `Line ${first?.line ?? 1}: ${first?.message ?? ''}${more}`, findings)
}

/** The beginning of a text on one line, for a message. */
export function excerpt(text: string, length = 60): string {
  const line = text.replace(/\s+/g, ' ').trim()
  return line.length <= length ? line : `${line.slice(0, length - 1).trimEnd()}…`
}
