import { describe, expect, test } from 'vitest'
import { fillText } from '../texts/variables.ts'
import { compileTemplate } from '../template/definition.ts'
import {
  admin,
  ana,
  ben,
  completed,
  completes,
  field,
  finished,
  given,
  givenLaunch,
  launchOf,
  lea,
  opened,
  resumed,
  step,
  template,
} from './testing.ts'
import { launch } from './launch.ts'

const document = template([step('a'), step('b', { after: ['a'] })])

describe('Talk', () => {
  test('comments are counted on their task or on the process', () => {
    const after = given(document)
      .when({
        type: 'comment',
        commentId: '1',
        taskId: 'b',
        text: ' Please hurry ',
        mentions: [ben.id, ben.id],
        by: ana,
      })
      .leadsTo({ type: 'CommentAdded', commentId: '1', taskId: 'b', text: 'Please hurry', mentions: [ben.id] })
      .when({ type: 'comment', commentId: '2', text: 'Hello' })
      .leadsTo({ type: 'CommentAdded', commentId: '2', text: 'Hello', mentions: [] })
    expect(after.task('b').comments).toBe(1)
    expect(after.process.comments).toBe(1)
    after.when({ type: 'comment', commentId: '3', text: ' \n ' }).refused('invalid_request', '/text')
    after.when({ type: 'comment', commentId: '3', text: 'x'.repeat(10_001) }).refused('invalid_request', '/text')
    after.when({ type: 'comment', commentId: '3', taskId: 'nowhere', text: 'x' }).refused('task_not_found')
  })

  test('a problem blocks its task until it is resolved', () => {
    const held = given(document)
      .when({ type: 'reportProblem', taskId: 'a', text: 'No key', by: ben })
      .leadsTo({ type: 'ProblemReported', taskId: 'a', text: 'No key', by: ben.id })
    held.when(completes('a')).refused('task_has_problem')
    held.when({ type: 'reportProblem', taskId: 'a', text: 'No key' }).thenNothing()
    held.when({ type: 'reportProblem', taskId: 'a', text: 'No lamp' }).refused('task_has_problem')
    const free = held
      .when({ type: 'resolveProblem', taskId: 'a', text: 'Found', by: ana })
      .leadsTo({ type: 'ProblemResolved', taskId: 'a', text: 'Found' })
    expect(free.task('a')).not.toHaveProperty('problem')
    free.when(completes('a')).leadsTo(completed('a'), opened('b'))
    free.when({ type: 'resolveProblem', taskId: 'a', text: '' }).refused('task_has_no_problem')
    held.when({ type: 'reportProblem', taskId: 'b', text: '' }).refused('invalid_request', '/text')
  })

  test('a problem with a completed task reopens it, whoever reports it', () => {
    given(document, completes('a'))
      .when({ type: 'reportProblem', taskId: 'a', text: 'Wrong', by: ben })
      .leadsTo(
        { type: 'TaskReopened', taskId: 'a' },
        { type: 'ProblemReported', taskId: 'a', text: 'Wrong' },
        { type: 'TaskPutBack', taskId: 'b' },
      )
    given(document, completes('a'), completes('b'))
      .when({ type: 'reportProblem', taskId: 'b', text: 'Wrong', by: ben })
      .leadsTo({ type: 'TaskReopened', taskId: 'b' }, { type: 'ProblemReported', taskId: 'b' }, resumed)
  })

  test('people watch and unwatch for themselves; only the launcher and administrators choose for others', () => {
    const watched = given(document)
      .when({ type: 'watch', personId: ana.id, by: ana })
      .leadsTo({ type: 'WatcherAdded', personId: ana.id })
    expect(watched.process.watchers).toEqual([ana.id])
    watched.when({ type: 'watch', personId: ana.id, by: ana }).thenNothing()
    watched.when({ type: 'watch', personId: ben.id, by: ana }).refused('not_allowed')
    watched.when({ type: 'watch', personId: ben.id, by: lea }).leadsTo({ type: 'WatcherAdded', personId: ben.id })
    watched.when({ type: 'unwatch', personId: ana.id }).leadsTo({ type: 'WatcherRemoved', personId: ana.id })
    watched.when({ type: 'unwatch', personId: ben.id }).thenNothing()
  })
})

describe('A process as a whole', () => {
  test('is renamed by who launched it or an administrator', () => {
    given(document)
      .when({ type: 'rename', name: ' New ', by: lea })
      .leadsTo({ type: 'ProcessRenamed', name: 'New' })
      .when({ type: 'rename', name: 'New' })
      .thenNothing()
    given(document).when({ type: 'rename', name: ' ' }).refused('invalid_request', '/name')
    given(document)
      .when({ type: 'rename', name: 'x'.repeat(251) })
      .refused('invalid_request', '/name')
    given(document).when({ type: 'rename', name: 'New', by: ben }).refused('not_allowed')
  })

  test('in the archive accepts comments and its return only', () => {
    const away = given(document).when({ type: 'archive', by: lea }).leadsTo({ type: 'ProcessArchived' })
    away.when({ type: 'archive' }).thenNothing()
    away
      .when({ type: 'comment', commentId: '1', text: 'x' })
      .leadsTo({ type: 'CommentAdded', commentId: '1', text: 'x', mentions: [] })
    away.when({ type: 'rename', name: 'x' }).refused('process_not_active')
    away.when({ type: 'reportProblem', taskId: 'a', text: 'x' }).refused('process_not_active')
    away.when({ type: 'watch', personId: admin.id }).refused('process_not_active')
    away.when({ type: 'unarchive', by: ben }).refused('not_allowed')
    const back = away.when({ type: 'unarchive' }).leadsTo({ type: 'ProcessUnarchived' })
    expect(back.process).not.toHaveProperty('archivedAt')
    back.when({ type: 'unarchive' }).thenNothing()
    back.when(completes('a')).leadsTo(completed('a'), opened('b'))
  })

  test('is cancelled for good', () => {
    const over = given(document)
      .when({ type: 'cancel', reason: 'Sold', by: lea })
      .leadsTo({ type: 'ProcessCancelled', reason: 'Sold' })
    over.when({ type: 'cancel' }).thenNothing()
    over.when({ type: 'reportProblem', taskId: 'a', text: 'x' }).refused('process_not_active')
    over.when({ type: 'amendKickoff', answers: {} }).refused('process_not_active')
    over.when({ type: 'archive' }).leadsTo({ type: 'ProcessArchived' })
    given(document).when({ type: 'cancel', by: ana }).refused('not_allowed')
    given(document, completes('a'), completes('b')).when({ type: 'cancel' }).refused('process_not_active')
  })

  test('finishes when nothing required is left, whatever optional is open', () => {
    const optional = template([step('a'), step('b', { optional: true }), step('c', { optional: true, after: ['b'] })])
    const done = given(optional).when(completes('a')).leadsTo(completed('a'), finished)
    expect(done.statuses()).toEqual({ a: 'completed', b: 'open', c: 'waiting' })
  })

  test('goes on when an answer of its kick-off form asks for more', () => {
    const rules = [{ id: 'r', when: { field: 'more', is: 'is_not_empty' as const }, then: [{ show: { step: 'b' } }] }]
    const more = template([step('a'), step('b', { hidden: true })], { rules, kickoff: { fields: [field('more')] } })
    given(more, completes('a'))
      .when({ type: 'amendKickoff', answers: { more: 'x' }, by: lea })
      .leadsTo({ type: 'KickoffAmended' }, opened('b'), resumed)
    given(more)
      .when({ type: 'amendKickoff', answers: { more: 'x' }, by: ana })
      .refused('not_allowed')
    given(more)
      .when({ type: 'amendKickoff', answers: { more: null } })
      .thenNothing()
  })

  test('is named by the launch, else by its template', () => {
    const named = template([step('a')], {
      processName: 'Order {{nr}}\n of {{launcher.name}}',
      kickoff: { fields: [field('nr')] },
    })
    const command = { processId: 'p', templateId: 't', templateVersion: 1, by: lea, answers: { nr: '7' } }
    const context = {
      now: '2026-11-22T09:00:00.000Z',
      timeZone: 'UTC',
      personName: (id: string) => (id === lea.id ? 'Lea' : undefined),
    }
    expect(launch(compileTemplate(named), command, context)[0]).toMatchObject({ name: 'Order 7 of Lea' })
    expect(givenLaunch(named, { name: ' Mine ' }).process.name).toBe('Mine')
    expect(given(document).process.name).toBe('Procedure')
    expect(
      fillText('{{process.name}}', {
        ...context,
        locale: 'en',
        definition: compileTemplate(named),
        answers: {},
        process: given(document).process,
      }),
    ).toBe('Procedure')
    expect(launchOf(compileTemplate({ ...named, processName: 'x'.repeat(300) }), {})[0]).toMatchObject({
      name: `${'x'.repeat(249)}…`,
    })
  })
})
