import type { TemplateDocument } from '@baton/engine'
import { importYaml } from './baton-yaml/from-yaml.ts'
import type { Directory } from './directory.ts'
import { importIssueForm } from './github/issue-form.ts'
import { importChecklist } from './markdown/checklist.ts'
import { Report, unreadable, type ReportLine } from './report.ts'
import { readYaml } from './yaml-source.ts'

/** What `importDocument` can read. */
export type ImportFormat = 'github-issue-form' | 'markdown-checklist' | 'baton-yaml'

/** A template made of a document, and what became of whatever has no exact counterpart in a template. */
export type Imported = { format: ImportFormat; document: TemplateDocument; report: ReportLine[] }

/** Characters; the largest template that can be saved is far smaller. */
const maxLength = 1_000_000

/**
 * Makes a template of a GitHub issue form (`.yml`), a Markdown checklist (`.md`) or Baton's own YAML. Nothing is
 * dropped silently: the report names the line of everything that stands elsewhere, in another shape, or nowhere.
 * @param directory members and groups of the organization that imports; people who are not there are reported
 * @throws UserError `unreadable_document`; each finding has its line in `values.line`
 */
export function importDocument(file: { fileName: string; text: string }, directory: Directory): Imported {
  try {
    return readDocument(file, directory)
  } catch (error) {
    // The readers of YAML and Markdown call themselves for what is nested.
    if (error instanceof RangeError) throw unreadable({ line: 1, message: 'This is nested too deeply to be read.' })
    throw error
  }
}

function readDocument({ fileName, text }: { fileName: string; text: string }, directory: Directory): Imported {
  if (text.length > maxLength)
    throw unreadable({ line: 1, message: `Wanted at most ${maxLength} characters, found ${text.length}.` })
  const content = text.replace(/^\ufeff/, '').replace(/\r\n?/g, '\n')
  if (content.trim() === '') throw unreadable({ line: 1, message: `Wanted a document, but “${fileName}” is empty.` })
  const report = new Report()
  if (/\.(md|markdown)$/i.test(fileName)) {
    const document = importChecklist(content, fileName, report)
    return { format: 'markdown-checklist', document, report: report.lines() }
  }
  if (!/\.ya?ml$/i.test(fileName))
    throw unreadable({
      line: 1,
      message: `Wanted a Markdown checklist (.md), a GitHub issue form (.yml) or a Baton template (.yaml), found “${fileName}”.`,
    })

  const source = readYaml(content)
  const keys = typeof source.value === 'object' && source.value !== null ? Object.keys(source.value) : []
  if (keys.includes('baton')) {
    const document = importYaml(source, directory, report)
    return { format: 'baton-yaml', document, report: report.lines() }
  }
  if (keys.includes('body')) {
    const document = importIssueForm(source, report)
    return { format: 'github-issue-form', document, report: report.lines() }
  }
  throw unreadable({
    line: 1,
    message: `Wanted a GitHub issue form, which has a “body”, or a Baton template, which begins with “baton: template/v1”; found ${keys.length > 0 ? `the keys ${keys.slice(0, 8).join(', ')}` : 'no keys'}.`,
  })
}
