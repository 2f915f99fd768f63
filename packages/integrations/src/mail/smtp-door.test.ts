import { simpleParser } from 'mailparser'
import { SMTPServer, type SMTPServerOptions } from 'smtp-server'
import { afterEach, expect, test } from 'vitest'
import { OperationalError } from '../operational-error.ts'
import { MailRefused } from './mail-door.ts'
import { smtpDoor } from './smtp-door.ts'

const mail = {
  messageId: '<42@baton.example>',
  from: 'Baton <baton@baton.example>',
  to: ['mara@example.org'],
  cc: [],
  subject: 'Order the laptop',
  html: '<p>Please</p>',
  text: 'Please',
  kind: 'assigned',
}

const ended: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const end of ended.splice(0)) await end()
})

/** A mail server on a free port that keeps what it takes. */
async function mailServer(options: SMTPServerOptions = {}) {
  const taken: string[] = []
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onData(stream, _session, done) {
      let text = ''
      stream.on('data', (chunk: Buffer) => (text += chunk))
      stream.on('end', () => {
        taken.push(text)
        done()
      })
    },
    ...options,
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  ended.push(() => new Promise((resolve) => server.close(() => resolve())))
  const { port } = server.server.address() as { port: number }
  return { taken, url: `smtp://127.0.0.1:${port}` }
}

const doorTo = (url: string) => {
  const door = smtpDoor(url)
  ended.unshift(async () => door.close())
  return door
}

test('a mail arrives with its Message-ID, HTML and text', async () => {
  const server = await mailServer()
  await doorTo(server.url).send(mail)
  const parsed = await simpleParser(server.taken[0] ?? '')
  expect(parsed).toMatchObject({ messageId: '<42@baton.example>', subject: 'Order the laptop', text: 'Please' })
  expect(parsed.html).toContain('<p>Please</p>')
  expect(parsed.headers.get('auto-submitted')).toBe('auto-generated')
})

test('a receiver that the server refuses for good is no reason to try again', async () => {
  const server = await mailServer({
    onRcptTo: (_address, _session, done) => done(Object.assign(new Error('No such mailbox'), { responseCode: 550 })),
  })
  await expect(doorTo(server.url).send(mail)).rejects.toThrow(MailRefused)
  expect(server.taken).toEqual([])
})

test('a server that asks for patience is tried again later', async () => {
  const server = await mailServer({
    onRcptTo: (_address, _session, done) => done(Object.assign(new Error('Greylisted'), { responseCode: 451 })),
  })
  await expect(doorTo(server.url).send(mail)).rejects.toThrow(OperationalError)
})

test('a server that is not there is tried again later', async () => {
  await expect(doorTo('smtp://127.0.0.1:1').send(mail)).rejects.toThrow(OperationalError)
})
