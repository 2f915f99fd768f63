import { simpleParser } from 'mailparser'
import { SMTPServer } from 'smtp-server'

/** A mail as its recipient has it. */
export type Received = { messageId: string; to: string; subject: string; text: string; at: Date }

export type MailServer = {
  url: string
  /** In the order of arrival; a mail that was sent twice is here twice. */
  received: Received[]
  /** While true, the yes to a mail is held back. Whoever goes before the yes has not sent it (RFC 5321, 6.1). */
  hold: (yes: boolean) => void
  /** How many wait for their yes. */
  held: () => number
  /** How many are connected. One that was killed counts until its end is seen, and could be told a yes until then. */
  connected: () => number
  stop: () => Promise<void>
}

/** A mail server that keeps what it is sent and delivers it nowhere. */
export async function startMailServer(port = 0): Promise<MailServer> {
  const received: Received[] = []
  const connections = new Set<string>()
  let waiting: (() => void)[] = []
  let holding = false
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onConnect({ id }, done) {
      connections.add(id)
      done()
    },
    onClose: ({ id }) => void connections.delete(id),
    onData(stream, { id }, done) {
      void simpleParser(stream).then(
        ({ messageId = '', to, subject = '', text = '' }) => {
          const yes = () => {
            if (!connections.has(id)) return
            received.push({ messageId, to: [to].flat()[0]?.text ?? '', subject, text, at: new Date() })
            done()
          }
          if (holding) waiting.push(yes)
          else yes()
        },
        // Whoever sends may be gone in the middle of it.
        () => {},
      )
    },
  })
  server.on('error', () => {})
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve))
  const address = server.server.address() as { port: number }
  return {
    url: `smtp://127.0.0.1:${address.port}`,
    received,
    hold(yes) {
      holding = yes
      if (yes) return
      for (const say of waiting) say()
      waiting = []
    },
    held: () => waiting.length,
    connected: () => connections.size,
    stop: () => new Promise<void>((resolve) => server.close(() => resolve())),
  }
}
