import { MailRefused, type MailDoor } from './mail-door.ts'
import { OperationalError } from '../operational-error.ts'

/** What nodemailer tells of a failure; `responseCode` is the server's, absent when it was never reached. */
type SmtpFailure = Error & { responseCode?: number; code?: string; command?: string }

/**
 * Mail by SMTP, over at most five kept connections.
 * @param url `smtp://name:password@host:587`, or `smtps://` for TLS from the first byte
 */
export function smtpDoor(url: string): MailDoor {
  // Loaded with the first mail: most programs that read this package send none.
  const openTransport = async () =>
    (await import('nodemailer')).createTransport({
      url,
      pool: true,
      maxConnections: 5,
      connectionTimeout: 10_000,
      greetingTimeout: 10_000,
      socketTimeout: 30_000,
      // A text may name a file or an address; it must never be fetched.
      disableFileAccess: true,
      disableUrlAccess: true,
    })
  let transport: ReturnType<typeof openTransport> | undefined
  return {
    async send({ kind, ...mail }) {
      try {
        transport ??= openTransport()
        await (
          await transport
        ).sendMail({
          ...mail,
          headers: { 'X-Baton-Kind': kind, 'Auto-Submitted': 'auto-generated', 'X-Auto-Response-Suppress': 'All' },
        })
      } catch (cause) {
        const failure = cause as SmtpFailure
        // Sign-in faults are ours to mend and not the mail's, so they are tried again.
        if (failure.command !== 'AUTH PLAIN' && failure.code !== 'EAUTH' && (failure.responseCode ?? 0) >= 500)
          throw new MailRefused(failure.message, { cause })
        if (failure.code === 'EENVELOPE' && failure.responseCode === undefined)
          throw new MailRefused(failure.message, { cause })
        throw new OperationalError(`The mail server did not take the mail: ${failure.message}`, { cause })
      }
    },
    close: () => void transport?.then((open) => open.close()),
  }
}
