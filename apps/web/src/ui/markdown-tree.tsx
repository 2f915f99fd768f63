import type { Nodes, Parents } from 'mdast'
import { fromMarkdown } from 'mdast-util-from-markdown'
import { gfmFromMarkdown } from 'mdast-util-gfm'
import { gfm } from 'micromark-extension-gfm'
import { createElement, Fragment, type ReactNode, useMemo } from 'react'

/** Draws Markdown as elements; what stands there as HTML is shown as text. */
export default function MarkdownTree({ text }: { text: string }) {
  const tree = useMemo(() => fromMarkdown(text, { extensions: [gfm()], mdastExtensions: [gfmFromMarkdown()] }), [text])
  return <>{inside(tree)}</>
}

// The parts of a text have no names; it is drawn whole whenever it changes.
const inside = (node: Parents): ReactNode[] =>
  node.children.map((child, at) => <Fragment key={at}>{draw(child)}</Fragment>)

/** Only where a link leads people, never a script. */
const safeAddress = (url: string): string | undefined =>
  /^(https?:|mailto:|tel:|\/(?!\/)|#)/i.test(url) ? url : undefined

function draw(node: Nodes): ReactNode {
  switch (node.type) {
    case 'text':
    case 'html':
      return node.value
    case 'paragraph':
      return <p>{inside(node)}</p>
    case 'heading':
      // The page has its own headings above these.
      return createElement(`h${Math.min(node.depth + 2, 5)}`, null, ...inside(node))
    case 'strong':
      return <strong>{inside(node)}</strong>
    case 'emphasis':
      return <em>{inside(node)}</em>
    case 'delete':
      return <del>{inside(node)}</del>
    case 'inlineCode':
      return <code>{node.value}</code>
    case 'code':
      return (
        <pre>
          <code>{node.value}</code>
        </pre>
      )
    case 'break':
      return <br />
    case 'thematicBreak':
      return <hr />
    case 'blockquote':
      return <blockquote>{inside(node)}</blockquote>
    case 'list':
      return node.ordered ? <ol start={node.start ?? 1}>{inside(node)}</ol> : <ul>{inside(node)}</ul>
    case 'listItem':
      return (
        <li>
          {typeof node.checked === 'boolean' && (node.checked ? '☑ ' : '☐ ')}
          {inside(node)}
        </li>
      )
    case 'link':
      return linkTo(node.url, inside(node))
    case 'image':
      return linkTo(node.url, node.alt || node.url)
    case 'table':
      return drawTable(node)
    case 'linkReference':
    case 'root':
    case 'footnoteDefinition':
    case 'tableRow':
    case 'tableCell':
      return inside(node)
    default:
      return null
  }
}

function linkTo(url: string, words: ReactNode): ReactNode {
  const address = safeAddress(url)
  if (!address) return words
  return (
    <a href={address} target="_blank" rel="noopener noreferrer">
      {words}
    </a>
  )
}

function drawTable(node: Extract<Nodes, { type: 'table' }>): ReactNode {
  const [head, ...rows] = node.children
  return (
    <table>
      {head && (
        <thead>
          <tr>
            {head.children.map((cell, at) => (
              <th key={at}>{inside(cell)}</th>
            ))}
          </tr>
        </thead>
      )}
      <tbody>
        {rows.map((row, at) => (
          <tr key={at}>
            {row.children.map((cell, column) => (
              <td key={column}>{inside(cell)}</td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  )
}
