import { spawn } from 'node:child_process'
import { queued, sendMail } from '@baton/commands'
import { queueJobs, writeMail } from '@baton/database'
import { newId, nodeBinary } from '@baton/runtime'
import { buildOrganization, cloneDatabase, type ClonedDatabase, until } from '@baton/testing'
import { simpleParser } from 'mailparser'
import { SMTPServer } from 'smtp-server'
import { afterAll, beforeAll, expect, test } from 'vitest'

let database: ClonedDatabase
beforeAll(async () => {
  database = await cloneDatabase()
})
afterAll(() => database.drop())

const ended: (() => unknown)[] = []
afterAll(async () => {
  for (const end of ended) await end()
})

/**
 * A mail server that keeps every Message-ID it says yes to, and can be made to hold its yes back. Whoever has gone before
 * the yes has not sent the mail (RFC 5321, 6.1).
 */
async function mailServer() {
  const taken: string[] = []
  const connections = new Set<string>()
  const held: (() => void)[] = []
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
        ({ messageId }) => {
          const yes = () => {
            if (!connections.has(id)) return
            taken.push(messageId ?? '')
            done()
          }
          if (holding) held.push(yes)
          else yes()
        },
        // A worker that is killed breaks off in the middle of a mail, too.
        () => {},
      )
    },
  })
  // A worker that is killed breaks its connections.
  server.on('error', () => {})
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  ended.push(() => new Promise<void>((resolve) => server.close(() => resolve())))
  const { port } = server.server.address() as { port: number }
  return {
    taken,
    held,
    connections,
    hold: (yes: boolean) => (holding = yes),
    url: `smtp://127.0.0.1:${port}`,
  }
}

/** A worker as it runs in earnest: a process of its own. */
function worker(smtpUrl: string) {
  const child = spawn(nodeBinary, [new URL('./main.ts', import.meta.url).pathname], {
    env: { PATH: '', DATABASE_URL: database.ownerUrl, SMTP_URL: smtpUrl, LOG_LEVEL: 'warn' },
    stdio: 'ignore',
  })
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  const kill = async (signal: NodeJS.Signals) => {
    child.kill(signal)
    await gone
  }
  ended.unshift(() => kill('SIGKILL'))
  return { kill }
}

/** For a worker to start and, where one is dead, to notice it: many times what that takes when nothing else runs. */
const patience = 60_000

test('mails reach the server once, though the worker is killed while it sends them', async () => {
  const { orgId } = await buildOrganization(database.db)
  const server = await mailServer()
  const mails = Array.from({ length: 20 }, () => newId())
  const write = (ids: string[]) =>
    database.db.write(orgId, async (tx) => {
      for (const id of ids) {
        await writeMail(tx, orgId, {
          id,
          messageKey: id,
          messageId: `<${id}@baton.example>`,
          to: 'mara@example.org',
          subject: 'Hello',
          html: '<p>Hello</p>',
          text: 'Hello',
          kind: 'assigned',
          processId: id,
        })
        await queueJobs(tx, [queued(sendMail, { orgId, mailId: id })])
      }
    })
  const states = async () => {
    const rows = await database.sql<{ state: string; n: number }>(
      'select state, count(*)::int as n from mail group by state',
    )
    return Object.fromEntries(rows.map(({ state, n }) => [state, n]))
  }

  await write(mails.slice(0, 10))
  const first = worker(server.url)
  await until('the first mails to be sent', async () => (await states()).sent === 10, patience)
  // The others are under way, and the server has not said yes to any, when the worker dies.
  server.hold(true)
  await write(mails.slice(10))
  await until('mails to be under way', () => server.held.length > 0)
  await first.kill('SIGKILL')
  // Until then a mail that is still being read would be given its yes.
  await until('the server to see the connections end', () => server.connections.size === 0)
  server.hold(false)

  const second = worker(server.url)
  await until('the rest to be sent', async () => (await states()).sent === 20, patience)
  await second.kill('SIGTERM')
  expect(server.taken.toSorted()).toEqual(mails.map((id) => `<${id}@baton.example>`).toSorted())
  expect(await database.sql('select 1 from worker_heartbeat where id <> $1', [newId()])).toEqual([])
}, 180_000)
