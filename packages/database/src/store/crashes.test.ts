import { type ClonedDatabase, cloneDatabase, until } from '@baton/testing'
import pg from 'pg'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { type ProcessStore, verifyProcesses } from '../index.ts'
import { type Cuttable, cuttable } from '../test/cuttable.ts'
import { buildScene, openStore, recordOf, type Scene } from '../test/scene.ts'

let clone: ClonedDatabase
let scene: Scene
let wire: Cuttable
let store: ProcessStore

beforeAll(async () => {
  clone = await cloneDatabase()
  scene = await buildScene(clone)
  wire = await cuttable(clone.ownerUrl)
  store = openStore({ ...clone, ownerUrl: wire.url })
})
afterEach(async () => {
  expect((await verifyProcesses(clone.db)).faults).toEqual([])
})
afterAll(async () => {
  await store.close()
  await wire.close()
  await clone.drop()
})

const write = 'with changed as ('
const comment = (id: string, text: string) =>
  scene.act(store, id, { type: 'comment', commentId: crypto.randomUUID(), text })
const comments = async (id: string) =>
  (await recordOf(clone, id)).types.filter((type) => type === 'CommentAdded').length

test.each([
  ['before anything of it is sent', 'begin; ', 'before'],
  ['between reading and writing', 'commit', 'before'],
  ['after writing, before the commit is known', 'commit', 'after'],
] as const)('a connection that is lost %s neither loses nor doubles what was asked for', async (_, text, when) => {
  const ids = await Promise.all(Array.from({ length: 8 }, async () => (await scene.launch(store)).process.id))
  const before = wire.cuts()
  wire.cutAt(text, when)
  const results = await Promise.all(ids.map((id) => comment(id, 'Hello')))
  expect(wire.cuts()).toBe(before + 1)
  expect(results.map(({ events }) => events.length)).toEqual(ids.map(() => 1))
  for (const id of ids) {
    expect(await comments(id)).toBe(1)
    expect((await recordOf(clone, id)).jobs).toHaveLength(2)
  }
})

test('a connection that is lost again and again does no harm either', async () => {
  const { process } = await scene.launch(store)
  wire.cutAt('commit', 'after', 2)
  await Promise.all([comment(process.id, 'One'), comment(process.id, 'Two')])
  wire.cutAt('commit', 'before', 3)
  await Promise.all([comment(process.id, 'Three'), comment(process.id, 'Four')])
  expect(await comments(process.id)).toBe(4)
})

test('a backend that is ended in the middle of writing leaves nothing half done', async () => {
  const ids = await Promise.all(Array.from({ length: 5 }, async () => (await scene.launch(store)).process.id))
  const blocker = new pg.Client({ connectionString: clone.ownerUrl })
  await blocker.connect()
  await blocker.query('begin; lock table change in exclusive mode')
  const asked = Promise.all(ids.map((id) => scene.act(store, id, { type: 'complete', taskId: 'check' })))
  // It has written events, tasks and assignments by then, and waits to write the change notices.
  const pid = await until('the batch waits for the lock', async () => {
    const rows = await clone.sql<{ pid: number }>(
      `select pid from pg_stat_activity where wait_event_type = 'Lock' and query like $1 and datname = current_database()`,
      [`%${write}%`],
    )
    return rows[0]?.pid
  })
  await clone.sql('select pg_terminate_backend($1)', [pid])
  await blocker.query('rollback')
  await blocker.end()
  for (const { events } of await asked) expect(events.map(({ type }) => type)).toContain('TaskCompleted')
  for (const id of ids) {
    const { types, jobs } = await recordOf(clone, id)
    expect(types.filter((type) => type === 'TaskCompleted')).toHaveLength(1)
    expect(jobs).toHaveLength(2)
  }
})

test('jobs vanish with the transaction they were queued in', async () => {
  const before = await clone.sql('select count(*) as n from graphile_worker._private_jobs')
  const failing = openStore(clone, {
    jobsFor: () => [
      { task: 'follow', payload: {} },
      { task: 'follow', payload: {}, runAt: 'no instant' },
    ],
  })
  await expect(scene.launch(failing)).rejects.toThrow('invalid input syntax')
  await failing.close()
  expect(await clone.sql('select count(*) as n from graphile_worker._private_jobs')).toEqual(before)
})

test('while the database cannot be reached nothing is acknowledged, and the word is to try again', async () => {
  const gone = await cuttable(clone.ownerUrl)
  const impatient = openStore({ ...clone, ownerUrl: gone.url }, { patience: 300 })
  const { process } = await scene.launch(impatient)
  await gone.close()
  const refused = scene.act(impatient, process.id, { type: 'rename', name: 'Lost' })
  await expect(refused).rejects.toThrow(/could not be reached. Nothing was recorded/)
  await impatient.close()
  expect((await clone.sql('select name from process where id = $1', [process.id]))[0]?.name).toBe(process.name)
})
