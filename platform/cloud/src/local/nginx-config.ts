import { globSync, readFileSync } from 'node:fs'
import path from 'node:path'

/** `name word word;` or `name word { … }`. */
export type Directive = { name: string; words: string[]; block?: Directive[] }

/**
 * Reads settings as nginx writes them, following `include`. Knows the grammar and none of the directives.
 * @param folder what relative paths of `include` begin from
 * @throws Error when a block or directive does not end
 */
export function readNginxConfig(file: string, folder = path.dirname(file)): Directive[] {
  return parseNginxConfig(readFileSync(file, 'utf8'), (pattern) =>
    globSync(path.resolve(folder, pattern))
      .toSorted()
      .flatMap((included) => readNginxConfig(included, folder)),
  )
}

export function parseNginxConfig(text: string, include: (pattern: string) => Directive[] = () => []): Directive[] {
  const tokens = text
    .replace(/(^|\s)#.*$/gm, '$1')
    .matchAll(/"((?:[^"\\]|\\.)*)"|'((?:[^'\\]|\\.)*)'|([{};])|([^\s{};"']+)/g)
  const root: Directive[] = []
  const open: Directive[][] = [root]
  let words: string[] = []
  for (const [, double, single, mark, word] of tokens) {
    if (mark === undefined) {
      words.push(double ?? single ?? word!)
      continue
    }
    const [name, ...rest] = words
    words = []
    if (mark === '}') {
      if (name !== undefined) throw new Error(`“${name}” should end with a semicolon.`)
      open.pop()
      if (open.length === 0) throw new Error('A } closes no block.')
      continue
    }
    if (name === undefined) throw new Error(`A ${mark} follows nothing.`)
    if (mark === ';' && name === 'include') open.at(-1)!.push(...include(rest[0]!))
    else {
      const directive: Directive = { name, words: rest, ...(mark === '{' ? { block: [] } : {}) }
      open.at(-1)!.push(directive)
      if (directive.block) open.push(directive.block)
    }
  }
  if (words.length > 0 || open.length > 1) throw new Error('The settings end in the middle of a block.')
  return root
}

/** The words of the last directive of this name, looked for in the innermost block first. */
export function wordsOf(blocks: readonly Directive[][], name: string): string[] | undefined {
  for (const block of blocks.toReversed()) {
    const found = block.findLast((directive) => directive.name === name)
    if (found) return found.words
  }
  return undefined
}

/** `60`, `60s`, `500ms`, `2m`, `1h` in milliseconds. */
export function milliseconds(text: string): number {
  const { number, unit } = /^(?<number>\d+)(?<unit>ms|s|m|h|d)?$/.exec(text)?.groups ?? {}
  if (number === undefined) throw new Error(`“${text}” is no time.`)
  return Number(number) * { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 }[unit ?? 's']!
}

/** `100`, `8k`, `1m`, `1g` in bytes. */
export function byteCount(text: string): number {
  const { number, unit } = /^(?<number>\d+)(?<unit>[kmg])?$/i.exec(text)?.groups ?? {}
  if (number === undefined) throw new Error(`“${text}” is no size.`)
  return Number(number) * { '': 1, k: 1024, m: 1024 ** 2, g: 1024 ** 3 }[unit?.toLowerCase() ?? '']!
}
