import type { ListItem, Nodes, PhrasingContent, RootContent } from 'mdast'
import { fromMarkdown } from 'mdast-util-from-markdown'
import { gfmFromMarkdown } from 'mdast-util-gfm'
import { gfm } from 'micromark-extension-gfm'
import { excerpt, type Report } from '../report.ts'

/** A part of the document: its nodes, and the Markdown that they were written as. */
export type MarkdownSource = {
  nodes: RootContent[]
  /** Line of the file, counted from 1. */
  lineOf: (node: Nodes) => number
  /** The Markdown of a node as it was written, moved to the left margin, without comments. */
  textOf: (node: Nodes) => string
}

/**
 * Reads Markdown as GitHub does. Comments are reported and then are no longer there: what stands in them is not shown
 * to anybody, so it is no step.
 * @param linesBefore lines of the file above `text`
 */
export function readMarkdown(text: string, linesBefore: number, report: Report): MarkdownSource {
  const root = fromMarkdown(text, { extensions: [gfm()], mdastExtensions: [gfmFromMarkdown()] })
  const lineOf = (node: Nodes) => (node.position?.start.line ?? 1) + linesBefore
  const comments: { start: number; end: number }[] = []
  const collect = (node: Nodes) => {
    if (node.type === 'html') {
      const start = node.position?.start.offset ?? 0
      for (const { index, 0: comment } of node.value.matchAll(/<!--[\s\S]*?(?:-->|$)/g)) {
        comments.push({ start: start + index, end: start + index + comment.length })
        const line = lineOf(node) + node.value.slice(0, index).split('\n').length - 1
        report.add(line, 'not mapped', `A comment is left out: “${excerpt(comment.replace(/<!-+|-+>/g, ''), 80)}”`)
      }
    }
    if ('children' in node) for (const child of node.children) collect(child)
  }
  collect(root)

  return {
    nodes: root.children.filter((node) => !(node.type === 'html' && withoutComments(node.value) === '')),
    lineOf,
    textOf(node) {
      const [from, to] = [node.position?.start.offset ?? 0, node.position?.end.offset ?? 0]
      let written = ''
      let at = from
      for (const { start, end } of comments) {
        if (start < at || end > to) continue
        written += text.slice(at, start)
        at = end
      }
      written += text.slice(at, to)
      const indent = (node.position?.start.column ?? 1) - 1
      const [first = '', ...others] = written.split('\n')
      const moved = others.map((line) => line.slice(Math.min(indent, line.length - line.trimStart().length)))
      return [first, ...moved]
        .map((line) => (/\S/.test(line) ? line.replace(/\s+$/, '') : ''))
        .join('\n')
        .replace(/\n{3,}/g, '\n\n')
        .trim()
    },
  }
}

const withoutComments = (html: string) => html.replace(/<!--[\s\S]*?(?:-->|$)/g, '').trim()

/** The words of a text as a person reads them, on one line: no marks, no addresses of links, no comments. */
export function plainText(nodes: (PhrasingContent | RootContent)[]): string {
  const words = (node: Nodes): string => {
    if (node.type === 'html') return ''
    if (node.type === 'break') return ' '
    if (node.type === 'image') return node.alt ?? ''
    if ('value' in node) return node.value
    return 'children' in node ? node.children.map(words).join('') : ''
  }
  return nodes.map(words).join('').replace(/\s+/g, ' ').trim()
}

/** Whether plain words would lose something: where a link leads, or a picture. */
export function losesSomething(nodes: Nodes[]): boolean {
  return nodes.some(
    (node) =>
      ['link', 'image', 'linkReference', 'imageReference', 'footnoteReference'].includes(node.type) ||
      ('children' in node && losesSomething(node.children)),
  )
}

/** Whether there is an item with a box anywhere inside. */
export function holdsBoxes(node: Nodes): boolean {
  return (node.type === 'listItem' && isBox(node)) || ('children' in node && node.children.some(holdsBoxes))
}

/** An item that begins with `[ ]` or `[x]`. */
export const isBox = (item: ListItem): boolean => typeof item.checked === 'boolean'
