import type { Process } from '@baton/engine'

/** What tells one process from all others. */
export const keyOf = (orgId: string, processId: string) => `${orgId}/${processId}`

/** A state as this node wrote it, and the number of the transaction that did, as PostgreSQL's 32-bit `xmin`. */
export type RecentState = {
  process: Process
  xmin: string
  /** Version of the snapshot that the database has of it; 0 without one. */
  snapshot: number
  /** Characters of the state as JSON, about. */
  size: number
}

/**
 * The states that this node wrote last, so that a process whose row is still the very one it wrote need not be read
 * again: forms save their drafts every few seconds, and one completion follows another. The row is locked and compared
 * each time; what anybody else wrote, in whatever way, has another `xmin`.
 */
export class RecentStates {
  readonly #states = new Map<string, RecentState>()
  readonly #most: number
  #size = 0

  /** @param most characters of JSON of all states together; in memory they take about three bytes each */
  constructor(most = 4_000_000) {
    this.#most = most
  }

  find(orgId: string, processId: string): RecentState | undefined {
    return this.#states.get(keyOf(orgId, processId))
  }

  /**
   * Only for what is committed.
   * @param transaction its 64-bit number
   */
  keep(orgId: string, transaction: string, state: Omit<RecentState, 'xmin'>): void {
    const { process, size } = state
    const key = keyOf(orgId, process.id)
    this.#forget(key)
    if (size > this.#most / 10) return
    this.#states.set(key, { ...state, xmin: String(BigInt.asUintN(32, BigInt(transaction))) })
    this.#size += size
    // The first of a Map is what was set longest ago.
    while (this.#size > this.#most) this.#forget(this.#states.keys().next().value!)
  }

  #forget(key: string): void {
    this.#size -= this.#states.get(key)?.size ?? 0
    this.#states.delete(key)
  }
}
