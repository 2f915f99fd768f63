import { memoryQueues, type QueueDoor } from '@baton/integrations'
import { newId, silentLog } from '@baton/runtime'
import { until } from '@baton/testing'
import { asyncProperty, array, assert as check, constantFrom } from 'fast-check'
import { expect, test } from 'vitest'
import type { JobMessage } from './message.ts'
import { createRelay } from './relay.ts'

const job = (): JobMessage => ({ kind: 'send-mail', payload: { orgId: newId(), mailId: newId() }, key: newId() })
const atOnce = () => new Promise<void>((resolve) => setImmediate(resolve))

test('jobs that come together share a batch of ten, and none waits for company', async () => {
  const door = memoryQueues()
  const relay = createRelay({ door, log: silentLog })
  await relay.handOn('mail', job())
  await Promise.all(Array.from({ length: 25 }, () => relay.handOn('mail', job())))
  expect(door.sent.map(({ messages }) => messages.length)).toEqual([1, 10, 10, 5])
})

test('a queue that is away is asked again for as long as it takes, ever less often, and nothing is lost', async () => {
  const door = Object.assign(memoryQueues(), { failing: new Error('away') as Error | undefined })
  const pauses: number[] = []
  const relay = createRelay({
    door,
    log: silentLog,
    pause: async (milliseconds) => {
      pauses.push(milliseconds)
      if (pauses.length === 12) delete door.failing
      await atOnce()
    },
  })
  const message = job()
  await relay.handOn('mail', message)
  expect(door.sent).toEqual([{ queue: 'mail', messages: [{ kind: 'send-mail', body: JSON.stringify(message) }] }])
  expect(pauses).toHaveLength(12)
  expect(Math.max(...pauses)).toBeLessThanOrEqual(30_000)
  expect(pauses.at(-1)).toBeGreaterThan(10_000)
})

test('one queue that is away does not hold up another', async () => {
  const door = memoryQueues()
  const send: QueueDoor['send'] = (queue, messages) =>
    queue === 'away' ? Promise.reject(new Error('away')) : door.send(queue, messages)
  const relay = createRelay({ door: { ...door, send }, log: silentLog })
  const stuck = relay.handOn('away', job())
  stuck.catch(() => {})
  await relay.handOn('mail', job())
  expect(relay.waiting).toBe(1)
  await relay.stop()
  await expect(stuck).rejects.toThrow('stays in the database')
})

test('a relay that was stopped takes nothing more', async () => {
  const relay = createRelay({ door: memoryQueues(), log: silentLog })
  await relay.stop()
  await expect(relay.handOn('mail', job())).rejects.toThrow('stays in the database')
})

test('whatever the queue answers, a job is done exactly when the queue has it', async () => {
  await check(
    asyncProperty(
      array(array(constantFrom('yes', 'no', 'never', 'away'), { minLength: 1 }), { maxLength: 30 }),
      async (script) => {
        const has = new Set<string>()
        const answers = script.flat()
        let at = 0
        const door: QueueDoor = {
          close() {},
          async send(_, messages) {
            await atOnce()
            const answer = answers[at] ?? 'yes'
            at += 1
            if (answer === 'away') throw new Error('away')
            return messages.map(({ body }) => {
              if (answer !== 'yes') return { taken: false, because: answer, forGood: answer === 'never' }
              has.add(body)
              return { taken: true }
            })
          },
        }
        const relay = createRelay({ door, log: silentLog, pause: atOnce })
        const jobs = script.map(job)
        const ends = await Promise.allSettled(jobs.map((message) => relay.handOn('mail', message)))
        ends.forEach(({ status }, index) => expect(status === 'fulfilled').toBe(has.has(JSON.stringify(jobs[index]))))
        await until('nothing to wait', () => relay.waiting === 0)
      },
    ),
    { numRuns: 50 },
  )
})
