/** The world is briefly at fault: a time-out, a lost connection. The caller tries again later. */
export class OperationalError extends Error {
  override readonly name = 'OperationalError'
}
