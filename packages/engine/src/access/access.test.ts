import { describe, expect, test } from 'vitest'
import type { ProcessCommandType } from '../process/commands.ts'
import { admin, ana, ben, cem, completes, given, lea, rejects, step, system, template } from '../process/testing.ts'
import { can, isAssignee, processCan, taskCan, whyNot } from './access.ts'

const steps = [
  step('hers', { assign: { members: [ana.id] } }),
  step('theirs', { assign: { groups: ['legal'] } }),
  step('anyones'),
  step('later', { after: ['hers'] }),
]
const { process, task } = given(template(steps))

describe('Who may', () => {
  const people = { ana, ben, cem, lea, admin, system }
  const all = ['ana', 'ben', 'cem', 'lea', 'admin', 'system']
  test.each<[ProcessCommandType, string | undefined, string[]]>([
    ['complete', 'hers', ['ana', 'admin', 'system']],
    ['saveDraft', 'hers', ['ana', 'admin', 'system']],
    ['complete', 'theirs', ['cem', 'admin', 'system']],
    ['complete', 'anyones', all],
    ['assign', 'hers', ['ana', 'lea', 'admin', 'system']],
    ['changeDeadline', 'theirs', ['cem', 'lea', 'admin', 'system']],
    ['reportProblem', 'hers', all],
    ['comment', 'hers', all],
    ['addTask', undefined, all],
    ['watch', undefined, all],
    ['amendKickoff', undefined, ['lea', 'admin', 'system']],
    ['rename', undefined, ['lea', 'admin', 'system']],
    ['archive', undefined, ['lea', 'admin', 'system']],
    ['cancel', undefined, ['lea', 'admin', 'system']],
    ['expire', 'hers', ['system']],
    ['mailFailed', 'hers', ['system']],
  ])('%s %s', (action, taskId, allowed) => {
    const found = Object.entries(people).filter(([, actor]) => can(actor, action, process, taskId))
    expect(found.map(([name]) => name)).toEqual(allowed)
  })

  test('a task given to nobody is every member’s, but not Baton’s', () => {
    expect(isAssignee(ben, task('anyones'))).toBe(true)
    expect(isAssignee(system, task('anyones'))).toBe(false)
    expect(isAssignee(ben, task('hers'))).toBe(false)
  })
})

describe('Why not', () => {
  const rejected = given(
    template([step('ok', { type: 'approval' }), step('pay', { after: ['ok'] }), step('more')]),
    rejects('ok'),
  )
  const blocked = given(template(steps), { type: 'reportProblem', taskId: 'hers', text: 'No key' })
  const over = given(template([step('a')]), completes('a'))
  const away = given(template([step('a')]), { type: 'archive' })

  test.each([
    ['it was given to others', whyNot(ben, 'complete', process, 'hers'), 'task_not_yours', /given to others/],
    ['only its launcher may', whyNot(ben, 'cancel', process), 'not_allowed', /who launched/],
    ['it waits', whyNot(ana, 'complete', process, 'later'), 'task_not_open', /waiting for the steps before it/],
    ['it is not needed', whyNot(ana, 'complete', rejected.process, 'pay'), 'task_not_open', /not needed/],
    ['it is completed', whyNot(ana, 'saveDraft', rejected.process, 'ok'), 'task_not_open', /reopen it/],
    ['it has a problem', whyNot(ana, 'complete', blocked.process, 'hers'), 'task_has_problem', /No key/],
    [
      'only what is completed is reopened',
      whyNot(lea, 'reopen', process, 'hers'),
      'task_not_open',
      /Only a completed task/,
    ],
    ['the process is finished', whyNot(lea, 'assign', over.process, 'a'), 'process_not_active', /finished/],
    ['the process is archived', whyNot(lea, 'reopen', away.process, 'a'), 'process_not_active', /out of the archive/],
    ['there is no such task', whyNot(lea, 'comment', process, 'nowhere'), 'task_not_found', /nowhere/],
  ])('%s', (_, refusal, code, words) => {
    expect(refusal?.code).toBe(code)
    expect(refusal?.message).toMatch(words)
  })

  test('nothing is in the way of what can be done', () => {
    expect(whyNot(ana, 'complete', process, 'hers')).toBeUndefined()
    expect(whyNot(lea, 'unarchive', away.process)).toBeUndefined()
  })

  test('whoever asks: the state of a task and of a process say what can be done with them', () => {
    expect(taskCan('complete', task('hers'))).toBe(true)
    expect(taskCan('complete', task('later'))).toBe(false)
    expect(taskCan('complete', blocked.task('hers'))).toBe(false)
    expect(taskCan('assign', task('later'))).toBe(true)
    expect(processCan('reopen', over.process)).toBe(true)
    expect(processCan('complete', over.process)).toBe(false)
    expect(processCan('comment', away.process)).toBe(true)
  })
})
