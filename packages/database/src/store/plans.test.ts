import { type ClonedDatabase, cloneDatabase } from '@baton/testing'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { buildScene, openStore, type Scene } from '../test/scene.ts'
import { FreshPlans } from './plans.ts'

let clone: ClonedDatabase
let scene: Scene

beforeAll(async () => {
  clone = await cloneDatabase()
  scene = await buildScene(clone)
})
afterAll(() => clone.drop())

test('plans are made anew often while a connection is young, and now and then for ever', () => {
  const plans = new FreshPlans()
  const [young, old] = [{}, {}]
  const due = (connection: object, batches: number) =>
    Array.from({ length: batches }, (_, n) => n + 1).filter(() => plans.due(connection))
  expect(due(old, 3500)).toEqual([2, 4, 8, 16, 32, 64, 128, 256, 512, 1024, 2048, 3072])
  expect(due(young, 4)).toEqual([2, 4])
})

test('what a batch reads does not grow with what its organization holds', async () => {
  const processes = 5000
  // Both tables are empty when the first plans are made.
  const store = openStore(clone, { connections: 1 })
  await Promise.all(Array.from({ length: processes }, () => scene.launch(store)))
  // What a connection counted is there to be read once it has ended.
  await store.close()
  const [read] = await clone.sql<{ rows: number }>(
    `select sum(idx_tup_read)::int as rows from pg_stat_user_indexes where relname in ('assignment', 'task')`,
  )
  // A launch looks up none of these rows. To read them all would be 7,500 of each table in an average batch; the first
  // batches may.
  expect(read!.rows).toBeLessThan(processes * 20)
})
