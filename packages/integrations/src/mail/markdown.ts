import type { Nodes } from 'mdast'
import { fromMarkdown } from 'mdast-util-from-markdown'
import { gfmFromMarkdown } from 'mdast-util-gfm'
import { gfm } from 'micromark-extension-gfm'
import { createElement as h, Fragment, type ReactNode } from 'react'
import { colors } from './layout.ts'

/**
 * Markdown as the elements of a mail. HTML in it stays text, links go only to http, https and mailto, and images are
 * named rather than loaded.
 */
export function markdownToMail(markdown: string): ReactNode {
  const root = fromMarkdown(markdown, { extensions: [gfm()], mdastExtensions: [gfmFromMarkdown()] })
  return childrenOf(root)
}

const paragraph = { margin: '0 0 12px', fontSize: 15, lineHeight: '24px' }
const cell = { border: `1px solid ${colors.line}`, padding: '4px 8px', textAlign: 'left' as const }
const isSafe = (url: string) => /^(https?:|mailto:)/i.test(url)

const childrenOf = (node: Nodes): ReactNode =>
  'children' in node ? node.children.map((child, index) => h(Fragment, { key: index }, element(child))) : null

function element(node: Nodes): ReactNode {
  switch (node.type) {
    case 'paragraph':
      return h('p', { style: paragraph }, childrenOf(node))
    case 'heading':
      return h('p', { style: { ...paragraph, fontWeight: 600 } }, childrenOf(node))
    case 'strong':
      return h('strong', null, childrenOf(node))
    case 'emphasis':
      return h('em', null, childrenOf(node))
    case 'delete':
      return h('s', null, childrenOf(node))
    case 'inlineCode':
      return h('code', null, node.value)
    case 'code':
      return h('pre', { style: { ...paragraph, whiteSpace: 'pre-wrap' } }, node.value)
    case 'blockquote':
      return h(
        'blockquote',
        { style: { margin: '0 0 12px', paddingLeft: 12, borderLeft: `3px solid ${colors.line}` } },
        childrenOf(node),
      )
    case 'list':
      return h(node.ordered ? 'ol' : 'ul', { style: { ...paragraph, paddingLeft: 22 } }, childrenOf(node))
    case 'listItem':
      return h('li', null, typeof node.checked === 'boolean' ? (node.checked ? '☑ ' : '☐ ') : null, childrenOf(node))
    case 'link':
      return isSafe(node.url)
        ? h('a', { href: node.url, style: { color: colors.accent } }, childrenOf(node))
        : childrenOf(node)
    case 'image':
      return node.alt
    case 'break':
      return h('br')
    case 'thematicBreak':
      return h('hr', { style: { border: 0, borderTop: `1px solid ${colors.line}` } })
    case 'table':
      return h(
        'table',
        { style: { borderCollapse: 'collapse', margin: '0 0 12px' } },
        h('tbody', null, childrenOf(node)),
      )
    case 'tableRow':
      return h('tr', null, childrenOf(node))
    case 'tableCell':
      return h('td', { style: cell }, childrenOf(node))
    case 'text':
    case 'html':
      return node.value
    default:
      return childrenOf(node)
  }
}
