/**
 * Something a person asked of the cloud tools cannot be done as things are. The message says what was wanted, what was
 * found and how to mend it; it is printed as it stands.
 */
export class Refused extends Error {
  override readonly name = 'Refused'
}
