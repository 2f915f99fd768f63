import { jobsThatFollow } from '@baton/commands'
import { openProcessStore, processState, type ProcessStore } from '@baton/database'
import {
  type Actor,
  decide,
  launch,
  type LaunchProcess,
  type MemberActor,
  type ProcessCommand,
  type TemplateDocument,
} from '@baton/engine'
import { MailRefused, memoryDoor, OperationalError } from '@baton/integrations'
import { fakeClock, newId, silentLog } from '@baton/runtime'
import {
  buildGroup,
  buildMember,
  buildOrganization,
  buildTemplate,
  cloneDatabase,
  type ClonedDatabase,
} from '@baton/testing'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { WorkerContext } from './context.ts'
import { runAllJobs } from './worker.ts'

let database: ClonedDatabase
let processes: ProcessStore
beforeAll(async () => {
  database = await cloneDatabase()
  processes = openProcessStore({ url: database.ownerUrl, jobsFor: jobsThatFollow })
})
afterAll(async () => {
  await processes.close()
  await database.drop()
})

const day = 86_400_000
let now: Date
let mail: ReturnType<typeof memoryDoor>
let context: WorkerContext
let orgId: string
let ana: Awaited<ReturnType<typeof buildMember>>
let tom: typeof ana
beforeEach(async () => {
  // The queue goes by the database's clock, so the tests' time is the real one.
  now = new Date()
  mail = memoryDoor()
  context = {
    db: database.db,
    processes,
    mail,
    clock: fakeClock(now),
    log: silentLog,
    publicUrl: 'https://baton.example',
    mailFrom: 'Baton <baton@baton.example>',
  }
  const organization = await buildOrganization(database.db, { name: 'Hollis & Ward', locale: 'en-GB' })
  orgId = organization.orgId
  ana = await buildMember(database.db, orgId, { name: 'Ana Ferreira' })
  tom = await buildMember(database.db, orgId, { name: 'Tom Okafor', email: `tom-${orgId}@example.org` })
})

const ago = (milliseconds: number) => new Date(now.getTime() - milliseconds).toISOString()
const decideAt = (at = now.toISOString()) => ({ now: at, timeZone: 'Europe/Zurich' })

async function launched(
  document: Omit<TemplateDocument, 'title'>,
  { by = ana.actor, at, ...more }: Partial<LaunchProcess> & { by?: MemberActor; at?: string } = {},
): Promise<string> {
  const { templateId, templateVersion } = await buildTemplate(database.db, by, { title: 'Pay an invoice', ...document })
  const processId = newId()
  await processes.launch(orgId, {
    processId,
    templateId,
    templateVersion,
    decide: (definition) =>
      launch(definition, { processId, templateId, templateVersion, by, name: 'Invoice 12', ...more }, decideAt(at)),
  })
  return processId
}

const ask = (processId: string, command: ProcessCommand) =>
  processes.change(orgId, processId, (process, definition) => decide(definition, process, command, decideAt()))

const runAll = () => runAllJobs(context, database.ownerUrl)
const sentTo = (address: string) => mail.sent.filter(({ to }) => to.includes(address)).map(({ subject }) => subject)
/** Step mails that were sent; the launcher also hears of a problem with them. */
const stepMails = () => mail.sent.filter(({ kind }) => kind === 'step_mail')
const outbox = (kind = '%') =>
  database.sql<{ state: string; kind: string; to_address: string; last_error: string | null }>(
    'select state, kind, to_address, last_error from mail where org_id = $1 and kind like $2 order by created_at, id',
    [orgId, kind],
  )
const taskOf = async (processId: string, taskId: string) => {
  const process = await database.db.read(orgId, (db) => processState(db, orgId, processId))
  return process?.tasks.find(({ id }) => id === taskId)
}

describe('a notice of assignment', () => {
  const document = (assign: object) => ({ steps: [{ id: 'pay', type: 'task' as const, title: 'Pay', assign }] })

  test('reaches the assignee once, however often its job runs', async () => {
    await launched(document({ members: [tom.id] }))
    await runAll()
    expect(sentTo(tom.email)).toEqual(['Pay – Invoice 12'])
    // Everything runs again, as after a worker that died before it could say so.
    const [payload] = await database.sql<{ id: string; seq: number; process_id: string }>(
      `select process_id, seq, org_id as id from event where org_id = $1 and type = 'TaskOpened'`,
      [orgId],
    )
    await database.sql(
      `select graphile_worker.add_job('notify-assigned', json_build_object('orgId', $1::text, 'processId', $2::text,
         'taskId', 'pay', 'seq', $3::int, 'people', json_build_array($4::text), 'groups', json_build_array()))`,
      [orgId, payload?.process_id, payload?.seq, tom.id],
    )
    expect((await runAll()).done).toContain('notify-assigned')
    expect(sentTo(tom.email)).toHaveLength(1)
  })

  test('reaches each member of a group, but not the one who launched', async () => {
    const group = await buildGroup(database.db, orgId)
    const mara = await buildMember(database.db, orgId, { groups: [group] })
    await database.sql('insert into group_member values ($1, $2, $3)', [orgId, group, ana.id])
    await launched(document({ groups: [group] }))
    await runAll()
    expect(mail.sent.map(({ to }) => to)).toEqual([[mara.email]])
  })

  test('is not sent for a task that was done before the worker came to it', async () => {
    const processId = await launched(document({ members: [tom.id] }))
    await ask(processId, { type: 'complete', taskId: 'pay', by: tom.actor })
    await runAll()
    expect(mail.sent).toEqual([])
  })

  test('does not reach a member who was deactivated', async () => {
    await launched(document({ members: [tom.id] }))
    await database.sql(`update member set status = 'deactivated' where org_id = $1 and id = $2`, [orgId, tom.id])
    await runAll()
    expect(mail.sent).toEqual([])
  })
})

test('a mention reaches the mentioned, a problem everyone concerned', async () => {
  const processId = await launched({
    steps: [{ id: 'pay', type: 'task', title: 'Pay', assign: { members: [ana.id] } }],
  })
  await ask(processId, {
    type: 'comment',
    commentId: newId(),
    text: 'Could you look?',
    mentions: [tom.id],
    by: ana.actor,
  })
  await ask(processId, { type: 'reportProblem', taskId: 'pay', text: 'The IBAN is wrong.', by: tom.actor })
  await runAll()
  expect(sentTo(tom.email)).toEqual(['Ana Ferreira mentioned you in Invoice 12'])
  expect(sentTo(ana.email)).toEqual(['Problem with Pay – Invoice 12'])
  expect(mail.sent.find(({ kind }) => kind === 'problem')?.text).toContain('The IBAN is wrong.')
})

describe('a reminder', () => {
  const document = (): Omit<TemplateDocument, 'title'> => ({
    steps: [
      {
        id: 'pay',
        type: 'task',
        title: 'Pay',
        assign: { members: [tom.id] },
        deadline: { amount: 1, unit: 'days', from: { launch: true } },
      },
    ],
  })

  test('comes before the deadline and at it, while the task is open', async () => {
    await launched(document(), { at: ago(2 * day) })
    await runAll()
    expect(mail.sent.map(({ kind }) => kind).toSorted()).toEqual(['assigned', 'due_soon', 'overdue'])
  })

  test('does not come for a deadline that has moved, nor before its time', async () => {
    const processId = await launched(document(), { at: ago(2 * day) })
    await ask(processId, {
      type: 'changeDeadline',
      taskId: 'pay',
      dueAt: new Date(now.getTime() + 5 * day).toISOString(),
      by: tom.actor,
    })
    await runAll()
    expect(mail.sent.map(({ kind }) => kind)).toEqual(['assigned'])
  })
})

describe('an expiring step', () => {
  const document = (amount: number): Omit<TemplateDocument, 'title'> => ({
    steps: [
      { id: 'read', type: 'expiring', title: 'Read', deadline: { amount, unit: 'hours', from: { launch: true } } },
    ],
  })

  test('completes itself at its deadline', async () => {
    const processId = await launched(document(1), { at: ago(2 * 3_600_000) })
    await runAll()
    expect(await taskOf(processId, 'read')).toMatchObject({
      status: 'completed',
      outcome: 'expired',
      completedBy: 'system',
    })
  })

  test('stays open before it', async () => {
    const processId = await launched(document(3), { at: ago(2 * 3_600_000) })
    await runAll()
    expect(await taskOf(processId, 'read')).toMatchObject({ status: 'open' })
  })

  test('waits when the worker’s clock is behind the database’s', async () => {
    const processId = await launched(document(1), { at: ago(3_600_000 - 60_000) })
    context = { ...context, clock: fakeClock(ago(day)) }
    // As the queue would at the deadline.
    await database.sql(`update graphile_worker._private_jobs set run_at = now() where key = $1`, [
      `expire:${processId}:read`,
    ])
    const { failures } = await runAll()
    expect(failures).toEqual([])
    expect(await taskOf(processId, 'read')).toMatchObject({ status: 'open' })
    const again = await database.sql('select run_at from graphile_worker._private_jobs where key = $1', [
      `expire:${processId}:read:again`,
    ])
    expect(again).toHaveLength(1)
  })
})

describe('an e-mail step', () => {
  const document = (to: string): Omit<TemplateDocument, 'title'> => ({
    kickoff: {
      fields: [
        { id: 'name', type: 'short_text', label: 'Name' },
        { id: 'address', type: 'short_text', label: 'Address' },
      ],
    },
    steps: [
      {
        id: 'tell',
        type: 'email',
        title: 'Tell',
        mail: { to, subject: 'For {{name}}', body: 'Dear **{{name}}**', send: 'by_hand' },
      },
    ],
  })
  const send = (processId: string, by: Actor = ana.actor) => ask(processId, { type: 'complete', taskId: 'tell', by })

  test('sends its text with the answers filled in, as words and not as Markdown', async () => {
    const processId = await launched(document('{{address}}'), {
      answers: { name: '[Mara](https://evil.example)', address: 'mara@example.org' },
    })
    await send(processId)
    await runAll()
    const [sent] = stepMails()
    expect(sent).toMatchObject({ to: ['mara@example.org'], subject: 'For [Mara](https://evil.example)' })
    // A bare address may become a link, but not one that hides behind a name.
    expect(sent?.html).not.toMatch(/<a [^>]*>Mara/)
    expect(sent?.text).toContain('Dear [Mara](https://evil.example')
    expect(sent?.messageId).toMatch(/^<[0-9a-f-]{36}@baton\.example>$/)
  })

  test('goes to the people who were chosen in a field, without those who have left', async () => {
    const gone = await buildMember(database.db, orgId, { name: 'Gone', email: `gone-${orgId}@example.org` })
    const document: Omit<TemplateDocument, 'title'> = {
      kickoff: { fields: [{ id: 'who', type: 'people', label: 'Who' }] },
      steps: [
        {
          id: 'tell',
          type: 'email',
          title: 'Tell',
          mail: {
            to: '{{who}}, office@example.org',
            cc: '{{who|}}',
            subject: 'For {{who}}',
            body: '',
            send: 'by_hand',
          },
        },
      ],
    }
    const processId = await launched(document, { answers: { who: [tom.id, gone.id, ana.id] } })
    await database.sql(`update member set status = 'deactivated' where org_id = $1 and id = $2`, [orgId, gone.id])
    await send(processId)
    await runAll()
    expect(stepMails()).toMatchObject([
      { to: [tom.email, ana.email, 'office@example.org'], subject: 'For Tom Okafor, Gone, Ana Ferreira' },
    ])
  })

  test('to a field in which nobody was chosen comes back with a problem that says so', async () => {
    const document: Omit<TemplateDocument, 'title'> = {
      kickoff: { fields: [{ id: 'who', type: 'people', label: 'Who' }] },
      steps: [
        { id: 'tell', type: 'email', title: 'Tell', mail: { to: '{{who}}', subject: 'S', body: '', send: 'by_hand' } },
      ],
    }
    const processId = await launched(document)
    await send(processId)
    await runAll()
    expect(stepMails()).toEqual([])
    expect(await taskOf(processId, 'tell')).toMatchObject({
      status: 'open',
      problem: { by: 'system', text: expect.stringContaining('nobody to send it to') },
    })
  })

  test('that is taken back before the worker comes to it is not sent', async () => {
    const processId = await launched(document('mara@example.org'), { answers: { name: 'Mara' } })
    await send(processId)
    await ask(processId, { type: 'reopen', taskId: 'tell', by: ana.actor })
    await runAll()
    expect(stepMails()).toEqual([])
  })

  test.each([
    ['an empty address', undefined, 'the address is empty'],
    ['what is no address', 'Mara Lindqvist', '“Mara Lindqvist” is no mail address'],
    [
      'an address that smuggles in another',
      'mara@example.org\nBcc: all@example.org',
      'Bcc: all@example.org” is no mail address',
    ],
  ])('with %s comes back with a problem that says so', async (_, address, says) => {
    const answers = { name: 'Mara', ...(address ? { address } : {}) }
    const processId = await launched(document('{{address}}'), { answers })
    await send(processId)
    await runAll()
    expect(stepMails()).toEqual([])
    const task = await taskOf(processId, 'tell')
    expect(task).toMatchObject({ status: 'open', problem: { by: 'system' } })
    expect(task).toMatchObject({ problem: { text: expect.stringContaining(says) } })
  })

  test('that the mail server refuses for good comes back with a problem', async () => {
    const processId = await launched(document('mara@example.org'), { answers: { name: 'Mara' } })
    await send(processId)
    mail.failures.push(new MailRefused('550 No such mailbox'))
    await runAll()
    expect(sentTo(ana.email)).toEqual(['Problem with Tell – Invoice 12'])
    expect(await outbox('step_mail')).toMatchObject([{ state: 'failed', last_error: '550 No such mailbox' }])
    expect(await taskOf(processId, 'tell')).toMatchObject({ status: 'open', problem: { by: 'system' } })
  })

  test('that fails in a process that was archived meanwhile disturbs nobody', async () => {
    const processId = await launched(document('mara@example.org'), { answers: { name: 'Mara' } })
    await send(processId)
    await ask(processId, { type: 'archive', by: ana.actor })
    mail.failures.push(new MailRefused('550 No such mailbox'))
    expect((await runAll()).failures).toEqual([])
    expect(await outbox('step_mail')).toMatchObject([{ state: 'failed' }])
    expect(await outbox('problem')).toEqual([])
  })

  test('waits for its next try when the mail server cannot be reached', async () => {
    const processId = await launched(document('mara@example.org'), { answers: { name: 'Mara' } })
    await send(processId)
    mail.failures.push(new OperationalError('connection refused'))
    await runAll()
    expect(await outbox('step_mail')).toMatchObject([{ state: 'queued', last_error: 'connection refused' }])
    await database.sql(`update graphile_worker._private_jobs set run_at = now() where payload->>'orgId' = $1`, [orgId])
    await runAll()
    expect(await outbox('step_mail')).toMatchObject([{ state: 'sent', last_error: null }])
    expect(stepMails()).toHaveLength(1)
    expect(await taskOf(processId, 'tell')).toMatchObject({ status: 'completed', outcome: 'sent' })
  })
})

test('without a mail server mails are held in the outbox', async () => {
  context = { ...context, mail: undefined }
  await launched({ steps: [{ id: 'pay', type: 'task', title: 'Pay', assign: { members: [tom.id] } }] })
  await runAll()
  expect(await outbox()).toMatchObject([{ state: 'held', kind: 'assigned', to_address: tom.email }])
})
