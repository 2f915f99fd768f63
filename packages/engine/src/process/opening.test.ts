import { describe, expect, test } from 'vitest'
import {
  admin,
  approves,
  ben,
  completed,
  completes,
  field,
  finished,
  given,
  givenLaunch,
  hidden,
  lea,
  opened,
  putBack,
  rejects,
  resumed,
  showWhen,
  step,
  stopped,
  template,
} from './testing.ts'

const chain = template([step('a'), step('b', { after: ['a'] }), step('c', { after: ['b'] })])

describe('When a step opens', () => {
  test('steps that wait for nothing open at launch', () => {
    const { events } = given(template([step('a'), step('b'), step('c', { after: ['a', 'b'] })]))
    expect(events).toMatchObject([{ type: 'ProcessLaunched', by: lea.id }, opened('a'), opened('b')])
  })

  test('a step opens when every step before it is completed', () => {
    given(template([step('a'), step('b'), step('c', { after: ['a', 'b'] })]))
      .when(completes('a'))
      .leadsTo(completed('a'))
      .when(completes('b'))
      .leadsTo(completed('b'), opened('c'))
  })

  test('a process without required steps finishes as it is launched', () => {
    expect(given(template([step('a', { optional: true })])).process.status).toBe('finished')
    expect(given(template([])).events).toMatchObject([{ type: 'ProcessLaunched' }, finished])
  })

  test('a step behind a hidden one waits for what the hidden one would wait for', () => {
    const document = template([step('a'), step('b', { after: ['a'], hidden: true }), step('c', { after: ['b'] })])
    const launched = given(document)
    expect(launched.statuses()).toEqual({ a: 'open', b: 'skipped', c: 'waiting' })
    launched.when(completes('a')).leadsTo(completed('a'), opened('c'))
  })

  test('reopening a step puts back what is open behind it and leaves what is completed', () => {
    const back = given(chain, completes('a'))
      .when({ type: 'reopen', taskId: 'a' })
      .leadsTo({ type: 'TaskReopened', taskId: 'a' }, putBack('b'))
    expect(back.task('b')).toEqual({ id: 'b', status: 'waiting', assignees: { people: [], groups: [] } })
    const later = given(chain, completes('a'), completes('b'))
    const after = later.when({ type: 'reopen', taskId: 'a' }).leadsTo({ type: 'TaskReopened', taskId: 'a' })
    expect(after.statuses()).toEqual({ a: 'open', b: 'completed', c: 'open' })
  })

  test('a step reopened behind one that is not done waits again', () => {
    given(chain, completes('a'), completes('b'), { type: 'reopen', taskId: 'a' })
      .when({ type: 'reopen', taskId: 'b' })
      .leadsTo({ type: 'TaskReopened', taskId: 'b' }, putBack('b'), putBack('c'))
  })
})

describe('Rules', () => {
  const kickoff = {
    fields: [
      field('kind', {
        type: 'radio',
        options: [
          { id: 'big', label: 'Big' },
          { id: 'small', label: 'Small' },
        ],
      }),
    ],
  }
  const document = template([step('a'), step('extra', { hidden: true, fields: [field('note')] })], {
    kickoff,
    rules: [showWhen(['kind', 'big'], { step: 'extra' })],
  })

  test('show a step as soon as the answers say so, and hide it as soon as they no longer do', () => {
    const shown = given(document)
      .when({ type: 'amendKickoff', answers: { kind: 'big' } })
      .leadsTo({ type: 'KickoffAmended' }, opened('extra'))
    shown
      .when({ type: 'amendKickoff', answers: { kind: 'small' } })
      .leadsTo({ type: 'KickoffAmended' }, hidden('extra'))
    shown
      .when({ type: 'amendKickoff', answers: { kind: null } })
      .leadsTo({ type: 'KickoffAmended', cleared: ['kind'], answers: {} }, hidden('extra'))
  })

  test('a step that comes back has its draft, its assignees and the deadline set by hand', () => {
    const left = givenLaunch(
      document,
      { answers: { kind: 'big' } },
      { type: 'saveDraft', taskId: 'extra', answers: { note: 'half' } },
      { type: 'assign', taskId: 'extra', assignees: { people: [ben.id], groups: [] } },
      { type: 'changeDeadline', taskId: 'extra', dueAt: '2027-01-01T00:00:00.000Z' },
      { type: 'amendKickoff', answers: { kind: 'small' } },
    )
    const back = left
      .when({ type: 'amendKickoff', answers: { kind: 'big' } })
      .leadsTo({ type: 'KickoffAmended' }, opened('extra'))
    expect(back.task('extra')).toMatchObject({
      status: 'open',
      draft: { note: 'half' },
      assignees: { people: [ben.id], groups: [] },
      dueAt: '2027-01-01T00:00:00.000Z',
    })
    expect(back.task('extra')).not.toHaveProperty('skipped')
  })

  test('answers of a hidden step do not count, and are there again when it comes back', () => {
    const steps = [
      step('a', { fields: [field('x')] }),
      step('b', { hidden: true, fields: [field('y')] }),
      step('c', { hidden: true }),
    ]
    const rules = [showWhen(['x', 'yes'], { step: 'b' }), showWhen(['y', 'yes'], { step: 'c' })]
    const all = given(template(steps, { rules }), completes('a', { x: 'yes' }), completes('b', { y: 'yes' }))
    expect(all.statuses().c).toBe('open')
    const without = all
      .when({ type: 'reopen', taskId: 'a' })
      .leadsTo({ type: 'TaskReopened', taskId: 'a' })
      .when(completes('a', { x: 'no' }))
      .leadsTo(
        { type: 'TaskCompleted', taskId: 'a', outcome: 'completed', answers: { x: 'no' } },
        hidden('c'),
        finished,
      )
    expect(without.process.answers).toEqual({ x: 'no', y: 'yes' })
    const again = without.when({ type: 'reopen', taskId: 'a' }).leadsTo({ type: 'TaskReopened', taskId: 'a' }, resumed)
    again.when(completes('a', { x: 'yes' })).leadsTo(completed('a'), opened('c'))
  })

  test('a required step that is hidden does not keep a process from finishing', () => {
    given(document).when(completes('a')).leadsTo(completed('a'), finished)
  })

  test('a rule may show a step by how another ended', () => {
    const rules = [{ id: 'r', when: { step: 'ok', is: 'rejected' as const }, then: [{ show: { step: 'explain' } }] }]
    const steps = [step('ok', { type: 'approval' }), step('explain', { hidden: true })]
    given(template(steps, { rules })).when(rejects('ok')).leadsTo(completed('ok'), opened('explain'))
    given(template(steps, { rules })).when(approves('ok')).leadsTo(completed('ok'), finished)
  })
})

describe('A rejection', () => {
  const steps = [
    step('ok', { type: 'approval' }),
    step('pay', { after: ['ok'] }),
    step('file', { after: ['pay'] }),
    step('other'),
  ]

  test('stops the steps that wait for the approval, and those that wait for them', () => {
    const after = given(template(steps)).when(rejects('ok')).leadsTo(completed('ok'), stopped('pay'), stopped('file'))
    after.when(completes('other')).leadsTo(completed('other'), finished)
  })

  test('is undone by reopening the approval', () => {
    const after = given(template(steps), rejects('ok'))
      .when({ type: 'reopen', taskId: 'ok' })
      .leadsTo({ type: 'TaskReopened' }, putBack('pay'), putBack('file'))
    expect(after.task('ok')).not.toHaveProperty('outcome')
    expect(after.task('ok')).not.toHaveProperty('reason')
    after.when(approves('ok')).leadsTo(completed('ok'), opened('pay'))
  })

  test('lets the rest continue where the approval says so', () => {
    const [ok, ...rest] = steps
    given(template([{ ...ok!, whenRejected: 'continue' }, ...rest]))
      .when(rejects('ok'))
      .leadsTo(completed('ok'), opened('pay'))
  })

  test('leaves steps that a rule of their own shows to the rule', () => {
    const rules = [{ id: 'r', when: { step: 'ok', is: 'rejected' as const }, then: [{ show: { step: 'explain' } }] }]
    const document = template(
      [...steps, step('explain', { after: ['ok'], hidden: true }), step('send', { after: ['explain'] })],
      { rules },
    )
    given(document)
      .when(rejects('ok'))
      .leadsTo(completed('ok'), stopped('pay'), stopped('file'), opened('explain'))
      .when(completes('explain'))
      .leadsTo(completed('explain'), opened('send'))
    expect(given(document, approves('ok')).statuses()).toMatchObject({ pay: 'open', explain: 'skipped', send: 'open' })
  })

  test('also stops what stands behind a hidden step', () => {
    const document = template([
      step('ok', { type: 'approval' }),
      step('maybe', { after: ['ok'], hidden: true }),
      step('pay', { after: ['maybe'] }),
    ])
    given(document).when(rejects('ok')).leadsTo(completed('ok'), stopped('pay'), finished)
    const rules = [showWhen(['why', 'yes'], { step: 'maybe' })]
    given({ ...document, rules, kickoff: { fields: [field('why')] } })
      .when(rejects('ok'))
      .leadsTo(completed('ok'), stopped('pay'), finished)
  })

  test('needs a reason', () => {
    given(template(steps))
      .when({ type: 'complete', taskId: 'ok', outcome: 'rejected' })
      .refused('invalid_request', '/reason')
    given(template(steps))
      .when({ type: 'complete', taskId: 'ok', outcome: 'rejected', reason: '  ' })
      .refused('invalid_request', '/reason')
  })
})

describe('An e-mail step', () => {
  const mail = { to: 'x@example.org', subject: 'Hello', body: '', send: 'automatically' as const }

  test('is sent by Baton as soon as it opens, and what follows opens with it', () => {
    const document = template([
      step('a'),
      step('tell', { type: 'email', mail, after: ['a'] }),
      step('b', { after: ['tell'] }),
    ])
    given(document)
      .when(completes('a'))
      .leadsTo(
        completed('a'),
        opened('tell'),
        { type: 'TaskCompleted', taskId: 'tell', outcome: 'sent', answers: {}, by: 'system' },
        opened('b'),
      )
  })

  test('sent by hand waits for an assignee', () => {
    const document = template([step('tell', { type: 'email', mail: { ...mail, send: 'by_hand' } })])
    given(document)
      .when(completes('tell'))
      .leadsTo({ type: 'TaskCompleted', taskId: 'tell', outcome: 'sent', answers: {}, by: admin.id }, finished)
  })

  test('whose mail was refused is open again with a problem, and is not sent again by itself', () => {
    const document = template([step('a'), step('tell', { type: 'email', mail, after: ['a'] })])
    const failed = given(document, completes('a'))
      .when({ type: 'mailFailed', taskId: 'tell', text: 'No such mailbox' })
      .leadsTo(
        { type: 'TaskReopened', taskId: 'tell' },
        { type: 'ProblemReported', taskId: 'tell', text: 'No such mailbox' },
        resumed,
      )
    failed.when({ type: 'mailFailed', taskId: 'tell', text: 'No such mailbox' }).thenNothing()
    const silent = given(document, completes('a')).when({ type: 'mailFailed', taskId: 'tell', text: ' ' })
    silent.leadsTo(
      { type: 'TaskReopened', taskId: 'tell' },
      { type: 'ProblemReported', taskId: 'tell', text: 'The mail was refused.' },
      resumed,
    )
    const back = failed
      .when({ type: 'reopen', taskId: 'a' })
      .leadsTo({ type: 'TaskReopened', taskId: 'a' }, putBack('tell'))
      .when(completes('a'))
      .leadsTo(completed('a'), opened('tell'))
    back.when(completes('tell')).refused('task_has_problem')
    back
      .when({ type: 'resolveProblem', taskId: 'tell', text: 'New address' })
      .leadsTo({ type: 'ProblemResolved', taskId: 'tell' })
      .when(completes('tell'))
      .leadsTo(completed('tell'), finished)
  })
})
