import { spawn } from 'node:child_process'
import { queueJobs, writeMail } from '@baton/database'
import { queued, sendMail } from '@baton/commands'
import { freePort, newId, nodeBinary } from '@baton/runtime'
import { buildOrganization, cloneDatabase, until, type ClonedDatabase } from '@baton/testing'
import { startFauxqs, type FauxqsServer } from 'fauxqs'
import { simpleParser } from 'mailparser'
import { SMTPServer } from 'smtp-server'
import { afterAll, beforeAll, expect, test } from 'vitest'

let database: ClonedDatabase
let faux: FauxqsServer
beforeAll(async () => {
  database = await cloneDatabase()
  faux = await startFauxqs({ port: 0, logger: false })
  faux.createQueue('mail', { region: 'eu-central-1' })
})
afterAll(async () => {
  await faux.stop()
  await database.drop()
})

/** A mail server that says yes when it is let. */
async function slowMailServer() {
  const taken: string[] = []
  const held: (() => void)[] = []
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onData(stream, _session, done) {
      void simpleParser(stream).then(({ subject }) =>
        held.push(() => {
          taken.push(subject ?? '')
          done()
        }),
      )
    },
  })
  server.on('error', () => {})
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.server.address() as { port: number }
  return {
    taken,
    held,
    url: `smtp://127.0.0.1:${port}`,
    close: () => new Promise<void>((done) => server.close(() => done())),
  }
}

/** For a worker to start: many times what that takes when nothing else runs. */
const patience = 60_000

test('a worker of the cloud that gets SIGTERM in the middle of a job finishes it, answers, and hands over the rest', async () => {
  const { orgId } = await buildOrganization(database.db)
  const mails = await slowMailServer()
  const port = await freePort()
  const endpoint = `http://127.0.0.1:${faux.port}`
  const child = spawn(nodeBinary, [new URL('../main.ts', import.meta.url).pathname], {
    env: {
      PATH: '',
      BATON_ROLE: 'worker',
      DATABASE_URL: database.ownerUrl,
      PUBLIC_URL: 'https://baton.example',
      S3_BUCKET: 'files',
      AWS_REGION: 'eu-central-1',
      AWS_ACCESS_KEY_ID: 'test',
      AWS_SECRET_ACCESS_KEY: 'test',
      SQS_ENDPOINT: endpoint,
      SQS_MAIL_QUEUE_URL: `${endpoint}/000000000000/mail`,
      SMTP_URL: mails.url,
      PORT: String(port),
      LOG_LEVEL: 'error',
    },
    stdio: 'inherit',
  })
  const exit = new Promise<number | null>((resolve) => child.once('exit', resolve))
  const post = (body: string) =>
    fetch(`http://127.0.0.1:${port}/jobs`, { method: 'POST', headers: { 'user-agent': 'aws-sqsd/2.3' }, body })
  try {
    await until(
      'it to be ready',
      () =>
        fetch(`http://127.0.0.1:${port}/readyz`).then(
          ({ ok }) => ok,
          () => false,
        ),
      patience,
    )
    const id = newId()
    await database.db.write(orgId, async (tx) => {
      await writeMail(tx, orgId, {
        id,
        messageKey: id,
        messageId: `<${id}@baton.example>`,
        to: 'mara@example.org',
        subject: id,
        html: '<p>Hello</p>',
        text: 'Hello',
        kind: 'assigned',
        processId: id,
      })
      await queueJobs(tx, [queued(sendMail, { orgId, mailId: id })])
    })
    // By the queue, as the daemon would.
    const queue = () => faux.inspectQueue('mail')
    const message = await until('the job to be in the queue', () => queue()?.messages.ready[0]?.body, patience)
    const answer = post(message)
    await until('the mail to be under way', () => mails.held.length > 0)
    child.kill('SIGTERM')
    await until('it to take nothing more', () =>
      post(message).then(
        ({ status }) => status === 503,
        () => true,
      ),
    )
    mails.held[0]!()
    expect((await answer).status).toBe(200)
    expect(await exit).toBe(0)
    expect(mails.taken).toEqual([id])
    expect(await database.sql('select 1 from graphile_worker.jobs')).toEqual([])
    expect(await database.sql('select 1 from worker_heartbeat')).toEqual([])
  } finally {
    child.kill('SIGKILL')
    await mails.close()
  }
}, 180_000)
