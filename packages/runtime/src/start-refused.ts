/**
 * This cannot start as things are, and a person can put it right. The message says what was wanted, what was
 * found and what to do; it is printed as it stands, without a stack trace.
 */
export class StartRefused extends Error {
  override readonly name = 'StartRefused'
}
