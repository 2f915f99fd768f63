import { environment } from '@baton/runtime'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Channel } from './alert.ts'
import { arnOf, metricAlarm, snsEvent, type CloudWatchState } from './test/recorded.ts'
import { startWorld, type TestWorld } from './test/world.ts'

const names = ['first.', 'second.', 'third.']

/** What one alarm goes through: its states in order, each a minute and a bit after the one before. */
const history = fc.array(fc.constantFrom<CloudWatchState>('ALARM', 'OK', 'OK', 'ALARM', 'INSUFFICIENT_DATA'), {
  minLength: 3,
  maxLength: 6,
})

/** What may go wrong with a delivery, and what happens between two of them. */
const delivery = fc.record({
  alarm: fc.nat(names.length - 1),
  /** Which of its transitions is delivered, so they come in any order, repeatedly, or never … */
  nth: fc.nat(5),
  together: fc.boolean(),
  pagerduty: fc.constantFrom('fine', 'fine', 'busy', 'down', 'refuses'),
  slack: fc.constantFrom('fine', 'fine', 'busy', 'down', 'refuses'),
  storeBreaks: fc.boolean(),
  minutes: fc.nat(4),
} as const)

test('whatever the order, repetitions and faults: in the end each channel knows the last state of each alarm', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(history, { minLength: names.length, maxLength: names.length }),
      fc.array(delivery, { maxLength: 15 }),
      async (histories, deliveries) => {
        const world = await startWorld()
        try {
          await live(world, histories, deliveries)
        } finally {
          await world.stop()
        }
      },
    ),
    // The same cases each time: what is judged is what was changed, not luck. ALERTS_SEED looks for others.
    { numRuns: 300, seed: Number(environment['ALERTS_SEED'] ?? 1) },
  )
})

async function live(world: TestWorld, histories: CloudWatchState[][], deliveries: Delivery[]): Promise<void> {
  const transitions = histories.map(transitionsOf)
  const seen = new Map<number, number>()
  let messages = 0
  for (const { alarm, nth, together, pagerduty, slack, storeBreaks, minutes } of deliveries) {
    const one = transitions[alarm]![nth]
    if (!one) continue
    setMood(world, pagerduty, slack)
    world.beforeRequest = storeBreaks && messages++ % 5 === 0 ? () => void (world.broken.store = true) : () => undefined
    const event = snsEvent(metricAlarm(one))
    const calls = together ? [world.call(event, 'same'), world.call(event, 'other')] : [world.call(event)]
    await Promise.allSettled(calls)
    // What Lambda does with a call that failed.
    world.beforeRequest = () => undefined
    world.broken.store = false
    await world.call(event, 'same')
    seen.set(alarm, Math.max(seen.get(alarm) ?? -1, nth))
    await world.minutes(minutes)
  }
  setMood(world, 'fine', 'fine')
  await world.minutes(60)
  expect(await world.store.pending(Infinity, 100)).toEqual([])
  for (const [alarm, name] of names.entries()) {
    // What a channel refused went by mail instead, and the channel never hears of it.
    const refused = (channel: Channel) =>
      world.lines.some((line) => line.includes('"refused"') && line.includes(channel) && line.includes(name))
    const heard = transitions[alarm]!.slice(0, (seen.get(alarm) ?? -1) + 1)
    const delivered = deliveries.filter((one) => one.alarm === alarm).map(({ nth }) => nth)
    const last = heard.at(-1)
    const opened = world.pagerduty.openKeys().filter((key) => key === arnOf(name)).length
    const firm = heard.filter(({ to }, nth) => to !== 'INSUFFICIENT_DATA' && delivered.includes(nth)).at(-1)
    // A transition without data hides older ones that come after it, so there the end of the order decides.
    if (last?.to !== 'INSUFFICIENT_DATA' && !refused('pagerduty')) expect(opened).toBe(firm?.to === 'ALARM' ? 1 : 0)
    if (!last || refused('slack')) continue
    const about = world.slack.messages.filter((message) => message.includes(name)).map(stateTold(name))
    // Only a call that died after telling makes a channel hear the same twice.
    if (!deliveries.some(({ storeBreaks }) => storeBreaks)) {
      expect(about.filter((state, nth) => state === about[nth - 1])).toEqual([])
      expect(world.pagerduty.alerts.every(({ triggers }) => triggers === 1)).toBe(true)
    }
    if (last.to === 'ALARM') expect(about.at(-1)).toBe('ALARM')
    else if (about.length > 0) expect(about.at(-1)).toBe(last.to)
  }
}

type Delivery = typeof delivery extends fc.Arbitrary<infer T> ? T : never

const transitionsOf = (states: CloudWatchState[], alarm: number) =>
  states.map((to, nth) => ({
    name: names[alarm]!,
    from: states[nth - 1] ?? ('OK' as const),
    to,
    at: new Date(Date.parse('2026-03-04T12:00:00.640Z') + nth * 61_000).toISOString(),
    messageId: `${alarm}-${nth}`,
  }))

const answers = {
  fine: undefined,
  busy: { status: 429, body: '', headers: { 'retry-after': '2' } },
  down: { status: 503, body: '' },
  refuses: { status: 400, body: 'no' },
} as const

function setMood(world: TestWorld, pagerduty: keyof typeof answers, slack: keyof typeof answers): void {
  world.pagerduty.always = answers[pagerduty]
  world.slack.always = answers[slack]
}

/** The state a message tells of one alarm, from its line or its title. */
const stateTold = (name: string) => (message: string) => {
  const line = message.split('\n').find((text) => text.includes(name)) ?? ''
  if (line.includes('✅')) return 'OK'
  return line.includes('⚪') ? 'INSUFFICIENT_DATA' : 'ALARM'
}
