import { asWritten, fitted } from '../document-check.ts'
import { tagsFrom } from '../github/labels.ts'
import { excerpt, type Report } from '../report.ts'
import { escapePointer, readYaml } from '../yaml-source.ts'

/** What stands between two lines of `---` at the top of the file. */
export type FrontMatter = {
  title?: string
  description?: string
  tags?: string[]
  processName?: string
  /** The Markdown below. */
  body: string
  /** Lines above it. */
  linesBefore: number
}

/**
 * Reads the front matter of issue templates and of most other Markdown: `name` or `title`, `about` or `description`,
 * `labels` or `tags`. With a `name`, `title` is what a new issue is called, so it names processes.
 * @throws UserError `unreadable_document`
 */
export function readFrontMatter(text: string, report: Report): FrontMatter {
  const match = /^---[ \t]*\n(?:([\s\S]*?)\n)?---[ \t]*(?:\n|$)/.exec(text)
  if (!match) return { body: text, linesBefore: 0 }
  const { value, lineOf } = readYaml(match[1] ?? '', 2)
  const entries = typeof value === 'object' && value !== null && !Array.isArray(value) ? Object.entries(value) : []
  const texts = new Map(
    entries.flatMap(([key, each]) =>
      typeof each === 'string' || typeof each === 'number' ? [[key, String(each).trim()]] : [],
    ),
  )
  const body = text.slice(match[0].length)
  const result: FrontMatter = { body, linesBefore: match[0].split('\n').length - 1 }

  const used = new Set<string>()
  const take = (...keys: string[]) => {
    const key = keys.find((each) => texts.get(each))
    if (key) used.add(key)
    return key && texts.get(key)
  }
  const title = take('name', 'title')
  if (title) result.title = fitted(title, 250).text
  const description = take('about', 'description')
  if (description) result.description = description
  const processName = used.has('name') && take('title')
  if (processName) {
    result.processName = fitted(asWritten(processName), 250).text
    if (/<[^>]+>|\bX{2,}\b|\bx\.y\b/.test(processName))
      report.add(
        lineOf('/title'),
        'warning',
        `The process name holds a blank to fill in, “${excerpt(processName)}”: a kick-off field and its variable can stand there.`,
      )
  }
  for (const key of ['labels', 'tags']) {
    const labels = entries.find(([name]) => name === key)?.[1]
    if (labels === undefined || labels === null) continue
    used.add(key)
    const tags = tagsFrom(labels, lineOf(`/${key}`), report)
    if (tags.length > 0) result.tags = [...new Set([...(result.tags ?? []), ...tags])].slice(0, 20)
  }
  for (const [key, each] of entries)
    if (!used.has(key) && each !== null && each !== '')
      report.add(
        lineOf(`/${escapePointer(key)}`),
        'not mapped',
        `“${key}: ${excerpt(typeof each === 'object' ? JSON.stringify(each) : String(each))}” has no counterpart in a template.`,
      )
  return result
}
