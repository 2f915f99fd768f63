/** One number with the peer or limit that it is held against, both measured in the same run. */
export type Result = {
  /** As in `--only` and `--json`. */
  name: string
  value: number
  unit: string
  /** What stands beside it, in the same unit; absent when it has none. */
  peer?: number
  /** What the peer is, in words. */
  peerIs?: string
  /** `value / peer`. */
  ratio?: number
  /** The mark it should reach, in words, and whether it does. */
  mark?: { says: string; reached: boolean }
  /** Further numbers of the same measurement, and how it was taken. */
  notes?: string[]
}

/** What could not be measured here, and why. */
export type NotMeasured = { name: string; because: string }

export const isResult = (result: Result | NotMeasured): result is Result => 'value' in result

/** A result held against a peer. */
export function beside(
  name: string,
  unit: string,
  value: number,
  peer: number | undefined,
  peerIs: string,
  atLeast: number,
): Result {
  const base = { name, unit, value }
  if (peer === undefined) return { ...base, notes: [`no peer: ${peerIs}`] }
  const ratio = value / peer
  return { ...base, peer, peerIs, ratio, mark: { says: `≥ ${atLeast} × ${peerIs}`, reached: ratio >= atLeast } }
}

/** A result held against a limit in its own unit, which counts as its peer. */
export function within(name: string, unit: string, value: number, limit: number, notes: string[] = []): Result {
  return {
    name,
    unit,
    value,
    peer: limit,
    peerIs: 'limit',
    ratio: value / limit,
    mark: { says: `≤ ${limit} ${unit}`, reached: value <= limit },
    notes,
  }
}

/** The value below which this share (0–1) of the samples lie. */
export function percentile(samples: readonly number[], share: number): number {
  const sorted = Float64Array.from(samples).toSorted()
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN
}

export const median = (samples: readonly number[]): number => percentile(samples, 0.5)
