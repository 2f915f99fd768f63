import { describe, expect, test } from 'vitest'
import {
  type Ask,
  type AskOf,
  ana,
  ben,
  cem,
  completed,
  completes,
  days,
  field,
  finished,
  given,
  givenLaunch,
  hours,
  launchOf,
  lea,
  refusalOf,
  resumed,
  start,
  step,
  template,
} from './testing.ts'
import { compileTemplate } from '../template/definition.ts'
import type { Deadline } from '../template/document.ts'

const nobody = { people: [], groups: [] }

describe('Assignment', () => {
  test('goes to members, groups, the launcher and whom a field names', () => {
    const steps = [
      step('a', { assign: { members: [ana.id], launcher: true, groups: ['finance'] } }),
      step('b', { assign: { field: 'who' } }),
      step('c', { assign: { launcher: true, members: [lea.id] } }),
    ]
    const kickoff = { fields: [field('who', { type: 'people' })] }
    const launched = givenLaunch(template(steps, { kickoff }), { answers: { who: [ben.id, cem.id] } })
    expect(launched.task('a').assignees).toEqual({ people: [lea.id, ana.id], groups: ['finance'] })
    expect(launched.task('b').assignees).toEqual({ people: [ben.id, cem.id], groups: [] })
    expect(launched.task('c').assignees).toEqual({ people: [lea.id], groups: [] })
  })

  test('follows the answer that names the assignees, until a person assigns it', () => {
    const steps = [step('a', { assign: { field: 'who' } })]
    const document = template(steps, { kickoff: { fields: [field('who', { type: 'people' })] } })
    const amend = (who: string): Ask => ({ type: 'amendKickoff', answers: { who: [who] } })
    const followed = givenLaunch(document, { answers: { who: [ana.id] } })
      .when(amend(ben.id))
      .leadsTo(
        { type: 'KickoffAmended' },
        { type: 'TaskAssigned', taskId: 'a', assignees: { people: [ben.id], groups: [] }, byField: true },
      )
    const byHand = followed
      .when({ type: 'assign', taskId: 'a', assignees: { people: [cem.id], groups: [] }, by: ben })
      .leadsTo({ type: 'TaskAssigned', taskId: 'a', assignees: { people: [cem.id], groups: [] } })
    byHand.when(amend(ana.id)).leadsTo({ type: 'KickoffAmended' })
  })

  test('is changed by an assignee, who launched it, or an administrator', () => {
    const document = template([step('a', { assign: { members: [ana.id] } }), step('b', { after: ['a'] })])
    const toCem: AskOf<'assign'> = { type: 'assign', taskId: 'a', assignees: { people: [cem.id], groups: [] } }
    given(document)
      .when({ ...toCem, by: ben })
      .refused('task_not_yours')
    for (const by of [ana, lea])
      given(document)
        .when({ ...toCem, by })
        .leadsTo({ type: 'TaskAssigned', taskId: 'a' })
    given(document)
      .when({ ...toCem, taskId: 'b', by: cem })
      .leadsTo({ type: 'TaskAssigned', taskId: 'b' })
    given(document)
      .when({ ...toCem, assignees: { people: [ana.id, ana.id], groups: [] } })
      .thenNothing()
    given(document, completes('a')).when(toCem).refused('task_not_open')
  })

  test('chosen at launch stands in place of the template', () => {
    const document = template([
      step('a', { assign: { members: [ana.id] }, deadline: { amount: 1, unit: 'days', from: { launch: true } } }),
    ])
    const launched = givenLaunch(document, {
      tasks: { a: { assignees: { people: [ben.id], groups: [] }, dueAt: null } },
    })
    expect(launched.task('a')).toEqual({
      id: 'a',
      status: 'open',
      openedAt: start,
      assignees: { people: [ben.id], groups: [] },
      assignedByHand: true,
      dueByHand: true,
    })
    expect(refusalOf(() => launchOf(compileTemplate(document), { tasks: { z: {} } })).findings[0]?.path).toBe(
      '/tasks/z',
    )
    expect(
      refusalOf(() => launchOf(compileTemplate(document), { tasks: { a: { dueAt: 'soon' } } })).findings[0]?.path,
    ).toBe('/tasks/a/dueAt')
  })
})

describe('Deadlines', () => {
  const inTwoDays = { amount: 2, unit: 'days' as const }

  test('count from launch, from opening, and from the end of another step', () => {
    const document = template([
      step('a', { deadline: { ...inTwoDays, from: { launch: true } } }),
      step('b', { after: ['a'], deadline: { ...inTwoDays, from: { opened: true } } }),
      step('c', { after: ['b'], deadline: { ...inTwoDays, from: { completed: 'a' } } }),
    ])
    expect(given(document).task('a').dueAt).toBe(days(2))
    expect(given(document).task('b')).not.toHaveProperty('dueAt')
    const after = given(document)
      .when({ ...completes('a'), at: hours(5) })
      .leadsTo(
        completed('a'),
        { type: 'TaskOpened', taskId: 'b', assignees: nobody, dueAt: hours(53) },
        { type: 'DeadlineChanged', taskId: 'c', dueAt: hours(53), byHand: false },
      )
    after
      .when({ type: 'reopen', taskId: 'a' })
      .leadsTo(
        { type: 'TaskReopened', taskId: 'a' },
        { type: 'TaskPutBack', taskId: 'b' },
        { type: 'DeadlineChanged', taskId: 'b', byHand: false },
        { type: 'DeadlineChanged', taskId: 'c', byHand: false },
      )
  })

  test('follow a date, and go with it', () => {
    const kickoff = { fields: [field('on', { type: 'date' })] }
    const document = template(
      [step('a', { deadline: { amount: 1, unit: 'weeks', direction: 'before', from: { field: 'on' } } })],
      { kickoff },
    )
    const launched = givenLaunch(document, { answers: { on: '2026-12-24' } })
    expect(launched.task('a').dueAt).toBe('2026-12-17T16:00:00.000Z')
    const amend = (on: string | null) => ({ type: 'amendKickoff', answers: { on } }) as const
    launched
      .when(amend('2026-12-25'))
      .leadsTo(
        { type: 'KickoffAmended' },
        { type: 'DeadlineChanged', taskId: 'a', dueAt: '2026-12-18T16:00:00.000Z', byHand: false },
      )
    const without = launched
      .when(amend(null))
      .leadsTo({ type: 'KickoffAmended' }, { type: 'DeadlineChanged', taskId: 'a', byHand: false })
    expect(without.task('a')).not.toHaveProperty('dueAt')
  })

  test('set by hand stand still, and null is no deadline', () => {
    const kickoff = { fields: [field('on', { type: 'date' })] }
    const document = template([step('a', { deadline: { ...inTwoDays, from: { field: 'on' } } })], { kickoff })
    const amend = { type: 'amendKickoff', answers: { on: '2026-12-25' } } as const
    for (const dueAt of [days(9), null]) {
      const set = given(document)
        .when({ type: 'changeDeadline', taskId: 'a', dueAt })
        .leadsTo({ type: 'DeadlineChanged', taskId: 'a', ...(dueAt && { dueAt }), byHand: true })
      set.when({ type: 'changeDeadline', taskId: 'a', dueAt }).thenNothing()
      set.when(amend).leadsTo({ type: 'KickoffAmended' })
    }
    given(document)
      .when({ type: 'changeDeadline', taskId: 'a', dueAt: 'tomorrow' })
      .refused('invalid_request', '/dueAt')
    const others = template([step('a', { assign: { members: [ana.id] } })])
    given(others).when({ type: 'changeDeadline', taskId: 'a', dueAt: null, by: ben }).refused('task_not_yours')
  })

  test('do not count from what is hidden, and a hidden task has none', () => {
    const from = (anchor: Deadline['from']) => ({ deadline: { ...inTwoDays, from: anchor } })
    const document = template(
      [
        step('a', { fields: [field('on', { type: 'date' })] }),
        step('b', { after: ['a'], ...from({ completed: 'a' }) }),
        step('c', { after: ['a'], ...from({ field: 'on' }) }),
        step('d', from({ launch: true })),
      ],
      {
        kickoff: { fields: [field('without')] },
        rules: [
          {
            id: 'r',
            when: { field: 'without', is: 'is_not_empty' },
            then: [{ hide: { step: 'a' } }, { hide: { step: 'd' } }],
          },
        ],
      },
    )
    const before = given(document, completes('a', { on: '2026-12-24' }))
    expect(before.process.tasks.map(({ dueAt }) => dueAt !== undefined)).toEqual([false, true, true, true])
    const after = before
      .when({ type: 'amendKickoff', answers: { without: 'x' } })
      .leadsTo(
        { type: 'KickoffAmended' },
        { type: 'TaskSkipped', taskId: 'd', because: 'hidden' },
        { type: 'DeadlineChanged', taskId: 'b', byHand: false },
        { type: 'DeadlineChanged', taskId: 'c', byHand: false },
      )
    expect(after.process.tasks.filter(({ dueAt }) => dueAt !== undefined)).toEqual([])
  })

  test('stay where they are when a task is reopened', () => {
    const document = template([step('a', { deadline: { ...inTwoDays, from: { opened: true } } }), step('b')])
    const again = given(document, completes('a'))
      .when({ type: 'reopen', taskId: 'a', at: days(2) })
      .leadsTo({ type: 'TaskReopened', taskId: 'a' })
    expect(again.task('a').dueAt).toBe(days(2))
  })
})

describe('Reopening', () => {
  const document = template([
    step('a', { assign: { members: [ana.id] }, fields: [field('x')] }),
    step('b', { optional: true }),
  ])

  test('keeps the answers, and a finished process goes on', () => {
    const again = given(document, completes('a', { x: 'y' }))
      .when({ type: 'reopen', taskId: 'a', reason: 'Typo', by: ana })
      .leadsTo({ type: 'TaskReopened', taskId: 'a', reason: 'Typo' }, resumed)
    expect(again.process.answers).toEqual({ x: 'y' })
    expect(again.process).not.toHaveProperty('finishedAt')
    expect(again.task('a')).toMatchObject({ status: 'open', reopened: 1 })
    again.when({ type: 'reopen', taskId: 'a', by: ana }).thenNothing()
    again
      .when({ ...completes('a'), by: ana })
      .leadsTo({ type: 'TaskCompleted', taskId: 'a', outcome: 'completed', answers: {} }, finished)
  })

  test('makes an optional task wanted until it is completed again', () => {
    given(document, completes('b'), completes('a'))
      .when({ type: 'reopen', taskId: 'b' })
      .leadsTo({ type: 'TaskReopened', taskId: 'b' }, resumed)
      .when(completes('b'))
      .leadsTo(completed('b'), finished)
  })

  test('is for assignees, who launched it and administrators, and not for what was cancelled or archived', () => {
    const done = given(document, completes('a'))
    done.when({ type: 'reopen', taskId: 'a', by: ben }).refused('task_not_yours')
    done.when({ type: 'reopen', taskId: 'a', by: lea }).leadsTo({ type: 'TaskReopened', taskId: 'a' }, resumed)
    given(document, completes('a'), { type: 'archive' })
      .when({ type: 'reopen', taskId: 'a' })
      .refused('process_not_active')
    given(document, completes('b'), { type: 'cancel' })
      .when({ type: 'reopen', taskId: 'b' })
      .refused('process_not_active')
  })
})

describe('A one-off task', () => {
  const document = template([step('a', { fields: [field('x')] }), step('b')])
  const add: AskOf<'addTask'> = {
    type: 'addTask',
    taskId: 'extra',
    task: { type: 'task', title: ' Ask Bob ', fields: [field('bob')], after: 'a' },
    assignees: { people: [ben.id], groups: [] },
  }

  test('opens at once behind the task it was added after, and must be done', () => {
    const added = given(document)
      .when({ ...add, by: cem, dueAt: days(1) })
      .leadsTo({
        type: 'TaskAdded',
        taskId: 'extra',
        task: { ...add.task, title: 'Ask Bob' },
        assignees: add.assignees,
        dueAt: days(1),
      })
    expect(added.process.tasks.map(({ id }) => id)).toEqual(['a', 'extra', 'b'])
    const second = added
      .when({ ...add, taskId: 'more', task: { type: 'approval', title: 'Sure?', after: 'a' } })
      .leadsTo({ type: 'TaskAdded', taskId: 'more' })
    expect(second.process.tasks.map(({ id }) => id)).toEqual(['a', 'extra', 'more', 'b'])
    const done = given(document, add, completes('a'), completes('b'))
    expect(done.process.status).toBe('active')
    const after = done
      .when({ ...completes('extra', { bob: 'says yes' }), by: ben })
      .leadsTo(completed('extra'), finished)
    expect(after.process.answers).toEqual({ bob: 'says yes' })
  })

  test('added to a finished process lets it go on, unless it is optional', () => {
    const done = given(document, completes('a'), completes('b'))
    done.when(add).leadsTo({ type: 'TaskAdded', taskId: 'extra' }, resumed)
    done.when({ ...add, task: { ...add.task, optional: true } }).leadsTo({ type: 'TaskAdded', taskId: 'extra' })
    given(document, { type: 'cancel' }).when(add).refused('process_not_active')
  })

  test('needs a title, an id of its own, and fields of its own', () => {
    given(document)
      .when({ ...add, task: { ...add.task, title: ' ' } })
      .refused('invalid_request', '/task/title')
    given(document)
      .when({ ...add, taskId: 'b' })
      .refused('already_exists')
    given(document, add).when(add).refused('already_exists')
    given(document)
      .when({ ...add, task: { ...add.task, after: 'zzz' } })
      .refused('task_not_found')
    given(document)
      .when({ ...add, task: { ...add.task, fields: [field('x')] } })
      .refused('invalid_request', '/task/fields/0/id')
    given(document)
      .when({ ...add, task: { ...add.task, fields: [field('y'), field('y')] } })
      .refused('invalid_request', '/task/fields/1/id')
    given(document, add)
      .when({ ...add, taskId: 'more' })
      .refused('invalid_request', '/task/fields/0/id')
    given(document)
      .when({ ...add, task: { ...add.task, fields: [field('bob', { type: 'radio', options: [] })] } })
      .refused('invalid_request', '/task/fields/0/options')
    given(document)
      .when({ ...add, dueAt: '2026' })
      .refused('invalid_request', '/dueAt')
  })
})
