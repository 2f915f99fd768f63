/** What a rate is held against. */
export type Peer = {
  /** In words; why there is none when `measure` is absent. */
  is: string
  /** Transactions a second over so many seconds. */
  measure?: (seconds: number) => Promise<number>
}
