import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import {
  alarmEvent,
  arnOf,
  beanstalkDeployment,
  budget,
  compositeAlarm,
  metricAlarm,
  queued,
  snsEvent,
  type Transition,
} from './test/recorded.ts'
import { routingKey, startWorld, type TestWorld } from './test/world.ts'

const noon = '2026-03-04T12:00:00.640Z'
const fivePast = '2026-03-04T12:05:00.640Z'
const slow = arnOf('baton-production-ApiSlow')

let world: TestWorld
beforeEach(async () => void (world = await startWorld()))
afterEach(() => world.stop())

const tell = (transition: Transition, id?: string) => world.call(snsEvent(metricAlarm(transition)), id)
const unavailable = { status: 503, body: 'down' }

describe('an alarm', () => {
  test('wakes somebody, stands in Slack with where to go, and writes no mail', async () => {
    await tell({ to: 'ALARM', at: noon })
    expect(world.pagerduty.alerts).toMatchObject([
      {
        key: slow,
        severity: 'critical',
        open: true,
        triggers: 1,
        summary: 'baton-production-ApiSlow: People wait longer than a second for each page.',
      },
    ])
    expect(world.slack.messages).toHaveLength(1)
    const [message] = world.slack.messages
    expect(message).toContain('🔴 baton-production-ApiSlow')
    expect(message).toContain('People wait longer than a second')
    expect(message).toContain('Threshold Crossed: 3 out of the last 3 datapoints')
    expect(message).toContain('production, eu-central-1')
    expect(message).toContain('<https://github.example/baton/blob/main/docs/runbooks/api-slow.md|Runbook>')
    expect(message).toContain('|Dashboard>')
    expect(message).toContain('|Console>')
    expect(world.mails).toEqual([])
  })

  test('is resolved when it ends, and Slack says after how long', async () => {
    await tell({ to: 'ALARM', at: noon })
    world.advance(300_000)
    await tell({ to: 'OK', from: 'ALARM', at: fivePast })
    expect(world.pagerduty.openKeys()).toEqual([])
    expect(world.pagerduty.dropped).toEqual([])
    expect(world.slack.messages[1]).toContain('✅ Over: baton-production-ApiSlow (after 5 min)')
  })

  test('is told as its severity asks for', async () => {
    await tell({ to: 'ALARM', at: noon, severity: 'warning', name: 'w' })
    await tell({ to: 'ALARM', at: noon, severity: 'info', name: 'i' })
    expect(world.pagerduty.alerts).toEqual([])
    expect(world.slack.messages).toHaveLength(1)
    await world.minutes(16)
    expect(world.slack.messages).toHaveLength(2)
    expect(world.slack.messages[1]).toContain('1 alerts in production')
    expect(world.slack.messages[1]).toContain('🔵 *i*')
  })

  test('works the same for composite alarms and through a queue', async () => {
    await world.call(queued(snsEvent(compositeAlarm({ to: 'ALARM', at: noon }))))
    expect(world.pagerduty.openKeys()).toEqual([arnOf('baton-production-ApiDown')])
    await world.call(snsEvent(compositeAlarm({ to: 'OK', from: 'ALARM', at: fivePast })))
    expect(world.pagerduty.openKeys()).toEqual([])
    expect(world.slack.messages).toHaveLength(2)
  })

  test('that is held back during a deployment wakes nobody and is read later', async () => {
    await world.call(snsEvent(alarmEvent({ to: 'ALARM', at: noon, suppressedBy: 'Alarm' })))
    expect(world.pagerduty.requests + world.slack.requests).toBe(0)
    await world.minutes(16)
    expect(world.slack.messages).toHaveLength(1)
    expect(world.pagerduty.requests).toBe(0)
  })

  test('that is new and goes from no data to ok is no news', async () => {
    await tell({ to: 'OK', from: 'INSUFFICIENT_DATA', at: noon })
    await world.minutes(20)
    expect(world.pagerduty.requests + world.slack.requests + world.mails.length).toBe(0)
  })

  test('without data keeps its incident open and says so in Slack', async () => {
    await tell({ to: 'ALARM', at: noon })
    await tell({ to: 'INSUFFICIENT_DATA', from: 'ALARM', at: fivePast })
    expect(world.pagerduty.openKeys()).toEqual([slow])
    expect(world.slack.messages[1]).toContain('⚪ No data: baton-production-ApiSlow')
    await tell({ to: 'OK', from: 'INSUFFICIENT_DATA', at: '2026-03-04T12:06:00.000Z' })
    expect(world.pagerduty.openKeys()).toEqual([])
    expect(world.slack.messages[2]).toContain('✅ Over')
  })
})

describe('what comes twice, late or often', () => {
  test('the same message is told once, however often it is delivered and by whichever call', async () => {
    const event = snsEvent(metricAlarm({ to: 'ALARM', at: noon }))
    await Promise.all([world.call(event), world.call(event), world.call(event)])
    await world.call(event)
    expect(world.pagerduty.alerts).toMatchObject([{ triggers: 1 }])
    expect(world.slack.messages).toHaveLength(1)
  })

  test('the same transition in two messages is told once', async () => {
    await tell({ to: 'ALARM', at: noon, messageId: 'a' })
    await tell({ to: 'ALARM', at: noon, messageId: 'b' })
    expect(world.slack.messages).toHaveLength(1)
    expect(world.pagerduty.requests).toBe(1)
  })

  test('a beginning that arrives after its end opens nothing', async () => {
    await tell({ to: 'OK', from: 'ALARM', at: fivePast })
    await tell({ to: 'ALARM', at: noon })
    expect(world.pagerduty.openKeys()).toEqual([])
    expect(world.slack.messages.at(-1)).toContain('✅ Over')
  })

  test('an alarm that flaps 20 times is told a few times, and its last state gets through', async () => {
    for (let flap = 0; flap < 20; flap++) {
      const at = (seconds: number) => new Date(Date.parse(noon) + flap * 20_000 + seconds * 1000).toISOString()
      await tell({ to: 'ALARM', at: at(0) })
      world.advance(10_000)
      await tell({ to: 'OK', from: 'ALARM', at: at(10) })
      world.advance(10_000)
    }
    // Two ends are told; the third is held until it is quiet, and while it is, new beginnings are no news.
    expect(world.slack.messages).toHaveLength(5)
    expect(world.pagerduty.alerts).toHaveLength(3)
    expect(world.pagerduty.openKeys()).toEqual([slow])
    await world.minutes(11)
    expect(world.pagerduty.openKeys()).toEqual([])
    expect(world.slack.messages).toHaveLength(6)
    expect(world.slack.messages.at(-1)).toContain('✅ Over')
    expect(world.slack.messages.at(-1)).toMatch(/35 times since the last message/)
  })

  test('a flapping alarm that stays is told at once', async () => {
    for (let flap = 0; flap < 5; flap++) {
      const at = (seconds: number) => new Date(Date.parse(noon) + flap * 20_000 + seconds * 1000).toISOString()
      await tell({ to: 'ALARM', at: at(0) })
      await tell({ to: 'OK', from: 'ALARM', at: at(10) })
    }
    await tell({ to: 'ALARM', at: '2026-03-04T12:09:00.000Z' })
    expect(world.pagerduty.openKeys()).toEqual([slow])
  })

  test('a storm of 100 alarms opens 100 incidents, and is a handful of messages that name each one', async () => {
    const names = Array.from({ length: 100 }, (_, index) => `storm-${String(index).padStart(3, '0')}.`)
    for (const name of names) {
      await tell({ name, to: 'ALARM', at: noon })
      world.advance(500)
    }
    expect(world.pagerduty.openKeys()).toHaveLength(100)
    await world.minutes(3)
    expect(world.slack.messages.length).toBeLessThan(20)
    for (const name of names) {
      expect(world.slack.messages.filter((message) => message.includes(name))).toHaveLength(1)
    }
    expect(world.slack.limited).toBe(0)
    expect(world.mails).toEqual([])
  })

  test('100 alarms in one call are a digest at once', async () => {
    const records = Array.from({ length: 100 }, (_, index) =>
      metricAlarm({ name: `batch-${index}`, to: 'ALARM', at: noon }),
    )
    await world.call(snsEvent(...records))
    expect(world.pagerduty.openKeys()).toHaveLength(100)
    expect(world.slack.messages).toHaveLength(5)
    expect(world.slack.limited).toBe(0)
  })

  test('more than PagerDuty takes in a minute: what it turned away goes by mail at once, and opens once later', async () => {
    const names = Array.from({ length: 300 }, (_, index) => `flood-${index}.`)
    await world.call(snsEvent(...names.map((name) => metricAlarm({ name, to: 'ALARM', at: noon }))))
    expect(world.pagerduty.openKeys()).toHaveLength(120)
    expect(world.pagerduty.limited).toBeGreaterThan(0)
    expect(world.mails).toHaveLength(1)
    const toldByMail = names.filter((name) => world.mails[0]!.text.includes(`ALARM: ${name}\n`))
    expect([...toldByMail.map(arnOf), ...world.pagerduty.openKeys()].toSorted()).toEqual(names.map(arnOf).toSorted())
    await world.minutes(20)
    expect(world.pagerduty.alerts.map(({ key, triggers }) => `${key} ${triggers}`).toSorted()).toEqual(
      names.map((name) => `${arnOf(name)} 1`).toSorted(),
    )
    expect(world.mails).toHaveLength(1)
    for (const name of names) await tell({ name, to: 'OK', from: 'ALARM', at: fivePast })
    await world.minutes(20)
    expect(world.pagerduty.openKeys()).toEqual([])
  })
})

describe('what is no alarm', () => {
  test('a deployment stands beside the incidents and wakes nobody', async () => {
    await world.call(snsEvent(beanstalkDeployment))
    expect(world.pagerduty.alerts).toEqual([])
    expect(world.pagerduty.changes).toMatchObject([
      { payload: { summary: expect.stringContaining('New application version was deployed') } },
    ])
    await world.minutes(16)
    expect(world.slack.messages[0]).toContain('🚀')
  })

  test('a message nobody expected is told as it came', async () => {
    await world.call(snsEvent(budget, { message: { odd: '<!channel> & *more*' }, topic: 'critical' }))
    expect(world.slack.messages[0]).toContain('ACTUAL Amount: $2,013.57')
    expect(world.slack.messages[1]).toContain('&lt;!channel&gt; &amp; *more*')
    expect(world.pagerduty.alerts).toHaveLength(1)
  })
})

describe('a channel that does not take it', () => {
  test('is asked again within the call when it is busy, after the time it asks for', async () => {
    world.pagerduty.instead = [unavailable, { status: 429, body: '', headers: { 'retry-after': '3' } }]
    world.slack.instead = [{ status: 429, body: '', headers: { 'retry-after': '2' } }]
    const before = world.now()
    await tell({ to: 'ALARM', at: noon })
    expect(world.now() - before).toBeGreaterThanOrEqual(3000)
    expect(world.pagerduty.openKeys()).toEqual([slow])
    expect(world.slack.messages).toHaveLength(1)
    expect(world.mails).toEqual([])
  })

  test('is never asked again when it refuses; a mail says which and why', async () => {
    world.pagerduty.instead = [{ status: 400, body: `{"errors":["routing_key ${routingKey} is odd"]}` }]
    await tell({ to: 'ALARM', at: noon })
    await world.minutes(30)
    expect(world.pagerduty.requests).toBe(1)
    expect(world.mails).toHaveLength(1)
    expect(world.mails[0]).toMatchObject({ subject: '[baton-production] ALARM: baton-production-ApiSlow' })
    expect(world.mails[0]!.text).toContain('Not told to PagerDuty: it answered 400')
    expect(world.mails[0]!.text).not.toContain('Not told to Slack')
    expect(world.mails[0]!.text).toContain('https://github.example/baton/blob/main/docs/runbooks/api-slow.md')
    expect(world.slack.messages).toHaveLength(1)
  })

  test('gets it later when it was down, once; the mail goes at once, once; the other channel is not told again', async () => {
    world.pagerduty.always = unavailable
    await tell({ to: 'ALARM', at: noon })
    expect(world.mails).toHaveLength(1)
    await world.minutes(5)
    expect(world.mails).toHaveLength(1)
    expect(world.pagerduty.alerts).toEqual([])
    world.pagerduty.always = undefined
    await world.minutes(10)
    expect(world.pagerduty.alerts).toMatchObject([{ key: slow, triggers: 1, open: true }])
    expect(world.slack.messages).toHaveLength(1)
    expect(world.mails).toHaveLength(1)
  })

  test('that does not answer at all is down', async () => {
    await world.stop()
    world = await startWorld({ requestTimeout: 200 })
    world.slack.always = 'hang'
    await tell({ to: 'ALARM', at: noon })
    expect(world.pagerduty.openKeys()).toEqual([slow])
    expect(world.mails[0]!.text).toContain('Not told to Slack: no answer (TimeoutError)')
  })

  test('learns of an alarm that began and ended while it was down', async () => {
    world.slack.always = unavailable
    await tell({ to: 'ALARM', at: noon })
    await tell({ to: 'OK', from: 'ALARM', at: fivePast })
    world.slack.always = undefined
    await world.minutes(5)
    expect(world.slack.messages).toHaveLength(1)
    expect(world.slack.messages[0]).toContain('Over: baton-production-ApiSlow (after 5 min)')
  })

  test('is given up after six hours', async () => {
    world.pagerduty.always = unavailable
    await tell({ to: 'ALARM', at: noon })
    await world.minutes(7 * 60)
    const requests = world.pagerduty.requests
    await world.minutes(60)
    expect(world.pagerduty.requests).toBe(requests)
    expect(world.mails).toHaveLength(1)
  })

  test('costs one mail for many alerts', async () => {
    world.slack.always = unavailable
    const records = Array.from({ length: 30 }, (_, index) => metricAlarm({ name: `m-${index}`, to: 'ALARM', at: noon }))
    await world.call(snsEvent(...records))
    expect(world.mails).toHaveLength(1)
    expect(world.mails[0]!.subject).toBe('[baton-production] 30 alerts')
    for (let index = 0; index < 30; index++) expect(world.mails[0]!.text).toContain(`ALARM: m-${index}\n`)
  })

  test('that is down with the mail makes the call fail, and its retry tells nothing twice', async () => {
    world.pagerduty.always = unavailable
    world.broken.mail = true
    const event = snsEvent(metricAlarm({ to: 'ALARM', at: noon }))
    await expect(world.call(event, 'same')).rejects.toThrow(AggregateError)
    world.broken.mail = false
    world.pagerduty.always = undefined
    world.advance(60_000)
    await world.call(event, 'same')
    await world.minutes(3)
    expect(world.pagerduty.alerts).toMatchObject([{ triggers: 1 }])
    expect(world.slack.messages).toHaveLength(1)
    expect(world.mails).toHaveLength(1)
  })

  test('whose key was changed a moment ago is asked with the new one', async () => {
    await tell({ name: 'before', to: 'ALARM', at: noon })
    const old = world.secret.pagerdutyRoutingKey
    world.secret.pagerdutyRoutingKey = `${old.slice(0, -1)}f`
    world.pagerduty.instead = [{ status: 400, body: 'this key is not in use any more' }]
    await tell({ to: 'ALARM', at: noon })
    expect(world.pagerduty.alerts.map(({ key }) => key)).toEqual([arnOf('before'), slow])
    expect(world.mails).toEqual([])
  })
})

describe('what the router stands on', () => {
  test('without a store the alert still goes by mail, and the call fails so that it is tried again', async () => {
    world.broken.store = true
    await expect(tell({ to: 'ALARM', at: noon }, 'same')).rejects.toThrow(AggregateError)
    expect(world.mails).toHaveLength(1)
    world.broken.store = false
    await tell({ to: 'ALARM', at: noon }, 'same')
    expect(world.pagerduty.openKeys()).toEqual([slow])
  })

  test('a call that dies before it noted what it told tells it again rather than never', async () => {
    world.beforeRequest = () => void (world.broken.store = true)
    await expect(tell({ to: 'ALARM', at: noon, severity: 'warning' })).rejects.toThrow(AggregateError)
    world.beforeRequest = () => undefined
    world.broken.store = false
    await world.minutes(1)
    // Somebody may still be telling it.
    expect(world.slack.messages).toHaveLength(1)
    await world.minutes(4)
    expect(world.slack.messages).toHaveLength(2)
  })

  test('a call that never gets its turn at Slack’s pace leaves the message to the sweep', async () => {
    world.broken.pace = true
    await tell({ to: 'ALARM', at: noon })
    expect(world.pagerduty.openKeys()).toEqual([slow])
    expect(world.slack.requests).toBe(0)
    world.broken.pace = false
    await world.minutes(1)
    expect(world.slack.messages).toHaveLength(1)
    expect(world.mails).toEqual([])
  })

  test('channels that are not set up yet are replaced by mail', async () => {
    await world.stop()
    world = await startWorld({ secret: { pagerdutyRoutingKey: '', slackWebhookUrl: '' } })
    await tell({ to: 'ALARM', at: noon })
    expect(world.mails).toHaveLength(1)
    expect(world.mails[0]!.text).toContain('Not told to PagerDuty: it is not set up')
    expect(world.mails[0]!.text).toContain('Not told to Slack: it is not set up')
  })

  test('a channel that is off is left out, unless it would be the last one', async () => {
    await world.stop()
    world = await startWorld({ secret: { pagerdutyRoutingKey: 'off' } })
    await tell({ to: 'ALARM', at: noon })
    expect(world.slack.messages).toHaveLength(1)
    expect(world.mails).toEqual([])
    await world.stop()
    world = await startWorld({ secret: { pagerdutyRoutingKey: 'off', slackWebhookUrl: 'off' } })
    await tell({ to: 'ALARM', at: noon })
    expect(world.mails).toHaveLength(1)
  })

  test('secrets that cannot be read are a channel that is down', async () => {
    world.broken.secrets = true
    await tell({ to: 'ALARM', at: noon })
    expect(world.mails).toHaveLength(1)
    world.broken.secrets = false
    await world.minutes(3)
    expect(world.pagerduty.openKeys()).toEqual([slow])
    expect(world.slack.messages).toHaveLength(1)
  })

  test('no secret stands in the log or in a mail', async () => {
    await world.stop()
    world = await startWorld({ requestTimeout: 200 })
    world.pagerduty.instead = [{ status: 400, body: `key ${routingKey} at ${world.slack.webhookUrl}` }]
    world.slack.instead = [{ status: 403, body: `no ${world.slack.webhookUrl}` }]
    await tell({ to: 'ALARM', at: noon })
    world.slack.always = 'hang'
    await tell({ to: 'OK', from: 'ALARM', at: fivePast })
    await world.slack.stop()
    await tell({ name: 'next', to: 'ALARM', at: fivePast })
    expect(world.lines.length).toBeGreaterThan(3)
    const all = [...world.lines, ...world.mails.map(({ text, subject }) => subject + text)].join('\n')
    expect(all).toContain('(secret)')
    expect(all).not.toContain(routingKey)
    expect(all).not.toContain('/services/')
  })
})
