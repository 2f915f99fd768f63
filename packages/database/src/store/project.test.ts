import { compileTemplate, type Process, type Task, type TemplateDocument } from '@baton/engine'
import { describe, expect, test } from 'vitest'
import { anyone, bucket } from '../tables.ts'
import { difference, project } from './project.ts'
import { wordsOf } from './rows.ts'

const document: TemplateDocument = {
  title: 'Hire',
  milestones: [
    { id: 'find', title: 'Find' },
    { id: 'begin', title: 'Begin' },
  ],
  steps: [
    { id: 'post', type: 'task', title: 'Post the job', milestone: 'find' },
    {
      id: 'talk',
      type: 'task',
      title: 'Talk to {{name|them}}',
      milestone: 'find',
      fields: [
        { id: 'name', type: 'short_text', label: 'Name' },
        { id: 'why', type: 'short_text', label: 'Why', hidden: true },
      ],
    },
    { id: 'start', type: 'task', title: 'First day', milestone: 'begin' },
  ],
  rules: [{ id: 'ask', when: { field: 'name', is: 'is_not_empty' }, then: [{ show: { field: 'why' } }] }],
}
const definition = compileTemplate(document)
const wording = { locale: 'en', timeZone: 'UTC', personName: () => undefined }
const [ana, ben, hr] = ['ana', 'ben', 'hr']
const nobody = { people: [], groups: [] }

const task = (id: string, more: Partial<Task> = {}): Task => ({ id, status: 'open', assignees: nobody, ...more })
const processWith = (tasks: Task[], more: Partial<Process> = {}): Process => ({
  id: 'p',
  version: 3,
  templateId: 't',
  templateVersion: 1,
  name: 'Hire Zoë',
  status: 'active',
  launchedBy: ana,
  launchedAt: '2026-03-01T00:00:00.000Z',
  answers: {},
  tasks,
  watchers: [],
  ...more,
})
const lists = (process: Process) =>
  project(process, definition, wording).assignments.map((row) => [
    row.assignee_id,
    row.bucket,
    row.sort_at,
    row.task_id,
  ])

describe('who has what on their list', () => {
  test('each assignee has an open task, and anyone has one without', () => {
    const assignees = { people: [ana, ben], groups: [hr] }
    const process = processWith([task('post', { assignees, dueAt: '2026-03-05T00:00:00.000Z' }), task('talk')])
    expect(lists(process)).toEqual([
      [ana, bucket.open, '2026-03-05T00:00:00.000Z', 'post'],
      [ben, bucket.open, '2026-03-05T00:00:00.000Z', 'post'],
      [hr, bucket.open, '2026-03-05T00:00:00.000Z', 'post'],
      [anyone, bucket.open, 'infinity', 'talk'],
    ])
  })

  test('who has completed their part no longer has it', () => {
    const part = task('post', { assignees: { people: [ana, ben], groups: [] }, completedFor: [ana] })
    expect(lists(processWith([part])).map(([who]) => who)).toEqual([ben])
  })

  test('a done task is on the list of whoever did it; what Baton did is on none', () => {
    const done = { status: 'completed', completedAt: '2026-03-02T00:00:00.000Z', outcome: 'completed' } as const
    const process = processWith([
      task('post', { ...done, completedBy: ben }),
      task('talk', { ...done, completedBy: 'system' }),
    ])
    expect(lists(process)).toEqual([[ben, bucket.done, '2026-03-02T00:00:00.000Z', 'post']])
  })

  test.each([
    ['cancelled', { status: 'cancelled' }],
    ['finished', { status: 'finished' }],
    ['archived', { archivedAt: '2026-03-02T00:00:00.000Z' }],
  ] as const)('nobody has tasks of a process that is %s', (_, more) => {
    expect(lists(processWith([task('post'), task('talk', { status: 'waiting' })], more))).toEqual([])
  })
})

describe('what the tracker shows', () => {
  test('progress without skipped tasks, problems, the nearest deadline and the current milestone', () => {
    const { listing } = project(
      processWith([
        task('post', { status: 'completed', completedBy: ana, completedAt: '2026-03-02T00:00:00.000Z' }),
        task('talk', {
          dueAt: '2026-03-09T00:00:00.000Z',
          problem: { text: 'x', by: ana, at: '2026-03-02T00:00:00.000Z' },
        }),
        task('start', { status: 'skipped', skipped: 'hidden' }),
      ]),
      definition,
      wording,
    )
    expect(listing).toMatchObject({
      tasks_done: 1,
      tasks_total: 2,
      problems: 1,
      due_at: '2026-03-09T00:00:00.000Z',
      milestone: 'find',
      listed_as: 'active',
      next_tasks: [{ id: 'talk', title: 'Talk to them' }],
    })
  })
})

describe('a difference', () => {
  const before = processWith([task('post'), task('talk', { status: 'waiting' }), task('start', { status: 'waiting' })])
  const completed = {
    ...before,
    tasks: [
      task('post', { status: 'completed', completedBy: ana, completedAt: '2026-03-02T00:00:00.000Z' }),
      { ...before.tasks[1]!, status: 'open' as const },
      before.tasks[2]!,
    ],
  }

  test('names only what changed', () => {
    const { change } = difference(before, completed, definition, wording)
    expect(change.touchedTasks).toEqual(['post', 'talk'])
    expect(change.assignments).toMatchObject({ gone: [], come: [], moved: [{ task_id: 'post' }, { task_id: 'talk' }] })
    expect(change.place).toBeUndefined()
    expect(change.touchedPeople.toSorted()).toEqual([anyone, ana].toSorted())
  })

  test('follows answers into titles and counts of tasks that the engine left alone', () => {
    const answered = { ...before, answers: { name: 'Zoë' } }
    const { change } = difference(before, answered, definition, wording)
    expect(change.tasks.changed).toEqual([
      expect.objectContaining({ task_id: 'talk', title: 'Talk to Zoë', fields_done: 1, fields_total: 2 }),
    ])
  })

  test('takes the tasks of an archived process off all lists, and puts them back', () => {
    const archived = { ...before, archivedAt: '2026-03-02T00:00:00.000Z' }
    expect(difference(before, archived, definition, wording).change.assignments.gone).toHaveLength(3)
    expect(difference(archived, before, definition, wording).change.assignments.come).toHaveLength(3)
  })

  test('never moves what is done, which may no longer be listed', () => {
    const { assignments } = difference(completed, before, definition, wording).change
    expect(assignments.gone.map(({ task_id }) => task_id)).toEqual(['post'])
    expect(assignments.come.map(({ task_id }) => task_id)).toEqual(['post'])
    expect(assignments.moved.map(({ task_id }) => task_id)).toEqual(['talk'])
  })

  test('of a new process is all of it', () => {
    const { change } = difference(undefined, before, definition, wording)
    expect(change.tasks.come).toHaveLength(3)
    expect(change.place).toEqual({
      gone: undefined,
      come: { listed_as: 'active', due_at: 'infinity', template_id: 't', milestone: 'find' },
    })
    expect(change.words.come).toEqual(['hire', 'zoë'])
  })
})

test('search goes by words, whatever their letters', () => {
  expect(wordsOf('Größe: ÉCOLE, 株式会社 (Nr. 12)')).toEqual(['größe', 'école', '株式会社', 'nr', '12'])
  expect(wordsOf('— … —')).toEqual([])
})
