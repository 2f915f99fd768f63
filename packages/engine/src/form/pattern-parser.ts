/** A pattern understood. A missing `max` means as often as one likes. */
export type PatternNode =
  | { is: 'read'; accepts: (codePoint: number) => boolean }
  | { is: 'start' | 'end' }
  | { is: 'sequence' | 'choice'; parts: PatternNode[] }
  | { is: 'repeat'; part: PatternNode; min: number; max?: number }

type Accepts = (codePoint: number) => boolean

class NotUnderstood extends Error {}

/** Counts in braces are at most this; larger ones belong into the field's length settings. */
const largestCount = 1000

/** @returns the fault in words, with its place counted from 1, for a pattern that is not understood */
export function parsePattern(pattern: string): { node: PatternNode } | { fault: string } {
  try {
    return { node: new Parser(pattern).whole() }
  } catch (error) {
    if (error instanceof NotUnderstood) return { fault: error.message }
    throw error
  }
}

class Parser {
  private readonly characters: string[]
  private at = 0
  constructor(pattern: string) {
    this.characters = [...pattern]
  }

  whole(): PatternNode {
    const node = this.choice()
    if (this.at < this.characters.length) this.refuse('“)” closes nothing')
    return node
  }

  private refuse(why: string): never {
    throw new NotUnderstood(`${why} (at character ${this.at + 1})`)
  }

  private peek = () => this.characters[this.at]

  private take(): string {
    const character = this.characters[this.at++]
    if (character === undefined) this.refuse('it ends too early')
    return character
  }

  private skip(text: string): boolean {
    if (
      !this.characters
        .slice(this.at, this.at + text.length)
        .join('')
        .startsWith(text)
    )
      return false
    this.at += text.length
    return true
  }

  private choice(): PatternNode {
    const parts = [this.sequence()]
    while (this.skip('|')) parts.push(this.sequence())
    return parts.length === 1 ? parts[0]! : { is: 'choice', parts }
  }

  private sequence(): PatternNode {
    const parts: PatternNode[] = []
    for (let next = this.peek(); next !== undefined && next !== '|' && next !== ')'; next = this.peek()) {
      parts.push(this.repeated(this.atom()))
    }
    return { is: 'sequence', parts }
  }

  private repeated(part: PatternNode): PatternNode {
    const counts = this.counts()
    if (!counts) return part
    if (part.is === 'start' || part.is === 'end') this.refuse('“^” and “$” cannot be repeated')
    this.skip('?')
    if (/^[*+?{]$/.test(this.peek() ?? '')) this.refuse('a repetition cannot be repeated; put it in parentheses')
    return { is: 'repeat', part, ...counts }
  }

  private counts(): { min: number; max?: number } | undefined {
    if (this.skip('*')) return { min: 0 }
    if (this.skip('+')) return { min: 1 }
    if (this.skip('?')) return { min: 0, max: 1 }
    if (!this.skip('{')) return undefined
    const min = this.number()
    const max = this.skip(',') ? (this.peek() === '}' ? undefined : this.number()) : min
    if (!this.skip('}')) this.refuse('“}” is missing; write “\\{” for the character itself')
    if (max !== undefined && max < min) this.refuse(`{${min},${max}} counts backwards`)
    return { min, max }
  }

  private number(): number {
    let digits = ''
    while (/^\d$/.test(this.peek() ?? '')) digits += this.take()
    if (digits === '') this.refuse('“{” needs a count; write “\\{” for the character itself')
    const number = Number(digits)
    if (number > largestCount) this.refuse(`counts go up to ${largestCount}`)
    return number
  }

  private atom(): PatternNode {
    const character = this.take()
    switch (character) {
      case '(':
        return this.group()
      case '[':
        return { is: 'read', accepts: this.set() }
      case '.':
        return { is: 'read', accepts: (point) => point !== 10 && point !== 13 }
      case '^':
        return { is: 'start' }
      case '$':
        return { is: 'end' }
      case '\\':
        return { is: 'read', accepts: this.escape().accepts }
      case '*':
      case '+':
      case '?':
      case '{':
        this.at--
        return this.refuse(`“${character}” has nothing to repeat; write “\\${character}” for the character itself`)
      default:
        return { is: 'read', accepts: is(character.codePointAt(0)!) }
    }
  }

  private group(): PatternNode {
    if (this.peek() === '?' && !this.skip('?:'))
      this.refuse('of the groups that begin with “(?”, only “(?:” is understood')
    const node = this.choice()
    if (!this.skip(')')) this.refuse('“)” is missing')
    return node
  }

  private set(): Accepts {
    const negated = this.skip('^')
    const parts: Accepts[] = []
    while (!this.skip(']')) {
      const from = this.member()
      if (this.peek() === '-' && this.characters[this.at + 1] !== ']' && this.characters[this.at + 1] !== undefined) {
        this.at++
        const to = this.member()
        if (from.point === undefined || to.point === undefined)
          this.refuse('a range goes from one character to another')
        if (from.point > to.point) this.refuse('a range goes from the lower character to the higher')
        const [low, high] = [from.point, to.point]
        parts.push((point) => point >= low && point <= high)
      } else parts.push(from.accepts)
    }
    return (point) => parts.some((part) => part(point)) !== negated
  }

  private member(): { accepts: Accepts; point?: number } {
    const character = this.take()
    if (character === '\\') return this.escape()
    const point = character.codePointAt(0)!
    return { accepts: is(point), point }
  }

  private escape(): { accepts: Accepts; point?: number } {
    const character = this.take()
    const klass = classes[character]
    if (klass) return { accepts: klass }
    if (character === 'p' || character === 'P') return { accepts: this.property(character) }
    let point = controls[character]
    if (character === 'x') point = this.hex(2)
    if (character === 'u') point = this.hex(4)
    if (point === undefined && /^[a-zA-Z0-9]$/.test(character)) {
      this.at--
      this.refuse(
        /^\d$/.test(character) ? 'references to groups are not understood' : `“\\${character}” is not understood`,
      )
    }
    point ??= character.codePointAt(0)!
    return { accepts: is(point), point }
  }

  private hex(length: number): number {
    let digits = ''
    while (digits.length < length) digits += this.take()
    if (!/^[0-9a-fA-F]+$/.test(digits)) this.refuse(`wanted ${length} hexadecimal digits`)
    return Number.parseInt(digits, 16)
  }

  private property(letter: string): Accepts {
    let name = ''
    if (!this.skip('{')) this.refuse('“\\p” needs a name in braces, such as \\p{L}')
    while (!this.skip('}')) name += this.take()
    try {
      // One character against one class: nothing here can be slow.
      const matcher = new RegExp(`^\\${letter}{${name}}$`, 'u')
      return (point) => matcher.test(String.fromCodePoint(point))
    } catch {
      return this.refuse(`\\p{${name}} is not known`)
    }
  }
}

const is =
  (wanted: number): Accepts =>
  (point) =>
    point === wanted

const digit: Accepts = (point) => point >= 48 && point <= 57
const word: Accepts = (point) =>
  digit(point) || (point >= 65 && point <= 90) || (point >= 97 && point <= 122) || point === 95
const space: Accepts = (point) => /^\s$/.test(String.fromCodePoint(point))
const not =
  (accepts: Accepts): Accepts =>
  (point) =>
    !accepts(point)

const classes: Partial<Record<string, Accepts>> = {
  d: digit,
  D: not(digit),
  w: word,
  W: not(word),
  s: space,
  S: not(space),
}
const controls: Partial<Record<string, number>> = { t: 9, n: 10, r: 13, f: 12, v: 11, 0: 0 }
