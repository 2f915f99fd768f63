/** A value at each minute; `undefined` where nothing was measured. */
export type Series = (minute: number) => number | undefined

type Value = (minute: number) => number | undefined

/**
 * Reads the part of CloudWatch's metric math that our alarms use: numbers, names of series, + − * /, comparisons, AND and
 * OR, IF, FILL with a number, DAY and HOUR. As CloudWatch says, a missing value counts as 0 beside one that is there,
 * and what is divided by 0 is dropped.
 * @param from the instant of minute 0, in milliseconds; for DAY and HOUR
 * @throws Error at anything else
 */
export function readExpression(text: string, named: ReadonlyMap<string, Series>, from: number): Series {
  const words = text.match(/[A-Za-z_]\w*|\d+(?:\.\d+)?|[<>=!]=|\S/g) ?? []
  let at = 0
  const wrong = (): never => {
    throw new Error(`“${words[at] ?? 'nothing'}” at word ${at + 1} is not understood in: ${text}`)
  }
  const take = (word: string) => {
    if (words[at] !== word) wrong()
    at += 1
  }
  const chain = (next: () => Value, operators: Record<string, (a: number, b: number) => number>): Value => {
    let left = next()
    for (let operator = operators[words[at] ?? '']; operator; operator = operators[words[at] ?? '']) {
      at += 1
      const [a, b, apply] = [left, next(), operator]
      left = (minute) => {
        const [one, other] = [a(minute), b(minute)]
        if (one === undefined && other === undefined) return undefined
        const result = apply(one ?? 0, other ?? 0)
        return Number.isFinite(result) ? result : undefined
      }
    }
    return left
  }
  const any = (): Value => chain(all, { OR: (a, b) => Number(a !== 0 || b !== 0) })
  const all = (): Value => chain(compared, { AND: (a, b) => Number(a !== 0 && b !== 0) })
  const compared = (): Value =>
    chain(sum, {
      '>=': (a, b) => Number(a >= b),
      '<=': (a, b) => Number(a <= b),
      '==': (a, b) => Number(a === b),
      '!=': (a, b) => Number(a !== b),
      '>': (a, b) => Number(a > b),
      '<': (a, b) => Number(a < b),
    })
  const sum = (): Value => chain(product, { '+': (a, b) => a + b, '-': (a, b) => a - b })
  const product = (): Value => chain(one, { '*': (a, b) => a * b, '/': (a, b) => a / b })
  const one = (): Value => {
    const word = words[at] ?? wrong()
    at += 1
    if (word === '(') {
      const inner = any()
      take(')')
      return inner
    }
    if (/^\d/.test(word)) return () => Number(word)
    const given = words[at] === '(' ? call(word) : named.get(word)
    if (!given) {
      at -= 1
      return wrong()
    }
    return given
  }
  const call = (name: string): Value | undefined => {
    take('(')
    const values = [any()]
    while (words[at] === ',') {
      at += 1
      values.push(any())
    }
    take(')')
    const [a, b, c] = values
    switch (name) {
      case 'FILL':
        return (minute) => a!(minute) ?? b!(minute)
      case 'IF':
        return (minute) => (a!(minute) === undefined ? undefined : a!(minute) !== 0 ? b!(minute) : c!(minute))
      case 'DAY':
        return (minute) => new Date(from + minute * 60_000).getUTCDay() || 7
      case 'HOUR':
        return (minute) => new Date(from + minute * 60_000).getUTCHours()
      default:
        return undefined
    }
  }
  const read = any()
  if (at < words.length) wrong()
  return read
}
