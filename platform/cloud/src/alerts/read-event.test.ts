import { describe, expect, test } from 'vitest'
import { readEvent } from './read-event.ts'
import {
  alarmEvent,
  arnOf,
  beanstalkDeployment,
  beanstalkHealth,
  budget,
  compositeAlarm,
  metricAlarm,
  queued,
  rdsEvent,
  snsEvent,
  topics,
} from './test/recorded.ts'

const at = '2026-03-04T12:00:00.640Z'
const read = (event: unknown) =>
  readEvent(event, {
    topics: { [topics.critical]: 'critical', [topics.info]: 'info' },
    now: new Date('2026-03-04T12:00:01Z'),
    callId: 'call-1',
  })
const readOne = (event: unknown) => read(event)[0]!

describe('reading what Lambda hands over', () => {
  test('a metric alarm says what is wrong, how urgent it is and what to do', () => {
    expect(readOne(snsEvent(metricAlarm({ to: 'ALARM', at, severity: 'warning' })))).toMatchObject({
      subject: arnOf('baton-production-ApiSlow'),
      kind: 'alarm',
      state: 'alarm',
      severity: 'warning',
      title: 'baton-production-ApiSlow',
      says: 'People wait longer than a second for each page.',
      changedAt: at,
      wasAlarm: false,
      region: 'eu-central-1',
      metric: 'AWS/ApplicationELB TargetResponseTime',
      runbook: 'docs/runbooks/api-slow.md',
      console:
        'https://eu-central-1.console.aws.amazon.com/cloudwatch/home?region=eu-central-1#alarmsV2:alarm/baton-production-ApiSlow',
    })
  })

  test('a composite alarm names the alarms that set it off', () => {
    expect(readOne(snsEvent(compositeAlarm({ to: 'ALARM', at })))).toMatchObject({
      state: 'alarm',
      severity: 'critical',
      children: ['baton-production-ApiErrors'],
    })
  })

  test('a message comes out the same straight and through a queue', () => {
    const event = snsEvent(metricAlarm({ to: 'OK', from: 'ALARM', at }))
    expect(read(queued(event))).toEqual(read(event))
    expect(readOne(event)).toMatchObject({ state: 'ok', wasAlarm: true })
  })

  test('EventBridge and SNS tell of the same transition under the same subject and moment', () => {
    const direct = readOne(snsEvent(compositeAlarm({ to: 'ALARM', at })))
    const bridged = readOne(snsEvent(alarmEvent({ to: 'ALARM', at })))
    expect(bridged).toMatchObject({ subject: direct.subject, changedAt: direct.changedAt, state: 'alarm' })
  })

  test.each(['Alarm', 'WaitPeriod', 'ExtensionPeriod'])(
    'an alarm held back by %s is a line to read later, not an alarm',
    (suppressedBy) => {
      expect(readOne(snsEvent(alarmEvent({ to: 'ALARM', at, suppressedBy })))).toMatchObject({
        kind: 'report',
        state: 'report',
        severity: 'info',
        reason: expect.stringContaining(suppressedBy),
      })
    },
  )

  test('the end of an alarm is an end also while actions are held back', () => {
    const event = alarmEvent({ to: 'OK', from: 'ALARM', at, suppressedBy: 'ExtensionPeriod' })
    expect(readOne(snsEvent(event))).toMatchObject({ kind: 'alarm', state: 'ok' })
  })

  test('services that write in their own way keep their words', () => {
    expect(readOne(snsEvent(rdsEvent))).toMatchObject({
      kind: 'report',
      title: 'RDS: Multi-AZ instance failover completed',
      reason: expect.stringContaining('RDS-EVENT-0049'),
    })
    expect(readOne(snsEvent(beanstalkHealth))).toMatchObject({
      kind: 'report',
      title: expect.stringContaining('baton-production-api: Environment health has transitioned from Ok to Severe'),
    })
    expect(readOne(snsEvent(beanstalkDeployment))).toMatchObject({ kind: 'change' })
    expect(readOne(snsEvent(budget))).toMatchObject({
      kind: 'report',
      severity: 'warning',
      title: 'AWS Budgets: baton-production has exceeded your alert threshold',
      reason: expect.stringContaining('ACTUAL Amount: $2,013.57'),
    })
  })

  test('the topic says how urgent a message is that does not say it', () => {
    expect(readOne(snsEvent({ ...budget, topic: 'critical' })).severity).toBe('critical')
    expect(readOne(snsEvent({ ...budget, topic: 'info' })).severity).toBe('info')
  })

  test.each([
    ['plain text', snsEvent({ message: 'The house is on fire.' }), 'The house is on fire.'],
    ['JSON of an unknown shape', snsEvent({ message: { fire: 'in the house' } }), '{"fire":"in the house"}'],
    ['an array', snsEvent({ message: '[1,2]' }), '[1,2]'],
    ['an alarm with an unknown state', snsEvent({ message: { AlarmName: 'a', NewStateValue: 'ODD' } }), 'ODD'],
    ['an empty message', snsEvent({ message: '' }), 'EXAMPLE'],
    ['a record that is no message', { Records: [{ what: 'ever' }] }, 'what'],
    ['an event without records', { something: 'else' }, 'something'],
    ['a text', 'nothing but text', 'nothing but text'],
    ['nothing', undefined, '(empty message)'],
  ])('%s is told as it is, never dropped', (_, event, words) => {
    const alerts = read(event)
    expect(alerts).toHaveLength(1)
    expect(alerts[0]).toMatchObject({ kind: 'report', state: 'report', reason: expect.stringContaining(words) })
  })

  test('a text of any length is cut with the number of characters that are missing', () => {
    const { reason } = readOne(snsEvent({ message: 'x'.repeat(250_000) }))
    expect(reason).toHaveLength(40_000)
    const missing = Number(/\((\d+) characters cut\)$/.exec(reason)?.[1])
    expect(missing + reason.indexOf(' …')).toBe(250_000)
  })
})
