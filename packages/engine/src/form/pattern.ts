import { type PatternNode, parsePattern } from './pattern-parser.ts'

/**
 * Patterns are matched by walking all possibilities at once (Thompson), so the time is the length of the text times the
 * size of the pattern, whatever the pattern. JavaScript's own engine tries possibilities one after the other, and a
 * pattern such as `(a+)+$` would hold up the whole server.
 */
export type Pattern = { test(text: string): boolean }

type Instruction =
  | { do: 'read'; accepts: (codePoint: number) => boolean; next: number }
  | { do: 'fork'; next: number[] }
  | { do: 'start' | 'end'; next: number }
  | { do: 'done' }

/** What a pattern may grow to when its counted repetitions are written out. */
const mostInstructions = 2000

const compiled = new Map<string, Pattern | { fault: string }>()

/**
 * Compiles a pattern that the whole text must match; `^` and `$` around it change nothing.
 *
 * Understood: characters, `.`, `[a-z]` and `[^…]`, `\d \w \s` and their opposites, `\p{…}`, `\t \n \r \xHH \uHHHH`,
 * escaped marks, `( )`, `(?: )`, `|`, `* + ? {n} {n,} {n,m}` (and their lazy forms, which mean the same here),
 * `^` and `$`. Not understood, and refused: references to groups, look-around, named groups, `\b`, flags.
 * @returns the fault in words for a pattern that is not understood or too large
 */
export function compilePattern(pattern: string): Pattern | { fault: string } {
  const kept = compiled.get(pattern)
  if (kept) return kept
  const made = make(pattern)
  // Templates hold few patterns, but a server lives long.
  if (compiled.size >= 1000) compiled.clear()
  compiled.set(pattern, made)
  return made
}

/** Whether the whole text matches. A faulty pattern, which only a draft can have, matches everything. */
export function matches(pattern: string, text: string): boolean {
  const made = compilePattern(pattern)
  return 'fault' in made || made.test(text)
}

function make(pattern: string): Pattern | { fault: string } {
  const parsed = parsePattern(pattern)
  if ('fault' in parsed) return parsed
  const program: Instruction[] = [{ do: 'done' }]
  const start = write(parsed.node, 0, program)
  if (start === undefined) return { fault: 'its repetitions make it too large; use smaller counts' }
  return { test: (text) => run(program, start, text) }
}

/** Writes the instructions for a node that go on to `next`. @returns where it begins; undefined when it grows too large */
function write(node: PatternNode, next: number, program: Instruction[]): number | undefined {
  if (program.length > mostInstructions) return undefined
  const add = (instruction: Instruction) => program.push(instruction) - 1
  switch (node.is) {
    case 'read':
      return add({ do: 'read', accepts: node.accepts, next })
    case 'start':
    case 'end':
      return add({ do: node.is, next })
    case 'sequence': {
      let at: number | undefined = next
      for (const part of node.parts.toReversed()) {
        at = write(part, at, program)
        if (at === undefined) return undefined
      }
      return at
    }
    case 'choice': {
      const starts: number[] = []
      for (const part of node.parts) {
        const at = write(part, next, program)
        if (at === undefined) return undefined
        starts.push(at)
      }
      return add({ do: 'fork', next: starts })
    }
    case 'repeat': {
      let at: number | undefined = next
      if (node.max === undefined) {
        const loop: Instruction & { do: 'fork' } = { do: 'fork', next: [next] }
        at = add(loop)
        const body = write(node.part, at, program)
        if (body === undefined) return undefined
        loop.next.push(body)
      } else {
        for (let count = node.min; count < node.max; count++) {
          const body = write(node.part, at, program)
          if (body === undefined) return undefined
          at = add({ do: 'fork', next: [next, body] })
        }
      }
      for (let count = 0; count < node.min; count++) {
        const body = write(node.part, at, program)
        if (body === undefined) return undefined
        // Nothing, however often, is nothing: `((){1000}){1000}` is not counted out.
        if (body === at) break
        at = body
      }
      return at
    }
  }
}

function run(program: Instruction[], start: number, text: string): boolean {
  const points = Array.from(text, (character) => character.codePointAt(0)!)
  const seenAt = new Int32Array(program.length).fill(-1)
  let here: number[] = []

  /** Follows everything that reads nothing. @returns whether the end of the pattern is reached */
  const enter = (first: number, position: number, into: number[]): boolean => {
    let done = false
    const stack = [first]
    for (let at = stack.pop(); at !== undefined; at = stack.pop()) {
      if (seenAt[at] === position) continue
      seenAt[at] = position
      const instruction = program[at]!
      if (instruction.do === 'read') into.push(at)
      else if (instruction.do === 'fork') stack.push(...instruction.next)
      else if (instruction.do === 'done') done = true
      else if (position === (instruction.do === 'start' ? 0 : points.length)) stack.push(instruction.next)
    }
    return done
  }

  let done = enter(start, 0, here)
  for (const [position, point] of points.entries()) {
    const there: number[] = []
    done = false
    for (const at of here) {
      const instruction = program[at] as Instruction & { do: 'read' }
      if (instruction.accepts(point) && enter(instruction.next, position + 1, there)) done = true
    }
    here = there
    if (here.length === 0 && !done) return false
  }
  return done
}
