import { describe, expect, test } from 'vitest'
import {
  admin,
  ana,
  approves,
  ben,
  cem,
  completed,
  completes,
  field,
  finished,
  given,
  givenLaunch,
  hours,
  lea,
  minutes,
  opened,
  rejects,
  step,
  template,
} from './testing.ts'

const form = [
  field('name', { required: true }),
  field('size', { type: 'number', max: 10 }),
  field('kind', { default: 'usual' }),
]
const one = template([step('a', { fields: form, assign: { members: [ana.id] } }), step('b', { after: ['a'] })])

describe('Completing a task', () => {
  test('records the answers that are new or changed, over the draft, and takes the draft away', () => {
    const after = given(one, { type: 'saveDraft', taskId: 'a', answers: { name: 'Bolt', size: 3 }, by: ana })
      .when({ ...completes('a', { size: 4 }), by: ana, at: minutes(5) })
      .leadsTo(
        {
          type: 'TaskCompleted',
          taskId: 'a',
          outcome: 'completed',
          answers: { name: 'Bolt', size: 4, kind: 'usual' },
          by: ana.id,
          at: minutes(5),
        },
        opened('b'),
      )
    expect(after.process.answers).toEqual({ name: 'Bolt', size: 4, kind: 'usual' })
    expect(after.task('a')).toMatchObject({ completedBy: ana.id, completedAt: minutes(5), outcome: 'completed' })
    expect(after.task('a')).not.toHaveProperty('draft')
  })

  test('clears what is sent as null, and what the draft had cleared', () => {
    const before = [completes('a', { name: 'Bolt', size: 3 }), { type: 'reopen', taskId: 'a' }] as const
    given(one, ...before)
      .when(completes('a', { size: null }))
      .leadsTo(
        { type: 'TaskCompleted', taskId: 'a', outcome: 'completed', answers: {}, cleared: ['size'] },
        opened('b'),
      )
    given(one, ...before, { type: 'saveDraft', taskId: 'a', answers: { size: null, kind: '' } })
      .when(completes('a'))
      .leadsTo(
        { type: 'TaskCompleted', taskId: 'a', outcome: 'completed', answers: {}, cleared: ['size', 'kind'] },
        opened('b'),
      )
  })

  test('is refused with all that the form still wants', () => {
    const before = given(one)
    before.when(completes('a', { size: 11, other: 'x' })).refused('invalid_answers', '/answers/other')
    before.when(completes('a', { size: 11 })).refused('invalid_answers', '/answers/name')
    before.when(completes('a', { size: 11 })).refused('invalid_answers', '/answers/size')
    before.when(completes('a', { name: 'x', size: 'many' })).refused('invalid_answers', '/answers/size')
  })

  test('a second time changes nothing, also when the first finished the process', () => {
    const done = given(template([step('a')]), completes('a'))
    expect(done.process.status).toBe('finished')
    done.when(completes('a')).thenNothing()
    const decided = given(template([step('ok', { type: 'approval' }), step('b')]), approves('ok'))
    decided.when(approves('ok')).thenNothing()
    decided.when(rejects('ok')).refused('task_not_open')
  })

  test('is refused while the task waits, and while it is skipped', () => {
    given(one).when(completes('b')).refused('task_not_open')
    given(template([step('a', { hidden: true }), step('b')]))
      .when(completes('a'))
      .refused('task_not_open')
    given(one).when(completes('nowhere')).refused('task_not_found')
  })

  test('is refused when the process is finished, cancelled or archived', () => {
    const optional = template([step('a'), step('b', { optional: true })])
    given(optional, completes('a')).when(completes('b')).refused('process_not_active')
    given(optional, { type: 'cancel' }).when(completes('a')).refused('process_not_active')
    given(optional, { type: 'archive' }).when(completes('a')).refused('process_not_active')
  })

  test('wants an outcome of the type of its step', () => {
    const document = template([step('task'), step('ok', { type: 'approval' }), step('know', { type: 'expiring' })])
    given(document)
      .when({ type: 'complete', taskId: 'task', outcome: 'approved' })
      .refused('invalid_request', '/outcome')
    given(document).when(completes('ok')).refused('invalid_request', '/outcome')
    given(document)
      .when({ type: 'complete', taskId: 'ok', outcome: 'completed' })
      .refused('invalid_request', '/outcome')
    given(document)
      .when(completes('know'))
      .leadsTo({ type: 'TaskCompleted', taskId: 'know', outcome: 'acknowledged', answers: {} })
  })

  test('asks of a hidden field neither that it is filled in nor what it holds', () => {
    const fields = [field('more'), field('why', { required: true, hidden: true })]
    const rules = [
      { id: 'r', when: { field: 'more', is: 'is' as const, value: 'yes' }, then: [{ show: { field: 'why' } }] },
    ]
    const document = template([step('a', { fields })], { rules })
    given(document)
      .when(completes('a', { more: 'no', why: 'x' }))
      .leadsTo({ type: 'TaskCompleted', taskId: 'a', outcome: 'completed', answers: { more: 'no' } }, finished)
    given(document)
      .when(completes('a', { more: 'yes' }))
      .refused('invalid_answers', '/answers/why')
    given(document)
      .when(completes('a', { more: 'yes', why: 'x' }))
      .leadsTo(completed('a'), finished)
  })
})

describe('A draft', () => {
  test('holds the form as it stands, and is no answer of the process', () => {
    const saved = given(one)
      .when({ type: 'saveDraft', taskId: 'a', answers: { name: ' Bolt ' }, by: ana })
      .leadsTo({ type: 'DraftSaved', taskId: 'a', answers: { name: 'Bolt', kind: 'usual' } })
    expect(saved.process.answers).toEqual({})
    saved.when({ type: 'saveDraft', taskId: 'a', answers: { name: 'Bolt' }, by: ana }).thenNothing()
    saved
      .when({ type: 'saveDraft', taskId: 'a', answers: { kind: null }, by: ana })
      .leadsTo({ type: 'DraftSaved', taskId: 'a', answers: { name: 'Bolt' } })
  })

  test('may be incomplete, but not of the wrong type', () => {
    given(one)
      .when({ type: 'saveDraft', taskId: 'a', answers: { size: 11 } })
      .leadsTo({ type: 'DraftSaved', taskId: 'a' })
    given(one)
      .when({ type: 'saveDraft', taskId: 'a', answers: { size: 'x' } })
      .refused('invalid_answers', '/answers/size')
    given(one).when({ type: 'saveDraft', taskId: 'b', answers: {} }).refused('task_not_open')
    given(one).when({ type: 'saveDraft', taskId: 'a', answers: {}, by: ben }).refused('task_not_yours')
  })
})

describe('A task for all of its assignees', () => {
  const assign = { members: [ana.id, ben.id], groups: ['legal'], completion: 'all' as const }
  const all = template([step('a', { assign, fields: [field('note')] }), step('b', { after: ['a'] })])

  test('is completed when each person and one member of each group has completed it', () => {
    const first = given(all)
      .when({ ...completes('a', { note: 'x' }), by: ana })
      .leadsTo({ type: 'TaskPartCompleted', taskId: 'a', completedFor: [ana.id], answers: { note: 'x' } })
    first.when({ ...completes('a'), by: ana }).thenNothing()
    const second = first
      .when({ ...completes('a', { note: 'y' }), by: cem })
      .leadsTo({ type: 'TaskPartCompleted', taskId: 'a', completedFor: [ana.id, 'legal'], answers: { note: 'y' } })
    expect(second.process.answers).toEqual({ note: 'y' })
    second.when({ ...completes('a'), by: ben }).leadsTo(completed('a'), opened('b'))
  })

  test('is completed for everyone by an administrator who is none of them', () => {
    given(all)
      .when({ ...completes('a'), by: admin })
      .leadsTo(completed('a'), opened('b'))
  })

  test('is completed when only those are left who have completed it', () => {
    given(all, { ...completes('a'), by: ana })
      .when({ type: 'assign', taskId: 'a', assignees: { people: [ana.id], groups: [] } })
      .leadsTo(
        { type: 'TaskAssigned', taskId: 'a', assignees: { people: [ana.id], groups: [] } },
        completed('a'),
        opened('b'),
      )
  })

  test('begins anew when it is reopened', () => {
    const done = given(all, { ...completes('a'), by: ben }, { ...completes('a'), by: admin })
    const again = done.when({ type: 'reopen', taskId: 'a' })
    const after = again.leadsTo({ type: 'TaskReopened', taskId: 'a' }, { type: 'TaskPutBack', taskId: 'b' })
    after
      .when({ ...completes('a'), by: ana })
      .leadsTo({ type: 'TaskPartCompleted', taskId: 'a', completedFor: [ana.id], answers: {} })
  })

  test('an approval needs everyone to approve, and one to reject', () => {
    const document = template([step('ok', { type: 'approval', assign })])
    const half = given(document)
      .when({ ...approves('ok'), by: ana })
      .leadsTo({ type: 'TaskPartCompleted', taskId: 'ok', completedFor: [ana.id], answers: {} })
    half
      .when({ ...rejects('ok'), by: ben })
      .leadsTo({ type: 'TaskCompleted', taskId: 'ok', outcome: 'rejected', reason: 'Too dear', answers: {} }, finished)
    half.when({ ...rejects('ok'), by: lea }).refused('task_not_yours')
  })
})

describe('An expiring task', () => {
  const deadline = { amount: 2, unit: 'hours' as const, from: { opened: true as const } }
  const document = template([
    step('know', { type: 'expiring', deadline, fields: [field('x', { required: true })] }),
    step('b', { after: ['know'] }),
  ])
  const rings = { type: 'expire', taskId: 'know' } as const
  const expired = { type: 'TaskCompleted', taskId: 'know', outcome: 'expired', answers: {}, by: 'system' } as const

  test('completes itself at its deadline, not before', () => {
    given(document)
      .when({ ...rings, at: minutes(119) })
      .thenNothing()
    const after = given(document)
      .when({ ...rings, at: hours(2) })
      .leadsTo(expired, opened('b'))
    after.when({ ...rings, at: hours(2) }).thenNothing()
    after.when({ ...completes('know', { x: 'y' }), at: hours(3) }).refused('task_not_open')
  })

  test('once acknowledged does not expire', () => {
    given(document, completes('know', { x: 'y' }))
      .when({ ...rings, at: hours(2) })
      .thenNothing()
  })

  test('only a timer lets it expire, and only an expiring task', () => {
    given(document)
      .when({ ...rings, at: hours(2), by: ana })
      .refused('not_allowed')
    given(template([step('a', { deadline })]))
      .when({ type: 'expire', taskId: 'a', at: hours(9) })
      .thenNothing()
    given(document, { type: 'archive' })
      .when({ ...rings, at: hours(2) })
      .thenNothing()
  })

  test('held by a problem or the archive expires as soon as it is free', () => {
    const problem = given(document, { type: 'reportProblem', taskId: 'know', text: 'Wrong version' })
    problem.when({ ...rings, at: hours(2) }).thenNothing()
    problem
      .when({ type: 'resolveProblem', taskId: 'know', text: '', at: hours(3) })
      .leadsTo({ type: 'ProblemResolved', taskId: 'know' }, expired, opened('b'))
    given(document, { type: 'archive' })
      .when({ type: 'unarchive', at: hours(3) })
      .leadsTo({ type: 'ProcessUnarchived' }, expired, opened('b'))
  })

  test('keeps what was typed when it expires, and waits for a person when it is reopened', () => {
    const over = given(
      document,
      { type: 'saveDraft', taskId: 'know', answers: { x: 'half' } },
      { ...rings, at: hours(2) },
    )
    const again = over
      .when({ type: 'reopen', taskId: 'know', at: hours(3) })
      .leadsTo(
        { type: 'TaskReopened', taskId: 'know' },
        { type: 'DeadlineChanged', taskId: 'know', byHand: true },
        { type: 'TaskPutBack', taskId: 'b' },
      )
    expect(again.task('know')).toMatchObject({ status: 'open', draft: { x: 'half' } })
    again.when({ ...rings, at: hours(9) }).thenNothing()
  })
})

test('answers of the kick-off form are taken at launch, with its defaults, or the launch is refused', () => {
  const document = template([step('a')], {
    kickoff: { fields: [field('who', { required: true }), field('how', { default: 'fast' })] },
  })
  expect(givenLaunch(document, { answers: { who: 'Ann' } }).process.answers).toEqual({ who: 'Ann', how: 'fast' })
  expect(givenLaunch(document, { answers: { who: 'Ann', how: null } }).process.answers).toEqual({ who: 'Ann' })
  expect(() => givenLaunch(document, { answers: {} })).toThrow(/who/)
})
