import type { Ports, Protocol } from './net.ts'

/** As CloudFormation writes protocols: names, numbers, and -1 for all. `other` has no ports: ICMP and the like. */
export function protocolOf(value: unknown): Protocol | 'all' | 'other' {
  const text = String(value).toLowerCase()
  if (text === '-1' || text === 'all') return 'all'
  if (text === '6' || text === 'tcp') return 'tcp'
  if (text === '17' || text === 'udp') return 'udp'
  return 'other'
}

/** Where all protocols are meant, ports say nothing: AWS lets all of them pass. */
export function portsOf(protocol: Protocol | 'all', from: unknown, to: unknown): Ports {
  if (protocol === 'all' || from === undefined || Number(from) === -1) return { from: 0, to: 65535 }
  return { from: Number(from), to: Number(to ?? from) }
}

/** Cuts 0–65535 where any of the ranges begins or ends: within a piece all ports fare the same. */
export function pieces(ranges: Ports[], within: Ports = { from: 0, to: 65535 }): Ports[] {
  const starts = new Set([within.from])
  for (const { from, to } of ranges) {
    if (from > within.from && from <= within.to) starts.add(from)
    if (to + 1 > within.from && to + 1 <= within.to) starts.add(to + 1)
  }
  const sorted = [...starts].sort((one, other) => one - other)
  return sorted.map((from, index) => ({ from, to: (sorted[index + 1] ?? within.to + 1) - 1 }))
}

/** Neighbouring ranges become one. */
export function merged(ranges: Ports[]): Ports[] {
  const result: Ports[] = []
  for (const { from, to } of ranges.toSorted((one, other) => one.from - other.from)) {
    const last = result.at(-1)
    if (last && from <= last.to + 1) last.to = Math.max(last.to, to)
    else result.push({ from, to })
  }
  return result
}

export const presentPorts = ({ from, to }: Ports) => (from === to ? String(from) : `${from}–${to}`)
