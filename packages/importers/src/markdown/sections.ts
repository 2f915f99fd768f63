import type { Paragraph, RootContent } from 'mdast'
import { holdsBoxes, plainText, type MarkdownSource } from './source.ts'

/** What stands under one heading; the root has none. */
export type Section = {
  title: string
  /** 0 for the root, 1–6 for headings, 7 for a line in bold over a list. */
  level: number
  line: number
  blocks: RootContent[]
  children: Section[]
}

/** The document by its headings. A short line that is bold throughout and stands over items is a heading as well. */
export function sectionsOf({ nodes, lineOf }: MarkdownSource): Section {
  const root: Section = { title: '', level: 0, line: 1, blocks: [], children: [] }
  const path = [root]
  for (const [index, node] of nodes.entries()) {
    const level = node.type === 'heading' ? node.depth : isLabel(node, nodes[index + 1]) ? 7 : undefined
    if (level === undefined) {
      path.at(-1)!.blocks.push(node)
      continue
    }
    while (path.at(-1)!.level >= level) path.pop()
    const section: Section = {
      title: plainText([node]).replace(/:$/, ''),
      level,
      line: lineOf(node),
      blocks: [],
      children: [],
    }
    path.at(-1)!.children.push(section)
    path.push(section)
  }
  return root
}

function isLabel(node: RootContent, next: RootContent | undefined): node is Paragraph {
  if (node.type !== 'paragraph' || !next || !holdsBoxes(next)) return false
  const bold = node.children.every(
    (part) => part.type === 'strong' || part.type === 'html' || (part.type === 'text' && /^[\s:]*$/.test(part.value)),
  )
  // A whole sentence in bold is a warning, not a title.
  const words = plainText([node])
  return bold && words.length <= 100 && !/[.!]$/.test(words)
}

/** Whether the blocks of the section itself hold items with boxes. */
export const hasOwnItems = ({ blocks }: Section): boolean => blocks.some(holdsBoxes)

/** Whether there are items with boxes anywhere under this heading. */
export const hasItems = (section: Section): boolean => hasOwnItems(section) || section.children.some(hasItems)
