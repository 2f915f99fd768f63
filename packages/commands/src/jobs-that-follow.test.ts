import { compileTemplate, type Process, type ProcessEvent, type Task, type TemplateDocument } from '@baton/engine'
import { describe, expect, test } from 'vitest'
import { jobsThatFollow } from './jobs-that-follow.ts'

const orgId = '018f0000-0000-7000-8000-000000000001'
const processId = '018f0000-0000-7000-8000-000000000002'
const [ana, tom, mara] = ['a', 'b', 'c'].map((letter) => `018f0000-0000-7000-8000-00000000000${letter}`) as [
  string,
  string,
  string,
]
const finance = '018f0000-0000-7000-8000-0000000000f1'
const noon = '2026-03-04T12:00:00.000Z'

const document: TemplateDocument = {
  title: 'Pay an invoice',
  steps: [
    { id: 'check', type: 'task', title: 'Check' },
    { id: 'read', type: 'expiring', title: 'Read' },
    {
      id: 'tell',
      type: 'email',
      title: 'Tell',
      mail: { to: 'x@example.org', subject: 's', body: 'b', send: 'automatically' },
    },
  ],
}
const definition = compileTemplate(document)

const processWith = (...tasks: Task[]): Process => ({
  id: processId,
  version: 7,
  templateId: processId,
  templateVersion: 1,
  name: 'Invoice 12',
  status: 'active',
  launchedBy: ana,
  launchedAt: noon,
  answers: {},
  tasks,
  watchers: [],
})
const task = (id: string, more: Partial<Task> = {}): Task => ({
  id,
  status: 'open',
  assignees: { people: [], groups: [] },
  ...more,
})
const follow = (events: ProcessEvent[], after: Process, before: Process = after) =>
  jobsThatFollow(orgId, definition, before, events, after)

describe('a notice of assignment', () => {
  test('goes to those who get a task, but not to the one who caused it', () => {
    const assignees = { people: [ana, tom], groups: [finance] }
    const jobs = follow(
      [{ type: 'TaskOpened', taskId: 'check', assignees, at: noon, by: ana }],
      processWith(task('check', { assignees })),
    )
    expect(jobs).toEqual([
      expect.objectContaining({
        task: 'notify-assigned',
        payload: { orgId, processId, taskId: 'check', seq: 7, people: [tom], groups: [finance] },
      }),
    ])
  })

  test('goes only to those who did not have the task before', () => {
    const assignees = { people: [tom, mara], groups: [] }
    const jobs = follow(
      [{ type: 'TaskAssigned', taskId: 'check', assignees, at: noon, by: ana }],
      processWith(task('check', { assignees })),
      processWith(task('check', { assignees: { people: [tom], groups: [] } })),
    )
    expect(jobs.map(({ payload }) => payload.people)).toEqual([[mara]])
  })

  test('waits with a task that is not open yet', () => {
    const assignees = { people: [tom], groups: [] }
    const event: ProcessEvent = { type: 'TaskAssigned', taskId: 'check', assignees, at: noon, by: ana }
    expect(follow([event], processWith(task('check', { status: 'waiting', assignees })))).toEqual([])
  })
})

describe('timers of a deadline', () => {
  const opened = (taskId: string, dueAt: string) =>
    follow(
      [{ type: 'TaskOpened', taskId, assignees: { people: [], groups: [] }, dueAt, at: noon, by: ana }],
      processWith(task(taskId, { dueAt })),
    ).map(({ task: name, runAt, jobKey }) => ({ name, runAt, jobKey }))

  test.each([
    ['a week away: a day before and at it', '2026-03-11T12:00:00.000Z', '2026-03-10T12:00:00.000Z'],
    ['four hours away: after three quarters and at it', '2026-03-04T16:00:00.000Z', '2026-03-04T15:00:00.000Z'],
  ])('%s', (_, dueAt, first) => {
    expect(opened('check', dueAt)).toEqual([
      { name: 'remind', runAt: first, jobKey: `due_soon:${processId}:check` },
      { name: 'remind', runAt: dueAt, jobKey: `overdue:${processId}:check` },
    ])
  })

  test('minutes away: only at it', () => {
    expect(opened('check', '2026-03-04T12:30:00.000Z')).toHaveLength(1)
  })

  test('an expiring task expires instead of being overdue', () => {
    expect(opened('read', '2026-03-04T12:30:00.000Z')).toEqual([
      { name: 'expire-task', runAt: '2026-03-04T12:30:00.000Z', jobKey: `expire:${processId}:read` },
    ])
  })
})

test('an e-mail step that was sent queues its mail, known by the event', () => {
  const events: ProcessEvent[] = [
    { type: 'TaskOpened', taskId: 'tell', assignees: { people: [], groups: [] }, at: noon, by: ana },
    { type: 'TaskCompleted', taskId: 'tell', outcome: 'sent', answers: {}, at: noon, by: 'system' },
  ]
  const jobs = follow(events, processWith(task('tell', { status: 'completed', outcome: 'sent' })))
  expect(jobs.map(({ task: name, payload }) => [name, payload.seq])).toEqual([['write-step-mail', 7]])
})

test('a mention of oneself tells nobody', () => {
  const event: ProcessEvent = { type: 'CommentAdded', commentId: tom, text: 'note', mentions: [ana], at: noon, by: ana }
  expect(follow([event], processWith())).toEqual([])
  expect(follow([{ ...event, mentions: [ana, tom] }], processWith())).toHaveLength(1)
})

test('nothing is timed in a process that has ended', () => {
  const event: ProcessEvent = { type: 'DeadlineChanged', taskId: 'check', dueAt: noon, byHand: true, at: noon, by: ana }
  expect(follow([event], { ...processWith(task('check')), status: 'cancelled' })).toEqual([])
})
