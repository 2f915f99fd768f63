import type { Net, Ports } from './net.ts'
import type { Line } from './policy.ts'
import { presentPorts } from './ports.ts'
import { prove, type Reach } from './prove.ts'

/**
 * Compares what can be reached with what the policy says.
 * @returns faults as sentences, each with the rules that let it through; none when all is as it should be
 */
export function judge(net: Net, policy: Line[], reaches: Reach[] = prove(net)): string[] {
  const names = new Set([...net.hosts, ...net.outsides].map(({ name }) => name))
  return [
    ...net.unknown,
    ...contradictions(policy),
    ...reaches.flatMap((reach) => tooMuch(reach, policy)),
    ...policy.flatMap((line) => missing(line, names, reaches)),
  ]
}

const same = (line: Line, { from, to, protocol }: Pick<Reach, 'from' | 'to' | 'protocol'>) =>
  line.from === from && line.to === to && (line.protocol ?? 'tcp') === protocol

function tooMuch(reach: Reach, policy: Line[]): string[] {
  const allowed = policy
    .filter((line) => line.rule !== 'never' && same(line, reach))
    .flatMap(({ ports }) => (ports === 'any' ? [] : ports))
  const open = reach.ports.flatMap((ports) => without(ports, allowed))
  if (open.length === 0) return []
  const never = policy.find((line) => line.rule === 'never' && line.from === reach.from && line.to === reach.to)
  const why = never ? `must never: ${never.why}` : 'no line of the policy allows it.'
  return [
    `${reach.from} can reach ${reach.to} on ${reach.protocol} ${open.map(presentPorts).join(', ')}; ${why} Let through by ${reach.by.join(' → ')}`,
  ]
}

function missing(line: Line, names: Set<string>, reaches: Reach[]): string[] {
  // Who is not there in this stage cannot be missed.
  if (line.rule !== 'must' || line.ports === 'any' || !names.has(line.from) || !names.has(line.to)) return []
  const possible = reaches.filter((reach) => same(line, reach))
  return line.ports.flatMap((port) => {
    const found = possible.filter(({ ports }) => ports.some(({ from, to }) => port >= from && port <= to))
    if (found.length === 0) return [`${line.from} cannot reach ${line.to} on ${port}: ${line.why}`]
    const partly = found.find(({ reliable }) => !reliable)
    return partly ? [`${line.from} reaches ${line.to} on ${port} now and then only: ${partly.by.at(-1)}`] : []
  })
}

/** A line that allows what another forbids. */
function contradictions(policy: Line[]): string[] {
  return policy
    .filter(({ rule }) => rule === 'never')
    .flatMap(({ from, to }) =>
      policy
        .filter((line) => line.rule !== 'never' && line.from === from && line.to === to)
        .map(() => `The policy both allows and forbids ${from} → ${to}`),
    )
}

/** What is left of a range of ports without some. */
function without(range: Ports, ports: number[]): Ports[] {
  return ports
    .toSorted((one, other) => one - other)
    .reduce(
      (left, port) =>
        left.flatMap(({ from, to }) =>
          port < from || port > to
            ? [{ from, to }]
            : [
                { from, to: port - 1 },
                { from: port + 1, to },
              ].filter((part) => part.from <= part.to),
        ),
      [range],
    )
}
