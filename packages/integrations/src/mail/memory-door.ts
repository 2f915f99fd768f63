import type { MailDoor, OutgoingMail } from './mail-door.ts'

/** The fake: keeps what was sent, and fails when told to. */
export function memoryDoor(): MailDoor & {
  sent: OutgoingMail[]
  /** Each call of `send` takes the first of these and throws it; empty: all is well. */
  failures: Error[]
} {
  const sent: OutgoingMail[] = []
  const failures: Error[] = []
  return {
    sent,
    failures,
    async send(mail) {
      const failure = failures.shift()
      if (failure) throw failure
      sent.push(mail)
    },
    close() {},
  }
}
