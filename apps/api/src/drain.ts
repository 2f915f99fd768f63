/** How this node ends without anybody noticing: it says it is not ready, serves on for a while, then closes. */
export type Drain = {
  /** True from the moment at which it was asked to stop. */
  readonly begun: boolean
  /** Fulfilled when whoever sends requests here has had time to notice. */
  begin(): Promise<void>
}

/** @param seconds how long it serves on */
export function createDrain(seconds = 0): Drain {
  let begun: Promise<void> | undefined
  return {
    get begun() {
      return begun !== undefined
    },
    begin: () => (begun ??= new Promise((resolve) => setTimeout(resolve, seconds * 1000))),
  }
}

/**
 * Milliseconds after which a browser opens its live stream again when this node ends: not all at the same moment.
 * @param part 0 to 1
 */
export const comeBackAfter = (part = Math.random()): number => Math.round(500 + part * 2000)
