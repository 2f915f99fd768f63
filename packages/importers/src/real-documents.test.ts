import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { findingsOf } from '@baton/engine'
import { describe, expect, test } from 'vitest'
import { fromYaml, importDocument, toYaml } from './index.ts'

const data = new URL('../../../../shared/data/', import.meta.url)
const nobody = { members: [], groups: [] }

function filesOf(folder: string, extension: string) {
  const at = new URL(`${folder}/`, data)
  if (!existsSync(at)) {
    console.log(`skipped: there are no ${folder} to try beside the project`)
    return []
  }
  return readdirSync(at)
    .filter((name) => name.endsWith(extension))
    .map((fileName) => ({ fileName, text: readFileSync(new URL(fileName, at), 'utf8') }))
}

const count = (text: string, pattern: RegExp) => text.match(pattern)?.length ?? 0

const checklists = filesOf('checklists', '.md')
describe.skipIf(checklists.length === 0)('checklists of a real release team', () => {
  test.each(checklists)('$fileName loses no item and can be published', ({ fileName, text }) => {
    const { document, format, report } = importDocument({ fileName, text }, nobody)
    expect(format).toBe('markdown-checklist')
    const seen = text.replace(/<!--[\s\S]*?-->/g, '')
    const addedForPlainItems = report.filter(({ message }) =>
      message.includes('that holds items with boxes is a step'),
    ).length
    expect(document.steps.length - addedForPlainItems).toBe(count(seen, /^[-*+] \[[ xX]\] /gm))
    const options = document.steps.flatMap(({ fields = [] }) => fields).flatMap((field) => field.options ?? [])
    expect(options.length).toBe(count(seen, /^[ \t]+[-*+] \[[ xX]\] /gm))
    expect(report.filter(({ message }) => message.startsWith('A comment')).length).toBe(count(text, /<!--/g))
    expect(findingsOf(document)).toEqual([])
    expect(fromYaml(toYaml(document, nobody), nobody)).toStrictEqual(document)
  })

  test('each word of a checklist is in the template or in the report', () => {
    for (const { fileName, text } of checklists) {
      const { document, report } = importDocument({ fileName, text }, nobody)
      const there = JSON.stringify([document, report])
      const body = text
        .replace(/^---[\s\S]*?\n---/, '')
        .replace(/<!--[\s\S]*?-->/g, '')
        .replace(/\]\([^)]*\)/g, ']')
      const words = new Set(body.match(/\p{L}{4,}/gu))
      expect([...words].filter((word) => !there.includes(word))).toEqual([])
    }
  })

  test('the largest has 93 items and 19 nested ones', () => {
    const largest = checklists.find(({ fileName }) => fileName.includes('team-lead-progress'))!
    const { document } = importDocument(largest, nobody)
    // One more step for the item without a box that holds twelve with one.
    expect(document.steps).toHaveLength(94)
    expect(document.steps.flatMap(({ fields = [] }) => fields).flatMap(({ options = [] }) => options)).toHaveLength(19)
    expect(document.milestones?.[0]?.title).toBe('1. Before the start of the Release Cycle (Week 0)')
  })
})

const forms = filesOf('forms', '.yml')
describe.skipIf(forms.length === 0)('issue forms of a real organization', () => {
  test.each(forms)('$fileName keeps every field with its type, options and required marks', ({ fileName, text }) => {
    const { document, format } = importDocument({ fileName, text }, nobody)
    expect(format).toBe('github-issue-form')
    const fields = document.kickoff?.fields ?? []
    expect(fields.length).toBe(count(text, /^\s*(- )?type: (input|textarea|dropdown|checkboxes)$/gm))
    expect(fields.filter(({ type }) => type === 'short_text').length).toBe(count(text, /^\s*(- )?type: input$/gm))
    expect(fields.filter(({ type }) => type === 'long_text').length).toBe(count(text, /^\s*(- )?type: textarea$/gm))
    const marks = fields.flatMap((field) => [
      field.required || field.must === 'one',
      ...(field.options ?? []).map(({ required }) => required),
    ])
    expect(marks.filter(Boolean).length).toBe(count(text, /^\s*required: true$/gm))
    expect(findingsOf(document)).toEqual([])
    expect(fromYaml(toYaml(document, nobody), nobody)).toStrictEqual(document)
  })
})
