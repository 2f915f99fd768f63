import type { ProcessCommand } from '@baton/engine'
import { type ClonedDatabase, cloneDatabase } from '@baton/testing'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { buildScene, openStore, type Scene } from './test/scene.ts'
import { erasePayload, processState, type ProcessStore, verifyProcesses } from './index.ts'

type Unsigned<C> = C extends unknown ? Omit<C, 'by'> : never

let clone: ClonedDatabase
let scene: Scene
let store: ProcessStore
beforeAll(async () => {
  clone = await cloneDatabase()
  scene = await buildScene(clone, {
    title: 'Everything',
    processName: 'Case {{number|new}} of {{launcher.name}}',
    kickoff: { fields: [{ id: 'number', type: 'short_text', label: 'Number' }] },
    milestones: [
      { id: 'first', title: 'First' },
      { id: 'last', title: 'Last' },
    ],
    steps: [
      {
        id: 'ask',
        type: 'task',
        title: 'Ask about {{number}}',
        milestone: 'first',
        assign: { launcher: true },
        deadline: { amount: 2, unit: 'days', from: { launch: true } },
        fields: [
          { id: 'amount', type: 'number', label: 'Amount' },
          { id: 'note', type: 'short_text', label: 'Note', hidden: true },
        ],
      },
      { id: 'approve', type: 'approval', title: 'Approve {{amount|it}}', after: ['ask'], milestone: 'first' },
      { id: 'legal', type: 'task', title: 'Look at it closely', hidden: true, after: ['ask'], optional: true },
      {
        id: 'pay',
        type: 'task',
        title: 'Pay',
        after: ['approve', 'legal'],
        milestone: 'last',
        deadline: { amount: 3, unit: 'hours', from: { completed: 'approve' } },
      },
    ],
    rules: [
      {
        id: 'large',
        when: { field: 'amount', is: 'greater_than', value: 100 },
        then: [{ show: { step: 'legal' } }, { show: { field: 'note' } }],
      },
    ],
  })
  store = openStore(clone)
})
afterAll(async () => {
  await store.close()
  await clone.drop()
})

const taskId = fc.constantFrom('ask', 'approve', 'legal', 'pay')
const text = fc.constantFrom('Well.', 'Ünïcode ✓ 👩‍🚀', 'A "quoted" \\ {brace}, comma', 'NULL', 'two\nlines')
const amount = fc.constantFrom(null, 5, 500)
const command: fc.Arbitrary<() => Unsigned<ProcessCommand>> = fc.oneof(
  fc.record({ taskId, amount }).map(({ taskId, amount }) => () => ({
    type: 'complete' as const,
    taskId,
    ...(taskId === 'approve' && { outcome: 'approved' as const }),
    ...(taskId === 'ask' && { answers: { amount } }),
  })),
  fc.constant(() => ({ type: 'complete' as const, taskId: 'approve', outcome: 'rejected' as const, reason: 'No.' })),
  fc.record({ amount }).map(({ amount }) => () => ({ type: 'saveDraft' as const, taskId: 'ask', answers: { amount } })),
  taskId.map((taskId) => () => ({ type: 'reopen' as const, taskId })),
  fc.record({ taskId, mine: fc.boolean() }).map(({ taskId, mine }) => () => ({
    type: 'assign' as const,
    taskId,
    assignees: { people: mine ? [scene.ana.id, scene.ben.id] : [], groups: [] },
  })),
  fc
    .record({ taskId, dueAt: fc.constantFrom(null, '2027-01-02T03:04:05.678Z', '2020-01-01T00:00:00.000Z') })
    .map((given) => () => ({
      type: 'changeDeadline' as const,
      ...given,
    })),
  fc.record({ taskId, text }).map((given) => () => ({ type: 'reportProblem' as const, ...given })),
  fc.record({ taskId, text }).map((given) => () => ({ type: 'resolveProblem' as const, ...given })),
  text.map((text) => () => ({ type: 'comment' as const, commentId: crypto.randomUUID(), text })),
  text.map((name) => () => ({ type: 'rename' as const, name })),
  text.map((title) => () => ({
    type: 'addTask' as const,
    taskId: crypto.randomUUID(),
    task: { type: 'task' as const, title },
    assignees: { people: [], groups: [] },
  })),
  fc.constant(() => ({ type: 'amendKickoff' as const, answers: { number: '7' } })),
  fc.constantFrom('watch' as const, 'unwatch' as const).map((type) => () => ({ type, personId: scene.ana.id })),
  fc
    .constantFrom(
      'unarchive' as const,
      'unarchive' as const,
      'unarchive' as const,
      'archive' as const,
      'cancel' as const,
    )
    .map((type) => () => ({ type })),
)

test('whatever people do, states are the fold of their events and rows follow the states', async () => {
  const several = fc.array(fc.tuple(fc.nat(2), fc.boolean(), command), { minLength: 20, maxLength: 40 })
  // Nodes that keep snapshots as often as they like, and forget nothing, at once, or what others did.
  const nodes = [store, ...[1, 3, 7].map((snapshotEvery) => openStore(clone, { snapshotEvery }))]
  await fc.assert(
    fc.asyncProperty(several, async (steps) => {
      const ids = await Promise.all([1, 2, 3].map(async () => (await scene.launch(store)).process.id))
      const acts = steps.map(([index, byBen, make], place) =>
        scene.act(nodes[place % nodes.length]!, ids[index]!, make(), { by: byBen ? scene.ben : scene.ana }),
      )
      const done = await Promise.allSettled(acts)
      expect((await verifyProcesses(clone.db, scene.orgId)).faults).toEqual([])
      for (const id of ids) {
        const told = done.flatMap((one) => (one.status === 'fulfilled' ? one.value.process : []))
        const last = told.filter((process) => process.id === id).sort((a, b) => b.version - a.version)[0]
        const stored = await clone.db.read(scene.orgId, (db) => processState(db, scene.orgId, id))
        if (last) expect(stored).toEqual(last)
      }
    }),
    { numRuns: 25 },
  )
  for (const node of nodes.slice(1)) await node.close()
  const { processes, events } = await verifyProcesses(clone.db)
  expect(processes).toBe(75)
  expect(events).toBeGreaterThan(250)
})

describe('a change behind the back of the store is found', () => {
  const tamper = async (statement: string) => {
    const often = openStore(clone, { snapshotEvery: 1 })
    const { process } = await scene.launch(often)
    await often.close()
    await scene.act(store, process.id, { type: 'comment', commentId: crypto.randomUUID(), text: 'One' })
    await clone.sql('alter table event disable trigger user')
    await clone.sql(statement, [process.id])
    const { faults } = await verifyProcesses(clone.db, scene.orgId)
    const mine = faults.filter(({ processId }) => processId === process.id)
    // Nothing of it may disturb the next test.
    for (const table of [
      'event',
      'process_snapshot',
      'task',
      'assignment',
      'process_place',
      'process_activity',
      'process_word',
      'watcher',
    ]) {
      await clone.sql(`delete from ${table} where process_id = $1`, [process.id])
    }
    await clone.sql('delete from process where id = $1', [process.id])
    await clone.sql('alter table event enable trigger user')
    return mine.map(({ message }) => message)
  }

  test.each([
    [
      'what an event says',
      `update event set payload = payload || '{"name": "Other"}' where process_id = $1 and seq = 1`,
      'What event 1 says was changed',
    ],
    ['who did it', `update event set actor = null where process_id = $1 and seq = 2`, 'The chain breaks at event 2'],
    [
      'an event in the middle taken out',
      `delete from event where process_id = $1 and seq = 2`,
      'Event 2 was wanted, event 3 was found',
    ],
    [
      'the last event taken out',
      `delete from event where process_id = $1 and seq = (select max(seq) from event where process_id = $1)`,
      'events were wanted',
    ],
    [
      'the snapshot',
      `update process_snapshot set state = jsonb_set(state::jsonb, '{name}', '"Other"')::json where process_id = $1`,
      'state/name should be',
    ],
    ['the version of the snapshot', `update process_snapshot set version = 1 where process_id = $1`, 'its state 3'],
    [
      'a task row',
      `update task set status = 'completed' where process_id = $1 and task_id = 'ask'`,
      'task/0/status should be "open" and is "completed"',
    ],
    ['an assignment', `delete from assignment where process_id = $1`, 'assignment'],
    [
      'a column of the tracker',
      `update process set tasks_done = 3 where id = $1`,
      'process/tasks_done should be 0 and is 3',
    ],
    [
      'a place in a list',
      `update process_place set milestone = 'last' where process_id = $1`,
      'process_place/0/milestone',
    ],
  ])('%s', async (_, statement, message) => {
    const messages = await tamper(statement)
    expect(messages).toHaveLength(1)
    expect(messages[0]).toContain(message)
  })

  test('a number on a filter chip', async () => {
    await scene.launch(store)
    await clone.sql(
      `insert into process_count_delta (org_id, template_id, listed_as, n) values ($1, $2, 'finished', 5)`,
      [scene.orgId, scene.templateId],
    )
    const messages = (await verifyProcesses(clone.db, scene.orgId)).faults.map(({ message }) => message)
    expect(messages.some((message) => message.includes('The number of finished processes'))).toBe(true)
  })
})

test('what an event said can be erased, and the chain still holds', async () => {
  const { process } = await scene.launch(store)
  const state = () => clone.db.read(scene.orgId, (db) => processState(db, scene.orgId, process.id))
  const before = await state()
  await expect(
    clone.sql('select erase_event_payload($1, $2, 1)', [scene.orgId, process.id]),
    'before its state is kept otherwise',
  ).rejects.toThrow('in no snapshot yet')
  await clone.db.write(scene.orgId, (tx) => erasePayload(tx, scene.orgId, process.id, 1))
  const [event] = await clone.sql('select payload, type from event where process_id = $1 and seq = 1', [process.id])
  expect(event).toEqual({ payload: null, type: 'ProcessLaunched' })
  const { faults } = await verifyProcesses(clone.db, scene.orgId)
  expect(faults.filter(({ processId }) => processId === process.id)).toEqual([])
  expect(await state()).toEqual(before)
})
