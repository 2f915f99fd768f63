import type { AlarmState } from './metric-alarm.ts'

/** What holds a composite alarm's tongue, and for how long it waits. Times in seconds. */
export interface Suppressor {
  /** How long a change waits for the suppressor to come on. */
  wait: number
  /** How long silence lasts after the suppressor has gone off. */
  extension: number
}

/** What CloudWatch calls `ActionsSuppressedBy`. */
export type SuppressedBy = 'Alarm' | 'WaitPeriod' | 'ExtensionPeriod'

/**
 * A composite alarm's tongue. CloudWatch says: nothing is told while the suppressor is in ALARM; a change that comes
 * before it waits, and is told when the wait is over and the suppressor has not come; after the suppressor a time
 * passes, at the end of which the state is told if it is not the one that was told last.
 */
export class Tongue {
  readonly #suppressor: Suppressor | undefined
  #told: AlarmState = 'INSUFFICIENT_DATA'
  #changedAt = 0
  #state: AlarmState = 'INSUFFICIENT_DATA'
  #suppressed = false
  #freedAt: number | undefined
  /** Set once a change was held back by the suppressor or its extension: what waited for it need not wait again. */
  #held = false
  suppressedBy: SuppressedBy | undefined

  constructor(suppressor?: Suppressor) {
    this.#suppressor = suppressor
  }

  /**
   * Hears the states of a moment.
   * @param at seconds, never going back
   * @returns what is told now, if anything
   */
  hear(at: number, state: AlarmState, suppressor: AlarmState = 'OK'): AlarmState | undefined {
    if (state !== this.#state) {
      this.#state = state
      this.#changedAt = at
      this.#held = false
    }
    this.suppressedBy = this.#silence(at, suppressor === 'ALARM')
    if (this.suppressedBy || this.#told === state) return undefined
    this.#told = state
    return state
  }

  #silence(at: number, suppressed: boolean): SuppressedBy | undefined {
    if (!this.#suppressor) return undefined
    if (this.#suppressed && !suppressed) this.#freedAt = at
    this.#suppressed = suppressed
    if (suppressed) {
      this.#held = true
      return 'Alarm'
    }
    const { wait, extension } = this.#suppressor
    if (this.#freedAt !== undefined && at < this.#freedAt + extension) {
      this.#held = true
      return 'ExtensionPeriod'
    }
    if (this.#told === this.#state || this.#held) return undefined
    return at < this.#changedAt + wait ? 'WaitPeriod' : undefined
  }
}
