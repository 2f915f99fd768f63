import type { UserError } from '@baton/engine'
import { type ClonedDatabase, cloneDatabase, until } from '@baton/testing'
import pg from 'pg'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { changeChannel, type ProcessStore, verifyProcesses } from '../index.ts'
import { buildScene, openStore, recordOf, type Scene } from '../test/scene.ts'

let clone: ClonedDatabase
let scene: Scene
let store: ProcessStore
let other: ProcessStore

beforeAll(async () => {
  clone = await cloneDatabase()
  scene = await buildScene(clone)
  store = openStore(clone)
  other = openStore(clone)
})
afterEach(async () => {
  expect((await verifyProcesses(clone.db)).faults).toEqual([])
})
afterAll(async () => {
  await store.close()
  await other.close()
  await clone.drop()
})

const launched = async () => (await scene.launch(store)).process.id
const oneTo = (n: number) => Array.from({ length: n }, (_, index) => index + 1)
const codes = (results: PromiseSettledResult<unknown>[]) =>
  results.map((result) => (result.status === 'fulfilled' ? 'done' : (result.reason as UserError).code))

describe('commands that race on one process', () => {
  test('two completions of one task: one completes it, the other changes nothing', async () => {
    const id = await launched()
    const complete = { type: 'complete', taskId: 'check' } as const
    const results = await Promise.all([scene.act(store, id, complete), scene.act(other, id, complete)])
    expect(results.map(({ events }) => events.length).sort()).toEqual([0, 2])
    expect((await recordOf(clone, id)).types.filter((type) => type === 'TaskCompleted')).toHaveLength(1)
  })

  test('opposite decisions of two approvers: the second is refused', async () => {
    const id = await launched()
    const results = await Promise.allSettled([
      scene.act(store, id, { type: 'complete', taskId: 'approve', outcome: 'approved' }),
      scene.act(other, id, { type: 'complete', taskId: 'approve', outcome: 'rejected', reason: 'No.' }),
    ])
    expect(codes(results).sort()).toEqual(['done', 'task_not_open'])
  })

  test('a completion against a reopening of the task before it leaves one of the two orders', async () => {
    for (let round = 0; round < 10; round += 1) {
      const id = await launched()
      await scene.act(store, id, { type: 'complete', taskId: 'check' })
      const results = await Promise.allSettled([
        scene.act(store, id, { type: 'complete', taskId: 'pay' }),
        scene.act(other, id, { type: 'reopen', taskId: 'check' }),
      ])
      const { types } = await recordOf(clone, id)
      const completed = types.filter((type) => type === 'TaskCompleted').length
      expect([codes(results)[0], completed]).toEqual(codes(results)[0] === 'done' ? ['done', 2] : ['task_not_open', 1])
    }
  })

  test('64 writers on one process each get their own version, without a gap', async () => {
    const id = await launched()
    const before = (await recordOf(clone, id)).seqs.length
    const results = await Promise.all(
      oneTo(64).map((n) =>
        scene.act(n % 2 ? store : other, id, { type: 'comment', commentId: crypto.randomUUID(), text: `Number ${n}` }),
      ),
    )
    expect(results.map(({ process }) => process.version).sort((a, b) => a - b)).toEqual(
      oneTo(64).map((n) => before + n),
    )
    expect((await recordOf(clone, id)).seqs).toEqual(oneTo(before + 64))
  })

  test('two nodes that change the same processes in opposite order do not block each other', async () => {
    const ids = await Promise.all(oneTo(40).map(launched))
    const comment = (by: ProcessStore, id: string) =>
      scene.act(by, id, { type: 'comment', commentId: crypto.randomUUID(), text: 'Hello' })
    const started = performance.now()
    await Promise.all([...ids.map((id) => comment(store, id)), ...ids.toReversed().map((id) => comment(other, id))])
    expect(performance.now() - started).toBeLessThan(5000)
  })
})

test('a store decides on what stands in the database, whoever wrote it, and not on what it remembers', async () => {
  const id = await launched()
  const seen: string[] = []
  const look = () =>
    store.change(scene.orgId, id, ({ name }) => {
      seen.push(name)
      return []
    })
  await scene.act(store, id, { type: 'rename', name: 'Invoice 7' })
  await look()
  await scene.act(other, id, { type: 'rename', name: 'By another node' })
  await look()
  await scene.act(store, id, { type: 'rename', name: 'Here again' })
  await look()
  expect(seen).toEqual(['Invoice 7', 'By another node', 'Here again'])
})

describe('a batch', () => {
  test('a refused command leaves its neighbours alone and no trace of itself', async () => {
    const ids = await Promise.all(oneTo(6).map(launched))
    const results = await Promise.allSettled(
      ids.map((id, index) => scene.act(store, id, { type: 'complete', taskId: index % 2 ? 'pay' : 'check' })),
    )
    expect(codes(results)).toEqual(['done', 'task_not_open', 'done', 'task_not_open', 'done', 'task_not_open'])
    const records = await Promise.all(ids.map((id) => recordOf(clone, id)))
    expect(records.map(({ jobs }) => jobs.length)).toEqual([2, 1, 2, 1, 2, 1])
  })

  test('a command that throws something unexpected is the only one to fail', async () => {
    const ids = await Promise.all(oneTo(3).map(launched))
    const results = await Promise.allSettled([
      scene.act(store, ids[0]!, { type: 'complete', taskId: 'check' }),
      store.change(scene.orgId, ids[1]!, () => {
        throw new TypeError('broken')
      }),
      scene.act(store, ids[2]!, { type: 'complete', taskId: 'check' }),
    ])
    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled'])
  })

  test('what the database refuses hurts only the command it is in', async () => {
    const ids = await Promise.all(oneTo(3).map(launched))
    const results = await Promise.allSettled([
      scene.act(store, ids[0]!, { type: 'complete', taskId: 'check' }),
      // No such instant: found out by the database, in the middle of the batch.
      store.change(scene.orgId, ids[1]!, () => [{ type: 'ProcessArchived', at: 'yesterday, or so', by: scene.ana.id }]),
      scene.act(store, ids[2]!, { type: 'comment', commentId: crypto.randomUUID(), text: 'a\u0000b' }),
      scene.act(store, ids[2]!, { type: 'complete', taskId: 'check' }),
    ])
    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'rejected', 'fulfilled'])
    expect(codes(results)[2]).toBe('invalid_request')
  })

  test('several commands on one process in one batch see each other in order', async () => {
    const id = await launched()
    const batches: number[] = []
    const watched = openStore(clone, { onBatch: ({ commands }) => batches.push(commands) })
    const [first, second] = await Promise.all([
      scene.act(watched, id, { type: 'complete', taskId: 'check' }),
      scene.act(watched, id, { type: 'complete', taskId: 'pay' }),
    ])
    await watched.close()
    expect(batches).toEqual([2])
    expect(second.process.version).toBeGreaterThan(first.process.version)
    expect(second.process.tasks.find(({ id: task }) => task === 'pay')?.status).toBe('completed')
  })

  test('is announced once, naming the organizations it touched', async () => {
    const listener = new pg.Client({ connectionString: clone.ownerUrl })
    await listener.connect()
    const heard: string[] = []
    listener.on('notification', ({ payload }) => heard.push(payload ?? ''))
    await listener.query(`listen ${changeChannel}`)
    await Promise.all(oneTo(20).map(() => scene.launch(store)))
    await listener.query('select 1')
    await listener.end()
    expect(heard).toEqual([JSON.stringify([scene.orgId])])
  })

  test('of several organizations keeps them apart', async () => {
    const elsewhere = await buildScene(clone)
    const [here, there] = await Promise.all([scene.launch(store), elsewhere.launch(store)])
    await expect(elsewhere.act(store, here.process.id, { type: 'archive' })).rejects.toMatchObject({
      code: 'process_not_found',
    })
    const rows = await clone.sql('select org_id from process where id = any($1)', [[here.process.id, there.process.id]])
    expect(rows.map(({ org_id }) => org_id).sort()).toEqual([scene.orgId, elsewhere.orgId].sort())
  })
})

describe('a repeated request', () => {
  const once = (key: string, requestHash = 'a') => ({
    idempotency: { actorId: scene.ana.id, key, requestHash },
    respond: ({ version }: { version: number }) => ({ version }),
  })

  test('gets the first answer again and changes nothing', async () => {
    const id = await launched()
    const comment = { type: 'comment', commentId: crypto.randomUUID(), text: 'Once' } as const
    const first = await scene.act(store, id, comment, once('comment'))
    const again = await scene.act(other, id, comment, once('comment'))
    expect([first.replayed, again.replayed]).toEqual([false, true])
    expect(again.response).toEqual(first.response)
    expect((await recordOf(clone, id)).types.filter((type) => type === 'CommentAdded')).toHaveLength(1)
  })

  test('launches once, whether it comes at the same moment, in the same batch or by another node', async () => {
    const results = await Promise.all([
      scene.launch(store, once('launch')),
      scene.launch(store, once('launch')),
      scene.launch(other, once('launch')),
      scene.launch(other, once('launch')),
    ])
    expect(results.filter(({ replayed }) => !replayed)).toHaveLength(1)
    expect(new Set(results.map(({ response }) => JSON.stringify(response))).size).toBe(1)
  })

  test('with another body is refused', async () => {
    const id = await launched()
    await scene.act(store, id, { type: 'rename', name: 'One' }, once('rename', 'one'))
    await expect(scene.act(store, id, { type: 'rename', name: 'Two' }, once('rename', 'two'))).rejects.toMatchObject({
      code: 'idempotency_mismatch',
    })
    expect((await clone.sql('select name from process where id = $1', [id]))[0]?.name).toBe('One')
  })

  test('after a refusal is tried again: only what was done is remembered', async () => {
    const id = await launched()
    const pay = { type: 'complete', taskId: 'pay' } as const
    await expect(scene.act(store, id, pay, once('pay'))).rejects.toMatchObject({ code: 'task_not_open' })
    await scene.act(store, id, { type: 'complete', taskId: 'check' })
    expect((await scene.act(store, id, pay, once('pay'))).replayed).toBe(false)
  })

  test('keys of one person are not those of another', async () => {
    const id = await launched()
    await scene.act(store, id, { type: 'rename', name: 'Of Ana' }, once('mine'))
    const ofBen = { ...once('mine'), idempotency: { actorId: scene.ben.id, key: 'mine', requestHash: 'b' } }
    expect((await scene.act(store, id, { type: 'rename', name: 'Again' }, ofBen)).replayed).toBe(false)
  })
})

test('a process with an id that is taken is refused', async () => {
  const { process } = await scene.launch(store)
  const launch = {
    processId: process.id,
    templateId: scene.templateId,
    templateVersion: 1,
    decide: () => [
      {
        type: 'ProcessLaunched' as const,
        at: new Date().toISOString(),
        by: scene.ana.id,
        templateId: scene.templateId,
        templateVersion: 1,
        name: 'Twice',
        answers: {},
        tasks: [],
      },
    ],
  }
  await expect(store.launch(scene.orgId, launch)).rejects.toMatchObject({ code: 'already_exists' })
  expect((await clone.sql('select name from process where id = $1', [process.id]))[0]?.name).toBe(process.name)
})

test('a batch that is held up by a lock holds nobody else up', async () => {
  const [locked, free] = await Promise.all([launched(), launched()])
  const holder = new pg.Client(clone.ownerUrl)
  await holder.connect()
  try {
    await holder.query('begin')
    await holder.query('select 1 from process where id = $1 for update', [locked])
    let done = false
    const held = scene.act(store, locked, { type: 'rename', name: 'Held' }).finally(() => (done = true))
    await until('the batch to wait for the lock', async () => {
      const waiting = `select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`
      return (await clone.sql(waiting)).length > 0
    })
    expect((await scene.act(store, free, { type: 'rename', name: 'Free' })).process.name).toBe('Free')
    expect(done).toBe(false)
    await holder.query('rollback')
    expect((await held).process.name).toBe('Held')
  } finally {
    await holder.end()
  }
})

test('a store that is closing finishes what was asked for and takes no more', async () => {
  const closing = openStore(clone)
  const asked = scene.launch(closing)
  const closed = closing.close()
  await expect(scene.launch(closing)).rejects.toThrow('Baton is stopping')
  expect((await asked).process.version).toBeGreaterThan(0)
  await closed
})
