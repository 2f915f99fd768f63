import { excerpt, type Report } from '../report.ts'
import { fitted } from '../document-check.ts'

/** Labels of GitHub, a list or a text with commas, as tags: at most 20, of at most 40 characters. */
export function tagsFrom(labels: unknown, line: number, report: Report): string[] {
  const words = (Array.isArray(labels) ? labels.map(String) : typeof labels === 'string' ? labels.split(',') : [])
    .map((label) => label.trim())
    .filter(Boolean)
  const tags = [...new Set(words.map((label) => fitted(label, 40).text))]
  for (const label of words)
    if (label.length > 40)
      report.add(line, 'mapped differently', `The label “${excerpt(label)}” is shortened to 40 characters.`)
  for (const label of tags.slice(20))
    report.add(line, 'not mapped', `The label “${label}”: a template has at most 20 tags.`)
  return tags.slice(0, 20)
}
