/** One line of a pasted list. */
export type PastedLine = { kind: 'step' | 'milestone'; title: string }

const bullet = /^\s*(?:[-*+•‣–—]\s+(?:\[[ xX]?\]\s*)?|\[[ xX]?\]\s+|\(?\d{1,3}[.)]\s+|[a-z][.)]\s+|☐\s*|☑\s*)/u
const longestTitle = 250

/**
 * Reads a pasted list: one step a line, without its bullet, number or box; a Markdown heading is a milestone. Empty
 * lines are passed over.
 */
export function pastedLines(text: string): PastedLine[] {
  return text
    .split(/\r\n|\r|\n/)
    .map((line): PastedLine => {
      const heading = /^\s*#{1,6}\s+(.*?)\s*#*\s*$/.exec(line)
      if (heading) return { kind: 'milestone', title: plain(heading[1]!) }
      return { kind: 'step', title: plain(line.replace(bullet, '')) }
    })
    .filter(({ title }) => title !== '')
}

/** Titles are plain text: emphasis and links give their words. */
const plain = (text: string) =>
  text
    .replaceAll(/!?\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replaceAll(/(\*\*|__|`)(.+?)\1/g, '$2')
    .replaceAll(/\s+/g, ' ')
    .trim()
    .slice(0, longestTitle)
