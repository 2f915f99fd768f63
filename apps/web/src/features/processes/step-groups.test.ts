import { compileTemplate, type Process, type Step, type Task } from '@baton/engine'
import { describe, expect, test } from 'vitest'
import { nextDue, progressOf, stepGroups, stoppedBy, troublesOf, waitsFor } from './step-groups.ts'

const now = Date.parse('2026-11-22T20:30:00.000Z')
const step = (id: string, over: Partial<Step> = {}): Step => ({ id, type: 'task', title: id, ...over })
const task = (id: string, over: Partial<Task> = {}): Task => ({
  id,
  status: 'open',
  assignees: { people: [], groups: [] },
  ...over,
})
const processOf = (tasks: Task[], over: Partial<Process> = {}): Process => ({
  id: '00000000-0000-4000-8000-000000000001',
  version: 1,
  templateId: '00000000-0000-4000-8000-000000000002',
  templateVersion: 1,
  name: 'A contract',
  status: 'active',
  launchedBy: 'system',
  launchedAt: '2026-11-20T09:00:00.000Z',
  answers: {},
  tasks,
  watchers: [],
  ...over,
})
const definitionOf = (steps: Step[]) =>
  compileTemplate({
    title: 'Contracts',
    milestones: [
      { id: 'draft', title: 'Draft' },
      { id: 'sign', title: 'Sign' },
    ],
    steps,
  })

describe('steps are shown by milestone', () => {
  test('steps of one milestone stand together even when others stand between them', () => {
    const steps = [
      step('a', { milestone: 'draft' }),
      step('b', { milestone: 'sign' }),
      step('c', { milestone: 'draft' }),
    ]
    const groups = stepGroups(definitionOf(steps), processOf(steps.map(({ id }) => task(id))))
    expect(groups.map(({ title, lines }) => [title, lines.map((line) => line.task.id)])).toEqual([
      ['Draft', ['a', 'c']],
      ['Sign', ['b']],
    ])
  })
  test('a one-off task stands with the task it was added after', () => {
    const steps = [step('a', { milestone: 'draft' }), step('b', { milestone: 'sign' })]
    const extra = task('x', { oneOff: { type: 'task', title: 'Ask the notary', after: 'a' } })
    const groups = stepGroups(definitionOf(steps), processOf([task('a'), extra, task('b')]))
    expect(groups.map(({ lines }) => lines.map((line) => line.task.id))).toEqual([['a', 'x'], ['b']])
  })
  test('a process that has nothing but one-off tasks shows them', () => {
    const extra = task('x', { oneOff: { type: 'task', title: 'Ask the notary' } })
    expect(stepGroups(definitionOf([]), processOf([extra]))).toMatchObject([{ lines: [{ task: { id: 'x' } }] }])
  })
})

describe('a waiting task says what it waits for', () => {
  const steps = [step('a'), step('b', { after: ['a'] }), step('c', { after: ['b'] })]
  const definition = definitionOf(steps)
  test('the steps before it that are not done', () => {
    const process = processOf([task('a', { status: 'completed' }), task('b'), task('c', { status: 'waiting' })])
    expect(waitsFor(definition, process, 'c')).toEqual(['b'])
  })
  test('what is skipped is looked through', () => {
    const process = processOf([task('a'), task('b', { status: 'skipped' }), task('c', { status: 'waiting' })])
    expect(waitsFor(definition, process, 'c')).toEqual(['a'])
  })
  test('a stopped task names the rejection, not one after which work goes on', () => {
    const rejected = { status: 'completed', outcome: 'rejected' } as const
    const approvals = (whenRejected?: 'continue') =>
      definitionOf([step('a', { type: 'approval', whenRejected }), step('b', { after: ['a'] })])
    const process = processOf([task('a', rejected), task('b', { status: 'skipped', skipped: 'stopped' })])
    expect(stoppedBy(approvals(), process, 'b')).toBe('a')
    expect(stoppedBy(approvals('continue'), process, 'b')).toBeUndefined()
  })
})

describe('what holds a process up', () => {
  const late = task('late', { dueAt: '2026-11-21T09:00:00.000Z' })
  const stuck = task('stuck', { problem: { text: 'No ink', by: 'system', at: '2026-11-22T09:00:00.000Z' } })
  test('late tasks and reported problems, the latest first', () => {
    const tasks = [stuck, task('fine', { dueAt: '2026-11-23T09:00:00.000Z' }), late]
    expect(troublesOf(processOf(tasks), now).map(({ task: { id }, kind }) => [id, kind])).toEqual([
      ['late', 'late'],
      ['stuck', 'problem'],
    ])
  })
  test('nothing holds up a process that is over or archived', () => {
    expect(troublesOf(processOf([late], { status: 'cancelled' }), now)).toEqual([])
    expect(troublesOf(processOf([late], { archivedAt: '2026-11-22T09:00:00.000Z' }), now)).toEqual([])
  })
  test('a task that waits or is done is not late', () => {
    const tasks = [
      { ...late, status: 'waiting' as const },
      { ...late, status: 'completed' as const },
    ]
    expect(troublesOf(processOf(tasks), now)).toEqual([])
  })
})

test('the next deadline is the soonest of what is open', () => {
  const tasks = [
    task('a', { status: 'waiting', dueAt: '2026-11-22T09:00:00.000Z' }),
    task('b', { dueAt: '2026-11-25T09:00:00.000Z' }),
    task('c', { dueAt: '2026-11-24T09:00:00.000Z' }),
  ]
  expect(nextDue(processOf(tasks))).toBe('2026-11-24T09:00:00.000Z')
})

test('skipped tasks count neither as done nor as to be done', () => {
  const tasks = [task('a', { status: 'completed' }), task('b', { status: 'skipped' }), task('c')]
  expect(progressOf({ tasks })).toEqual({ done: 1, total: 2 })
})
