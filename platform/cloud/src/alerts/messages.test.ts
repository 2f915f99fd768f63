import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { bounded, type Alert } from './alert.ts'
import { fallbackMail } from './mail.ts'
import { dedupKey, pagerDutyEvent } from './pagerduty.ts'
import { slackDigests, slackMessage } from './slack-message.ts'
import { startPagerDuty, type PagerDutyServer } from './test/pagerduty-server.ts'
import { startSlack, type SlackServer } from './test/slack-server.ts'
import { cut, duration } from './text.ts'

const surroundings = { stage: 'production', region: 'eu-central-1', repository: 'https://github.example/' }
const routingKey = 'R0123456789abcdef0123456789abcde'

const words = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc.constantFrom(...['<&>', 'é😀', '\n', '`', '"\\', '\u0000'].map((text) => text.repeat(20_000))),
)
const filled = words.filter((text) => text.trim() !== '')

const anyAlert = fc
  .record({
    subject: filled,
    kind: fc.constantFrom<Alert['kind']>('alarm', 'report', 'change'),
    state: fc.constantFrom<Alert['state']>('alarm', 'ok', 'no-data', 'report'),
    severity: fc.constantFrom<Alert['severity']>('critical', 'warning', 'info'),
    title: filled,
    says: fc.option(filled, { nil: undefined }),
    reason: filled,
    changedAt: fc.constant('2026-03-04T12:00:00.000Z'),
    publishedAt: fc.constant('2026-03-04T12:00:00.000Z'),
    wasAlarm: fc.boolean(),
    metric: fc.option(filled, { nil: undefined }),
    children: fc.option(fc.array(filled, { minLength: 1 }), { nil: undefined }),
    runbook: fc.option(filled, { nil: undefined }),
    console: fc.option(fc.webUrl(), { nil: undefined }),
    messageId: filled,
  })
  .map(bounded)

describe('whatever an alert holds', () => {
  let pagerduty: PagerDutyServer
  let slack: SlackServer
  let at = 0
  beforeEach(async () => {
    pagerduty = await startPagerDuty(routingKey, () => (at += 2000))
    slack = await startSlack(() => (at += 2000))
  })
  afterEach(async () => void (await Promise.all([pagerduty.stop(), slack.stop()])))

  const post = async (url: string, body: string) => (await fetch(url, { method: 'POST', body })).status

  test('PagerDuty takes it', async () => {
    await fc.assert(
      fc.asyncProperty(anyAlert, async (alert) => {
        const { path, body } = pagerDutyEvent(alert, routingKey, surroundings)
        expect(await post(pagerduty.url + path, body)).toBe(202)
      }),
      { numRuns: 200 },
    )
  })

  test('Slack takes it, alone and among others', async () => {
    const telling = fc.record({
      alert: anyAlert,
      unseen: fc.nat(30),
      since: fc.constantFrom(undefined, '2026-03-04T11:00:00.000Z'),
    })
    await fc.assert(
      fc.asyncProperty(fc.array(telling, { minLength: 1, maxLength: 45 }), async (tellings) => {
        expect(await post(slack.webhookUrl, JSON.stringify(slackMessage(tellings[0]!, surroundings)))).toBe(200)
        const digests = slackDigests(tellings, surroundings)
        for (const { message } of digests) expect(await post(slack.webhookUrl, JSON.stringify(message))).toBe(200)
        expect(digests.flatMap((digest) => digest.tellings)).toHaveLength(tellings.length)
      }),
      { numRuns: 60 },
    )
  })

  test('SNS takes its mail: a subject of printable ASCII below 100 characters, a text below 256 KB', () => {
    fc.assert(
      fc.property(fc.array(anyAlert, { minLength: 1, maxLength: 40 }), (alerts) => {
        const { subject, text } = fallbackMail(
          alerts.map((alert) => ({ alert, channel: 'slack' as const, why: 'it answered 500' })),
          surroundings,
        )
        expect(subject).toMatch(/^[\x21-\x7E][\x20-\x7E]{0,98}$/)
        expect(Buffer.byteLength(text)).toBeLessThan(256 * 1024)
      }),
      { numRuns: 100 },
    )
  })
})

test('a title of nothing but control characters and white space is replaced by words', () => {
  const { title } = bounded({ ...someAlert, title: ' \u0000\n' })
  expect(title).toBe('An alert without a title')
})

test('an event of more than 512 KB is cut to fit, and says so', () => {
  const { body } = pagerDutyEvent({ ...someAlert, reason: '\u0000'.repeat(200_000) }, routingKey, surroundings)
  expect(Buffer.byteLength(body)).toBeLessThanOrEqual(512 * 1024)
  expect(body).toContain('characters cut)')
})

test('subjects longer than PagerDuty takes stay apart, and the same subject keeps its key', () => {
  const long = 'arn:aws:cloudwatch:eu-central-1:123456789012:alarm:'.padEnd(300, 'x')
  expect(dedupKey(long)).toHaveLength(255)
  expect(dedupKey(long)).toBe(dedupKey(long))
  expect(dedupKey(`${long}1`)).not.toBe(dedupKey(`${long}2`))
  expect(dedupKey('arn:short')).toBe('arn:short')
})

test('a cut text tells how much is missing and holds no half characters', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 200 }), fc.integer({ min: 30, max: 100 }), (text, limit) => {
      const short = cut(text, limit)
      expect(short.length).toBeLessThanOrEqual(limit)
      expect(short.isWellFormed()).toBe(true)
    }),
  )
})

test('durations are told in the two largest units', () => {
  expect([-1, 0, 45_000, 300_000, 3_900_000, 183_600_000].map(duration)).toEqual([
    '0 s',
    '0 s',
    '45 s',
    '5 min',
    '1 h 5 min',
    '2 d 3 h',
  ])
})

const someAlert: Alert = {
  subject: 'arn:a',
  kind: 'alarm',
  state: 'alarm',
  severity: 'critical',
  title: 'a',
  reason: 'b',
  changedAt: '2026-03-04T12:00:00.000Z',
  publishedAt: '2026-03-04T12:00:00.000Z',
  wasAlarm: false,
  messageId: 'm',
}
