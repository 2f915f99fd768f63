import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { dynamoStore } from './dynamo-store.ts'
import { change, Contended, memoryStore, type Store } from './store.ts'
import { startDynamo } from './test/dynamo-server.ts'

const later = { expiresAt: Date.parse('2026-06-01T00:00:00.500Z') }

/** Each store keeps the same promises. */
describe.each(['memory', 'DynamoDB'])('the store in %s', (kind) => {
  let store: Store
  let stop = async () => undefined as void
  beforeEach(async () => {
    if (kind === 'memory') {
      store = memoryStore()
      return
    }
    const server = await startDynamo()
    const credentials = { accessKeyId: 'a', secretAccessKey: 'b' }
    store = dynamoStore(new DynamoDBClient({ region: 'eu-central-1', endpoint: server.url, credentials }), 'alerts')
    stop = server.stop
  })
  afterEach(() => stop())

  test('gives back what was written, with its version', async () => {
    expect(await store.read('a')).toBeUndefined()
    expect(await store.write('a', { text: 'é😀', deep: [1, null] }, { version: 0, ...later })).toBe(true)
    expect(await store.read('a')).toEqual({ value: { text: 'é😀', deep: [1, null] }, version: 1 })
  })

  test('refuses to write over what it was not shown, and changes nothing then', async () => {
    await store.write('a', 1, { version: 0, ...later })
    expect(await store.write('a', 2, { version: 0, ...later })).toBe(false)
    expect(await store.write('a', 2, { version: 7, ...later })).toBe(false)
    expect(await store.read('a')).toEqual({ value: 1, version: 1 })
    expect(await store.write('a', 2, { version: 1, ...later })).toBe(true)
  })

  test('finds what is pending by its time, the longest waiting first, until it is done', async () => {
    await store.write('late', 1, { version: 0, pendingAt: 300, ...later })
    await store.write('second', 1, { version: 0, pendingAt: 200, ...later })
    await store.write('first', 1, { version: 0, pendingAt: 100, ...later })
    await store.write('done', 1, { version: 0, ...later })
    expect(await store.pending(250, 10)).toEqual(['first', 'second'])
    expect(await store.pending(1000, 1)).toEqual(['first'])
    await store.write('first', 1, { version: 1, ...later })
    expect(await store.pending(250, 10)).toEqual(['second'])
  })

  test('loses no change of many at once', async () => {
    const add = () =>
      change<number>(
        store,
        'sum',
        () => later,
        (sum = 0) => sum + 1,
      )
    await Promise.all(Array.from({ length: 8 }, add))
    expect((await store.read('sum'))?.value).toBe(8)
  })
})

test('a change that never gets its turn says so', async () => {
  const store: Store = { ...memoryStore(), write: async () => false }
  await expect(
    change(
      store,
      'a',
      () => later,
      () => 1,
    ),
  ).rejects.toThrow(Contended)
})
