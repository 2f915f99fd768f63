import { describe, expect, test } from 'vitest'
import { Linked } from '../checks/linked.ts'
import { synthesized } from '../testing.ts'
import { watchOver, type Told } from './evaluate/watch-over.ts'
import { ofProduction, ofStaging, type Expected } from './test/every-alarm.ts'
import { gib, worldOf, type Change } from './test/world.ts'

const linked = new Linked(synthesized('production'))

/** A Tuesday morning. */
const tuesday = new Date('2026-11-24T09:00:00Z')

/** What people hear, apart from what is only for whoever looks. */
function heard(changes: Change[], minutes: number, from = tuesday): string[] {
  const told = watchOver(linked, worldOf(...changes), { from, minutes })
  return told.filter(({ severity }) => severity !== 'info').map(words)
}
const words = ({ minute, alarm, state, severity }: Told) =>
  `${minute} ${alarm.replace(/[0-9A-F]{8}$/, '')} ${state} ${severity}`

const requests = 'AWS/ApplicationELB RequestCount'
const errors = 'AWS/ApplicationELB HTTPCode_Target_5XX_Count'
const door = 'AWS/ApplicationELB HTTPCode_ELB_5XX_Count'
const health = 'AWS/ElasticBeanstalk EnvironmentHealth'
const age = 'AWS/SQS ApproximateAgeOfOldestMessage'
const waiting = 'AWS/SQS ApproximateNumberOfMessagesVisible'

/** A deployment that posts each minute that it is under way. */
const deployment = (from: number, to: number): Change => ({
  from,
  to,
  metric: 'Baton/production DeploymentInProgress',
  is: 1,
})

describe('when all is well', () => {
  test('nobody hears anything for a working day, nor in the window of updates', () => {
    expect(heard([], 8 * 60)).toEqual([])
    expect(heard([], 4 * 60, new Date('2026-11-22T01:00:00Z'))).toEqual([])
  })

  test('a burst of two minutes in which a tenth of all requests fails wakes nobody', () => {
    expect(heard([{ from: 10, to: 12, metric: errors, is: 600 }], 60)).toEqual([])
  })

  test('at night two requests of four that fail wake nobody', () => {
    const night: Change[] = [
      { from: -200, to: 200, metric: requests, is: 4 },
      { from: -200, to: 200, metric: errors, is: undefined },
      { from: 10, to: 40, metric: errors, is: 2 },
    ]
    expect(heard(night, 90)).toEqual([])
  })
})

describe('a trouble that people feel', () => {
  test('a slow burn of two errors in a hundred is told once, within ten minutes, and once when it is over', () => {
    expect(heard([{ from: 10, to: 60, metric: errors, is: 120 }], 120)).toEqual([
      '17 PeopleFeelTheApi ALARM critical',
      '64 PeopleFeelTheApi OK critical',
    ])
  })

  test('errors, slowness and a degraded environment together are still one message', () => {
    const trouble: Change[] = [
      { from: 10, to: 60, metric: errors, is: 300 },
      { from: 12, to: 70, metric: 'AWS/ApplicationELB TargetResponseTime', is: 4 },
      { from: 14, to: 60, metric: health, of: 'baton-production-api', is: 25 },
    ]
    expect(heard(trouble, 150).filter((told) => told.includes('ALARM'))).toEqual(['17 PeopleFeelTheApi ALARM critical'])
  })

  test('no instance at all is told within three minutes, though the balancer counts no request then', () => {
    const gone: Change[] = [
      { from: 10, to: 40, metric: requests, is: undefined },
      { from: 10, to: 40, metric: errors, is: undefined },
      { from: 10, to: 40, metric: door, is: 5_000 },
      { from: 10, to: 40, metric: 'AWS/ApplicationELB HTTPCode_ELB_503_Count', is: 5_000 },
    ]
    expect(heard(gone, 41)[0]).toBe('11 MostRequestsFail ALARM critical')
  })

  test('a distribution that gives nobody the page is told within four minutes, though all behind it is well', () => {
    const asked: Change = { from: 10, to: 40, metric: 'AWS/Lambda Errors', of: 'Outside', is: 1 }
    expect(heard([asked], 60)).toEqual(['12 OutsideNotReachable ALARM critical', '42 OutsideNotReachable OK critical'])
  })

  test('one minute in which somebody outside was not answered wakes nobody', () => {
    const asked: Change = { from: 10, to: 11, metric: 'AWS/Lambda Errors', of: 'Outside', is: 1 }
    expect(heard([asked], 60)).toEqual([])
  })

  test('that nobody asks from outside any more is told too', () => {
    const silent: Change = { from: 10, to: 60, metric: 'AWS/Lambda Invocations', of: 'Outside', is: undefined }
    expect(heard([silent], 60)).toEqual([expect.stringMatching(/^\d+ OutsideNobodyAsks ALARM warning$/)])
  })

  test('a database at its limit is one message, whichever of its alarms sees it', () => {
    const busy: Change[] = [
      { from: 10, to: 60, metric: 'AWS/RDS CPUUtilization', is: 97 },
      { from: 15, to: 60, metric: 'AWS/RDS DatabaseConnections', is: 5_000 },
    ]
    expect(heard(busy, 150).filter((told) => told.includes('ALARM'))).toEqual([
      expect.stringMatching(/^(?:2\d) DatabaseInDanger ALARM critical$/),
    ])
  })

  test('a worker that does not come back is told once its oldest job is old, and other queues say nothing', () => {
    const stands: Change[] = [
      { from: 10, to: 90, metric: age, of: 'Mail', is: (since) => since * 60 },
      { from: 10, to: 90, metric: waiting, of: 'MailQueue', is: (since) => since * 30 },
    ]
    const told = heard(stands, 89)
    expect(told).toEqual([expect.stringMatching(/^\d+ WorkStandsStill ALARM critical$/)])
    expect(Number(told[0]!.split(' ')[0])).toBeLessThanOrEqual(10 + 5 + 5 + 4)
  })
})

describe('a stage that sleeps at night', () => {
  /** A page left open asks on: every three seconds, and nobody is there to answer. */
  const leftOpen: Change[] = [
    { from: 0, to: 24 * 60, metric: requests, is: undefined },
    { from: 0, to: 24 * 60, metric: errors, is: undefined },
    { from: 0, to: 24 * 60, metric: door, is: 20 },
    { from: 0, to: 24 * 60, metric: 'AWS/ApplicationELB HTTPCode_ELB_503_Count', is: 20 },
  ]
  const staging = new Linked(synthesized('staging'))
  const heardOf = (from: string, minutes: number) =>
    watchOver(staging, worldOf(...leftOpen), { from: new Date(from), minutes })
      .filter(({ severity }) => severity === 'critical')
      .map(words)

  test('wakes nobody for a page that was left open', () => {
    expect(heardOf('2026-11-24T18:50:00Z', 2 * 60).filter((told) => Number(told.split(' ')[0]) > 15)).toEqual([])
  })

  test('wakes nobody for a job that was left in its queue in the evening, and tells of it in the morning', () => {
    const left: Change[] = [
      { from: 0, to: 900, metric: age, is: (since) => since * 60 },
      { from: 0, to: 900, metric: health, is: 25 },
    ]
    const told = watchOver(staging, worldOf(...left), { from: new Date('2026-11-24T05:00:00Z'), minutes: 180 })
    expect(told.filter(({ severity, state }) => severity === 'critical' && state === 'ALARM').map(words)).toEqual([
      expect.stringMatching(/^12\d PeopleFeelTheApi ALARM critical$/),
      expect.stringMatching(/^12\d WorkStandsStill ALARM critical$/),
    ])
  })

  test('tells once of a certificate that ends, not again each morning', () => {
    const days: Change[] = [
      { from: 0, to: 60, metric: 'Baton/staging CertificateDays', is: 20 },
      { from: 60, to: 300, metric: 'Baton/staging CertificateDays', is: undefined },
      { from: 300, to: 420, metric: 'Baton/staging CertificateDays', is: 20 },
    ]
    const told = watchOver(staging, worldOf(...days), { from: new Date('2026-11-24T18:00:00Z'), minutes: 420 })
    expect(told.filter(({ alarm }) => alarm.startsWith('OutsideCertificate')).map(({ state }) => state)).toEqual([
      'ALARM',
    ])
  })

  test('tells of the same trouble by day', () => {
    expect(heardOf('2026-11-24T09:00:00Z', 60)[0]).toBe('1 MostRequestsFail ALARM critical')
  })
})

describe('while something changes on purpose', () => {
  /** An instance is lost in the middle of a rolling update: requests fail until the balancer takes it out. */
  const lost: Change[] = [
    { from: 14, to: 21, metric: errors, is: 240 },
    { from: 13, to: 23, metric: health, of: 'baton-production-api', is: 20 },
  ]

  test('an instance that is lost during a rolling update wakes nobody', () => {
    expect(heard([deployment(10, 25), ...lost], 90)).toEqual([])
  })

  test('the same without a deployment is told', () => {
    expect(heard(lost, 90)).toContain('20 PeopleFeelTheApi ALARM critical')
  })

  test('a deployment that begins a moment after the trouble still keeps it silent', () => {
    expect(heard([deployment(19, 25), ...lost], 90)).toEqual([])
  })

  test('a version that breaks most requests is told in the midst of its deployment', () => {
    const broken: Change[] = [deployment(10, 40), { from: 15, to: 30, metric: errors, is: 5_000 }]
    expect(heard(broken, 90)).toEqual(['16 MostRequestsFail ALARM critical', '31 MostRequestsFail OK critical'])
  })

  test('what a deployment leaves behind is told six minutes after CloudWatch has seen it end', () => {
    const left: Change[] = [deployment(10, 25), { from: 15, to: 60, metric: errors, is: 240 }]
    // Its last post counts for two minutes more, since CloudWatch prefers a point it has to one that is missing.
    expect(heard(left, 60)).toEqual(['33 PeopleFeelTheApi ALARM critical'])
  })

  test('a delivery that hangs and posts no more keeps nobody silent', () => {
    const hangs: Change[] = [deployment(10, 12), { from: 30, to: 60, metric: errors, is: 240 }]
    expect(heard(hangs, 60)).toEqual(['37 PeopleFeelTheApi ALARM critical'])
  })

  test('the platform’s own update in its window is silent, the same trouble an hour later is not', () => {
    const sunday = new Date('2026-11-22T02:00:00Z')
    expect(heard(lost, 60, sunday)).toEqual([])
    const later = lost.map((change) => ({ ...change, from: change.from + 150, to: change.to + 150 }))
    expect(heard(later, 240, sunday)).toContain('170 PeopleFeelTheApi ALARM critical')
  })

  test('a dead letter is told at once, whatever is going on', () => {
    const letter: Change = { from: 15, to: 40, metric: waiting, of: 'WebhooksDeadLetters', is: 1 }
    expect(heard([deployment(10, 60), letter], 60)).toEqual([
      '15 WebhooksHasDeadLetters ALARM warning',
      '40 WebhooksHasDeadLetters OK warning',
    ])
  })

  test('a volume that is nearly full is told during a deployment too', () => {
    const full: Change = { from: 15, to: 60, metric: 'AWS/RDS FreeStorageSpace', is: 1 * gib }
    expect(heard([deployment(10, 60), full], 60)).toContainEqual(
      expect.stringMatching(/StorageNearlyFull ALARM critical$/),
    )
  })
})

describe.each([
  ['production', ofProduction],
  ['staging', ofStaging],
])('each alarm of %s by itself', (name, expected) => {
  const whole = new Linked(synthesized(name))
  const idOf = (id: string) => id.replace(/[0-9A-F]{8}$/, '')
  const telling = whole
    .of('AWS::CloudWatch::Alarm')
    .filter(
      ({ properties }) => properties['AlarmActions'] && /^severity: /m.test(String(properties['AlarmDescription'])),
    )

  /** What it tells when its metric has a value for so many minutes. */
  function told({ alarm, metric, of, times, minutes, counted }: Expected, value: number | undefined, lasts: number) {
    const alone = { of: (type: string) => telling.filter((each) => each.type === type && idOf(each.id) === alarm) }
    const is = counted ? (since: number) => (since % minutes === 0 ? value : undefined) : value
    const world = worldOf({ from: 5, to: 5 + lasts, metric, of, is })
    // CloudWatch looks at older points first where it has none; a day of them only makes this slow.
    const after = minutes < 1440 ? (times + 6) * minutes : minutes + 5
    return watchOver(alone, world, { from: tuesday, minutes: 5 + lasts + after }).map(
      ({ state, severity }) => `${state} ${severity}`,
    )
  }

  test.each(expected)('$alarm: $metric $told is told once, and its end once', (row) => {
    const { times, minutes, severity } = row
    // Averages are beyond it only in periods that the trouble fills; CloudWatch looks at older points first where it
    // has none.
    const least = times * minutes + (row.counted ? 0 : minutes - 1)
    const lasts = row.told === undefined ? (times + 6) * minutes : times > 1 ? least : 1
    expect(told(row, row.told, lasts)).toEqual([`ALARM ${severity}`, `OK ${severity}`])
  })

  test.each(expected.filter(({ kept }) => kept !== undefined))('$alarm: $metric $kept is not told', (row) => {
    expect(told(row, row.kept, row.times > 1 ? (row.times + 1) * row.minutes : 1)).toEqual([])
  })

  test.each(expected.filter(({ times }) => times > 1))(
    '$alarm: $metric $told for a shorter time is not told',
    (row) => {
      // Wherever periods begin, it lies in one less than the alarm asks for.
      expect(told(row, row.told, (row.times - 2) * row.minutes + 1)).toEqual([])
    },
  )

  test('is among these', () => {
    const known = new Set([...expected, ...(name === 'staging' ? ofProduction : [])].map(({ alarm }) => alarm))
    expect(telling.map(({ id }) => idOf(id)).filter((id) => !known.has(id))).toEqual([])
  })
})
