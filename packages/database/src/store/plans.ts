/** Batches of a connection after which its plans are made anew at the latest. */
const mostBatches = 1024

/**
 * Says when a connection makes its plans anew. A plan that was made while a table was nearly empty reads all of an
 * organization once for each batch, which costs nothing then and more with every row. Plans are made again when a
 * connection begins its 2nd, 4th, 8th … batch, so that none outlives the size of its tables by much; it takes some
 * milliseconds.
 */
export class FreshPlans {
  readonly #batches = new WeakMap<object, number>()

  /** Counts a batch of this connection. True when its plans are to be made anew before it. */
  due(connection: object): boolean {
    const batches = (this.#batches.get(connection) ?? 0) + 1
    this.#batches.set(connection, batches)
    const isPowerOfTwo = (batches & (batches - 1)) === 0
    return batches > 1 && (isPowerOfTwo || batches % mostBatches === 0)
  }
}
