/** A mail, ready to go. */
export type OutgoingMail = {
  /**
   * `<id@host>`, the same at every try: receivers and people can tell a second copy, which no one can rule out when
   * the worker dies between the server's yes and our note of it.
   */
  messageId: string
  /** An address, with or without a name: `Baton <no-reply@baton.example>`. */
  from: string
  to: string[]
  cc: string[]
  subject: string
  html: string
  text: string
  /** What it is about; becomes `X-Baton-Kind`, and lets programs of absence keep silent. */
  kind: string
}

/** The server took the mail for none of its receivers and would not at a second try: a wrong address, a refused text. */
export class MailRefused extends Error {
  override readonly name = 'MailRefused'
}

/** The way out for mail. */
export type MailDoor = {
  /**
   * @throws MailRefused when another try would not help
   * @throws OperationalError when the server could not be reached or asks for patience
   */
  send(mail: OutgoingMail): Promise<void>
  close(): void
}

/**
 * A sender whom people know by name: an address without one gets `Baton`.
 * @param address as MAIL_FROM has it; where settings take no angle brackets it is the address alone
 */
export const namedSender = (address: string): string => (address.includes('<') ? address : `Baton <${address.trim()}>`)
