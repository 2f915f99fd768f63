import type { TaskRow } from '@baton/contract'
import { describe, expect, test } from 'vitest'
import { completesInRow, decidesInRow, doneToday, groupTasks } from './group-tasks.ts'

const zurich = { timeZone: 'Europe/Zurich', locale: 'en' }
// Sunday, 21:30 in Zurich.
const now = Date.parse('2026-11-22T20:30:00.000Z')

const row = (over: Partial<TaskRow>): TaskRow => ({
  processId: '00000000-0000-4000-8000-000000000001',
  taskId: 'sign',
  title: 'Sign',
  type: 'task',
  status: 'open',
  outcome: null,
  processName: 'Contract',
  templateId: '00000000-0000-4000-8000-000000000002',
  templateTitle: 'Contracts',
  emoji: null,
  dueAt: null,
  openedAt: null,
  completedAt: null,
  fieldsDone: 0,
  fieldsTotal: 0,
  problem: false,
  comments: 0,
  assignees: { people: [], groups: [] },
  processVersion: 1,
  ...over,
})

describe('open tasks stand in the group of their deadline', () => {
  test.each([
    ['2026-11-22T20:29:59.000Z', 'overdue'],
    ['2026-11-22T22:59:00.000Z', 'today'],
    // Past midnight in Zurich although still the 22nd in UTC.
    ['2026-11-22T23:10:00.000Z', 'week'],
    ['2026-11-28T22:00:00.000Z', 'week'],
    ['2026-11-28T23:30:00.000Z', 'later'],
    [null, 'later'],
  ] as const)('due %s: %s', (dueAt, group) => {
    const groups = groupTasks([row({ dueAt })], now, zurich)
    expect(groups[group]).toHaveLength(1)
  })

  test('the order within a group is kept', () => {
    const rows = ['2026-11-20T00:00:00.000Z', '2026-11-21T00:00:00.000Z'].map((dueAt) => row({ dueAt }))
    expect(groupTasks(rows, now, zurich).overdue).toEqual(rows)
  })
})

test('done today is by the day of the zone', () => {
  const early = row({ completedAt: '2026-11-21T23:30:00.000Z' })
  const yesterday = row({ completedAt: '2026-11-21T22:30:00.000Z' })
  expect(doneToday([early, yesterday], now, zurich)).toEqual([early])
})

test('a task with something to fill in, with a problem or still waiting is not completed from its row', () => {
  expect(completesInRow(row({}))).toBe(true)
  expect(completesInRow(row({ fieldsTotal: 2, fieldsDone: 2 }))).toBe(false)
  expect(completesInRow(row({ problem: true }))).toBe(false)
  expect(completesInRow(row({ status: 'waiting' }))).toBe(false)
  expect(completesInRow(row({ type: 'approval' }))).toBe(false)
})

test('an approval is decided in its row unless its form is open', () => {
  expect(decidesInRow(row({ type: 'approval' }))).toBe(true)
  expect(decidesInRow(row({ type: 'approval', fieldsTotal: 1 }))).toBe(false)
  expect(decidesInRow(row({ type: 'task' }))).toBe(false)
})
