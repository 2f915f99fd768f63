/** A range of IPv4 addresses; `first` is a 32-bit number. */
export interface Range {
  first: number
  /** 0–32 */
  bits: number
}

/**
 * Reads `10.40.0.0/16`.
 * @returns undefined when it is no IPv4 range: a number too large, a `/33`, another notation
 */
export function rangeOf(cidr: string): Range | undefined {
  const parts = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})\/(\d{1,2})$/.exec(cidr)?.slice(1).map(Number)
  if (!parts || parts.slice(0, 4).some((part) => part > 255) || parts[4]! > 32) return undefined
  return { first: parts.slice(0, 4).reduce((sum, part) => sum * 256 + part, 0), bits: parts[4]! }
}

const sizeOf = ({ bits }: Range) => 2 ** (32 - bits)

/** Whether nothing is set behind the prefix: `10.40.0.1/16` has host bits. */
export const isAligned = (range: Range) => range.first % sizeOf(range) === 0

export function contains(range: Range, address: number): boolean {
  const start = range.first - (range.first % sizeOf(range))
  return address >= start && address < start + sizeOf(range)
}

export const overlaps = (one: Range, other: Range) => contains(one, other.first) || contains(other, one.first)

/** Whether all of `inner` lies in `outer`. */
export const includes = (outer: Range, inner: Range) => outer.bits <= inner.bits && contains(outer, inner.first)

/** Whether it lies in what RFC 1918 keeps for private networks. */
export const isPrivate = (range: Range) =>
  ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16'].some((own) => includes(rangeOf(own)!, range))

export const textOf = (address: number) =>
  [24, 16, 8, 0].map((shift) => Math.floor(address / 2 ** shift) % 256).join('.')
