import type { Milestone, Step, TemplateDocument } from '@baton/engine'
import type { List, RootContent } from 'mdast'
import { asWritten, checkedDocument, fitted } from '../document-check.ts'
import { keyMaker } from '../keys.ts'
import { excerpt, unreadable, type Report } from '../report.ts'
import { readFrontMatter } from './front-matter.ts'
import { hasItems, hasOwnItems, sectionsOf, type Section } from './sections.ts'
import { holdsBoxes, isBox, readMarkdown, type MarkdownSource } from './source.ts'
import { stepFrom, type StepContext } from './step.ts'

/**
 * A Markdown checklist as a template: headings are milestones, items with boxes steps, nested ones checklists of their
 * step. Prose goes to the instructions of the step that it leads to, or else of the one before; what stands under
 * headings without items, and before all of them, is the description.
 * @throws UserError `unreadable_document`
 */
export function importChecklist(text: string, fileName: string, report: Report): TemplateDocument {
  const deep = text.split('\n').findIndex((line) => tooDeep.test(line))
  if (deep >= 0)
    throw unreadable({ line: deep + 1, message: 'Wanted at most 50 lists and quotes in one another, found more.' })
  const front = readFrontMatter(text, report)
  const source = readMarkdown(front.body, front.linesBefore, report)
  let root = sectionsOf(source)
  let { title } = front
  const [first] = root.children
  // A single heading over everything is the title, unless the front matter has one.
  if (!title && first?.level === 1 && root.children.length === 1 && root.blocks.length === 0) {
    title = first.title
    root = { ...first, title: '', level: 0 }
  }
  if (!hasItems(root))
    throw unreadable({
      line: 1,
      message: 'Wanted a checklist with items such as “- [ ] Call the customer”, found none.',
    })

  const walk = new Walk(source, report, milestonesBegin(root, report))
  walk.description.push(front.description ?? '')
  walk.section(root, [])
  const { steps, milestones, lines } = walk
  const description = walk.description.filter(Boolean).join('\n\n')
  return checkedDocument(
    {
      title: fitted(title ?? fileName.replace(/^.*[\\/]|\.[^.]*$/g, ''), 250).text,
      ...(description && { description }),
      ...(front.tags && { tags: front.tags }),
      ...(front.processName && { processName: front.processName }),
      ...(milestones.length > 0 && { milestones }),
      steps,
    },
    (pointer) => lines[Number(/^\/steps\/(\d+)/.exec(pointer)?.[1] ?? 0)] ?? 1,
  )
}

/** The time to read such a line grows with the square of its depth. */
const tooDeep = /^(?:[ \t]*(?:>|(?:[-*+]|\d{1,9}[.)])[ \t])){51}|^[ \t]{1000}/

/** The section whose subsections are the milestones: headings that merely stand over all of them are passed by. */
function milestonesBegin(root: Section, report: Report): Section {
  const below = root.children.filter(hasItems)
  const [only] = below
  if (hasOwnItems(root) || below.length !== 1 || !only || hasOwnItems(only)) return root
  report.add(only.line, 'not mapped', `“${excerpt(only.title)}” stands over all milestones, so it is none itself.`)
  return milestonesBegin(only, report)
}

/** Goes through the sections in order and gathers what they become. */
class Walk {
  readonly steps: Step[] = []
  /** Line of each step. */
  readonly lines: number[] = []
  readonly milestones: Milestone[] = []
  readonly description: string[] = []
  readonly #source: MarkdownSource
  readonly #report: Report
  /** Its subsections are the milestones. */
  readonly #top: Section
  readonly #context: StepContext
  readonly #milestoneKey = keyMaker()
  /** Prose that waits for its step. */
  #pending: string[] = []

  constructor(source: MarkdownSource, report: Report, top: Section) {
    this.#source = source
    this.#top = top
    this.#report = report
    // No step may be called kickoff: fields use that word for the form at the start.
    this.#context = { source, report, stepKey: keyMaker(['kickoff']), fieldKey: keyMaker() }
  }

  /** @param path titles from the level of the milestones down; empty above it */
  section(section: Section, path: string[]): void {
    if (!hasItems(section)) return this.#toDescription(section)
    let milestone: string | undefined
    const before = this.steps.length
    for (const block of section.blocks) {
      if (block.type === 'list' && holdsBoxes(block)) {
        milestone ??= path.length > 0 ? this.#milestone(path, section.line) : undefined
        this.#list(block, milestone)
      } else if (path.length === 0 && this.steps.length === 0) this.#prose(block, this.description)
      else this.#prose(block, this.#pending)
    }
    if (this.steps.length > before) this.#settlePending()
    const inside = section === this.#top || path.length > 0
    for (const child of section.children) this.section(child, inside ? [...path, child.title] : [])
  }

  #list(list: List, milestone: string | undefined): void {
    for (const item of list.children) {
      const line = this.#source.lineOf(item)
      if (!holdsBoxes(item)) {
        const text = this.#source.textOf(item)
        this.#pending.push(text)
        this.#report.add(
          line,
          'mapped differently',
          `An item without a box is no step; it stands in the instructions of one: “${excerpt(text)}”`,
        )
        continue
      }
      const step = stepFrom(item, this.#context)
      if (!isBox(item))
        this.#report.add(
          line,
          'mapped differently',
          `An item without a box that holds items with boxes is a step: “${excerpt(step.title)}”`,
        )
      if (milestone) step.milestone = milestone
      const lead = asWritten(this.#pending.join('\n\n'))
      this.#pending = []
      const instructions = [lead, step.instructions ?? ''].filter(Boolean).join('\n\n')
      this.steps.push(instructions ? { ...step, instructions } : step)
      this.lines.push(line)
    }
  }

  /** Prose after the last item of a section belongs to that item. */
  #settlePending(): void {
    const last = this.steps.at(-1)
    if (this.#pending.length === 0 || !last) return
    last.instructions = [last.instructions ?? '', asWritten(this.#pending.join('\n\n'))].filter(Boolean).join('\n\n')
    this.#pending = []
  }

  #prose(block: RootContent, to: string[]): void {
    const text = this.#source.textOf(block)
    const line = this.#source.lineOf(block)
    const lines = text.split('\n')
    if (block.type === 'paragraph' && lines.every((each) => /^\/[a-z][a-z-]*(\s|$)/.test(each))) {
      for (const [index, command] of lines.entries())
        this.#report.add(line + index, 'not mapped', `A command to GitHub is left out: “${excerpt(command, 200)}”`)
    } else if (block.type === 'thematicBreak') this.#report.add(line, 'not mapped', 'A dividing line is left out.')
    else to.push(text)
  }

  #toDescription(section: Section): void {
    const parts: string[] = []
    for (const block of section.blocks) this.#prose(block, parts)
    if (section.level > 0 && parts.length === 0 && section.children.length === 0) {
      this.#report.add(section.line, 'not mapped', `“${excerpt(section.title)}” has nothing below it.`)
      return
    }
    if (section.level > 0) {
      this.description.push(`${'#'.repeat(Math.min(section.level, 6))} ${section.title}`)
      this.#report.add(
        section.line,
        'mapped differently',
        `“${excerpt(section.title)}” has no items, so it stands in the description.`,
      )
    }
    this.description.push(...parts)
    for (const child of section.children) this.#toDescription(child)
  }

  #milestone(path: string[], line: number): string {
    const title = path.join(' › ')
    const { text, cut } = fitted(title, 250)
    if (cut)
      this.#report.add(line, 'mapped differently', `The milestone is shortened to 250 characters: “${excerpt(title)}”`)
    const id = this.#milestoneKey(path.at(-1) ?? '', 'milestone')
    this.milestones.push({ id, title: text })
    return id
  }
}
