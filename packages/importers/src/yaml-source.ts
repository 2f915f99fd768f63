import { isAlias, isMap, isScalar, isSeq, LineCounter, parseDocument, type Node, type ScalarTag } from 'yaml'
import { unreadable, type Fault } from './report.ts'

/** A member named by e-mail where a text would be ambiguous: `!member ana@example.com`. */
export class MemberMention {
  readonly email: string
  constructor(email: string) {
    this.email = email
  }
}

/** How `!member` is read and written. */
export const memberTag: ScalarTag = {
  tag: '!member',
  identify: (value) => value instanceof MemberMention,
  resolve: (text) => new MemberMention(text),
  stringify: ({ value }) => JSON.stringify((value as MemberMention).email),
}

/** The plain value of a YAML text, and where each part of it stands. */
export type YamlSource = {
  value: unknown
  /** Line of what a JSON Pointer points to (of its key in a map), or of the nearest thing around it. */
  lineOf: (pointer: string) => number
}

/** One part of a JSON Pointer. */
export const escapePointer = (key: string | number) => String(key).replace(/~/g, '~0').replace(/\//g, '~1')

/**
 * Reads one YAML 1.2 document. Keys are texts. Aliases and tags other than `!member` are refused: templates have no
 * use for them, and a few aliases can unfold to more than memory holds.
 * @param firstLine line of the file on which the text begins
 * @throws UserError `unreadable_document` with the line of each fault
 */
export function readYaml(text: string, firstLine = 1): YamlSource {
  const lineCounter = new LineCounter()
  const document = parseDocument(text, {
    lineCounter,
    prettyErrors: false,
    stringKeys: true,
    customTags: [memberTag],
  })
  const lineAt = (offset: number) => Math.max(lineCounter.linePos(offset).line, 1) + firstLine - 1
  const faults: Fault[] = [...document.errors, ...document.warnings].map(({ pos, message }) => ({
    line: lineAt(pos[0]),
    message: `This is no YAML that can be read: ${message}`,
  }))
  if (faults.length > 0) throw unreadable(...faults)

  const lines = new Map<string, number>()
  const read = (node: Node | null, pointer: string): unknown => {
    if (node?.range && !lines.has(pointer)) lines.set(pointer, lineAt(node.range[0]))
    if (isMap(node)) {
      return Object.fromEntries(
        node.items.map(({ key, value }) => {
          const name = isScalar(key) ? String(key.value) : ''
          const inner = `${pointer}/${escapePointer(name)}`
          if (isScalar(key) && key.range) lines.set(inner, lineAt(key.range[0]))
          return [name, read(value as Node | null, inner)]
        }),
      )
    }
    if (isSeq(node)) return node.items.map((item, index) => read(item as Node | null, `${pointer}/${index}`))
    if (isAlias(node)) {
      faults.push({
        line: lineAt(node.range?.[0] ?? 0),
        message: `The alias *${node.source} is not read; write the value itself.`,
      })
      return undefined
    }
    return isScalar(node) ? node.value : null
  }
  const value = read(document.contents, '')
  if (faults.length > 0) throw unreadable(...faults)
  return {
    value,
    lineOf(pointer) {
      for (let at = pointer; ; at = at.slice(0, at.lastIndexOf('/'))) {
        const line = lines.get(at)
        if (line !== undefined || at === '') return line ?? firstLine
      }
    },
  }
}
