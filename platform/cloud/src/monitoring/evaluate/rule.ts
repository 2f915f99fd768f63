import type { AlarmState } from './metric-alarm.ts'

/** The rule of a composite alarm, read. */
export type Rule =
  | { state: AlarmState; of: string }
  | { not: Rule }
  | { all: Rule[] }
  | { any: Rule[] }
  | { always: boolean }

/**
 * Reads the rule of a composite alarm: `ALARM("a") AND NOT (OK("b") OR INSUFFICIENT_DATA("c"))`. AND binds more
 * closely than OR, NOT more closely than both.
 * @throws Error at what is no rule
 */
export function readRule(text: string): Rule {
  const words = text.match(/"[^"]*"|[()]|[A-Z_]+|[^\s()"]+/g) ?? []
  let at = 0
  const wrong = (): never => {
    throw new Error(`A rule was wanted, but “${words[at] ?? 'nothing'}” stands at word ${at + 1} of: ${text}`)
  }
  const take = (word: string) => {
    if (words[at] !== word) wrong()
    at += 1
  }
  const listOf = (word: string, read: () => Rule): Rule[] => {
    const parts = [read()]
    while (words[at] === word) {
      at += 1
      parts.push(read())
    }
    return parts
  }
  const any = (): Rule => {
    const parts = listOf('OR', all)
    return parts.length === 1 ? parts[0]! : { any: parts }
  }
  const all = (): Rule => {
    const parts = listOf('AND', one)
    return parts.length === 1 ? parts[0]! : { all: parts }
  }
  const one = (): Rule => {
    const word = words[at]
    at += 1
    switch (word) {
      case 'NOT':
        return { not: one() }
      case 'TRUE':
      case 'FALSE':
        return { always: word === 'TRUE' }
      case '(': {
        const inner = any()
        take(')')
        return inner
      }
      case 'ALARM':
      case 'OK':
      case 'INSUFFICIENT_DATA': {
        take('(')
        const name = words[at]
        if (name === undefined || name === '(' || name === ')') wrong()
        at += 1
        take(')')
        return { state: word, of: name!.replaceAll('"', '') }
      }
      default:
        at -= 1
        return wrong()
    }
  }
  const rule = any()
  if (at < words.length) wrong()
  return rule
}

/** Whether a rule holds. An alarm that is not there is an error, as it is when CloudWatch is given such a rule. */
export function holds(rule: Rule, stateOf: (alarm: string) => AlarmState): boolean {
  if ('always' in rule) return rule.always
  if ('not' in rule) return !holds(rule.not, stateOf)
  if ('all' in rule) return rule.all.every((part) => holds(part, stateOf))
  if ('any' in rule) return rule.any.some((part) => holds(part, stateOf))
  return stateOf(rule.of) === rule.state
}

/** The alarms a rule speaks of, each once. */
export function alarmsIn(rule: Rule): string[] {
  if ('always' in rule) return []
  if ('not' in rule) return alarmsIn(rule.not)
  if ('state' in rule) return [rule.of]
  return [...new Set(('all' in rule ? rule.all : rule.any).flatMap(alarmsIn))]
}
