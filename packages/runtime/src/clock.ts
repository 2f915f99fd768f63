/** Where the time comes from. Whoever needs it takes a clock, so that tests decide what time it is. */
export type Clock = { now(): Date }

/** The time of this machine. */
export const systemClock: Clock = { now: () => new Date() }

/** A clock that stands still until it is told otherwise. */
export type FakeClock = Clock & {
  /** Jumps to this moment, also backwards. */
  set(moment: Date | string): void
  /** Goes on by this many milliseconds. */
  advance(milliseconds: number): void
}

/** For tests. It begins at noon UTC of a Wednesday in March unless told otherwise. */
export function fakeClock(start: Date | string = '2026-03-04T12:00:00Z'): FakeClock {
  let at = new Date(start)
  return {
    now: () => new Date(at),
    set: (moment) => (at = new Date(moment)),
    advance: (milliseconds) => (at = new Date(at.getTime() + milliseconds)),
  }
}
