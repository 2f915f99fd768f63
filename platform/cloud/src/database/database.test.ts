import { describe, expect, test } from 'vitest'
import { updateWindow } from '../monitoring/update-window.ts'
import type { DatabaseChoice, Stage } from '../stages.ts'
import { onlyOf, resourcesOf, stageOf, synthesizedAlone, templateOf } from '../testing.ts'
import type { Template } from '../synth.ts'
import { Database } from './database.ts'
import { connectionsFor, memoryGib } from './sizes.ts'

const made = new Map<string, Template>()

function database(name: string, choice?: DatabaseChoice): Template {
  const given = stageOf(name)
  const stage: Stage = choice ? { ...given, database: choice } : given
  const key = JSON.stringify([name, choice])
  const template =
    made.get(key) ??
    templateOf(
      synthesizedAlone(stage, (scope, network, topics) => {
        new Database(scope, 'Database', { stage, place: stage.places[0]!, network, topics })
      }),
      'database',
    )
  made.set(key, template)
  return template
}

const aurora = { kind: 'aurora', minAcu: 0, maxAcu: 4, pauseAfterSeconds: 600, backupDays: 7 } as const
const instances = (template: Template) => resourcesOf(template, 'AWS::RDS::DBInstance')
const parameters = (template: Template) =>
  onlyOf(template, 'AWS::RDS::DBParameterGroup')['Parameters'] as Record<string, string>
const alarms = (template: Template) => resourcesOf(template, 'AWS::CloudWatch::Alarm').map(({ id }) => id)

describe('every database', () => {
  test.each([
    ['staging', undefined],
    ['production', undefined],
    ['staging', { ...aurora, readReplica: false, proxy: false }],
  ] as const)('of %s is encrypted, closed, backed up and leaves a snapshot (%j)', (name, choice) => {
    const template = database(name, choice)
    const [stateful] = [...resourcesOf(template, 'AWS::RDS::DBCluster'), ...instances(template)]
    expect(stateful?.DeletionPolicy).toBe('Snapshot')
    expect(stateful?.UpdateReplacePolicy).toBe('Snapshot')
    expect(stateful?.Properties).toMatchObject({
      StorageEncrypted: true,
      BackupRetentionPeriod: choice?.backupDays ?? stageOf(name).database.backupDays,
      DeletionProtection: name === 'production',
    })
    expect(JSON.stringify(stateful?.Properties?.['EngineVersion'])).toMatch(/^"18/)
    for (const { Properties } of instances(template)) {
      expect(Properties).toMatchObject({ PubliclyAccessible: false, CACertificateIdentifier: 'rds-ca-rsa2048-g1' })
    }
    for (const type of ['AWS::KMS::Key', 'AWS::SecretsManager::Secret']) {
      expect(resourcesOf(template, type).map(({ DeletionPolicy }) => DeletionPolicy)).toEqual(['Retain'])
    }
  })

  test('writes to disk before it answers, and speaks TLS only', () => {
    const group = resourcesOf(database('production'), 'AWS::RDS::DBParameterGroup')[0]
    expect(group?.Properties?.['Parameters']).toMatchObject({ synchronous_commit: 'on', 'rds.force_ssl': '1' })
  })

  test('holds no password in its template', () => {
    const { MasterUserPassword } = instances(database('staging'))[0]!.Properties ?? {}
    expect(JSON.stringify(MasterUserPassword)).toContain('resolve:secretsmanager:')
  })

  test('changes its password each month with rights to itself only', () => {
    const template = database('production')
    expect(onlyOf(template, 'AWS::SecretsManager::RotationSchedule')).toMatchObject({
      RotationRules: { ScheduleExpression: 'cron(0 4 1 * ? *)' },
    })
    const role = resourcesOf(template, 'AWS::IAM::Role').find(({ id }) => id.startsWith('RotationRole'))
    const [modify] = (
      role!.Properties!['Policies'] as { PolicyDocument: { Statement: { Action: string[]; Resource: unknown }[] } }[]
    )[0]!.PolicyDocument.Statement
    expect(modify?.Action).toContain('rds:ModifyDBInstance')
    expect(JSON.stringify(modify?.Resource)).toContain(`"Ref":"${instances(template)[0]!.id}"`)
  })

  test('tells of what no metric shows: a switch to the standby, a failure, the ceiling of its volume', () => {
    expect(onlyOf(database('production'), 'AWS::RDS::EventSubscription')).toMatchObject({
      SourceType: 'db-instance',
      EventCategories: expect.arrayContaining(['failover', 'failure', 'low storage']) as string[],
    })
  })

  test('has its names in the private zone', () => {
    const names = resourcesOf(database('production'), 'AWS::Route53::RecordSet').map(
      ({ Properties }) => Properties?.['Name'],
    )
    expect(names).toEqual(['database.production.baton.internal.', 'reader.production.baton.internal.'])
  })
})

test.each(['staging', 'production'])('of %s tells when its new password is stuck', (name) => {
  const stuck = resourcesOf(database(name), 'AWS::CloudWatch::Alarm').find(({ id }) => id.startsWith('RotationFails'))
  expect(stuck?.Properties).toMatchObject({ Namespace: 'AWS/Lambda', MetricName: 'Errors' })
  expect(JSON.stringify(stuck?.Properties?.['Dimensions'])).toContain('RotationFunction')
})

test.each(['staging', 'production'])('of %s is not restarted while new instances come up', (name) => {
  const days = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun']
  const hoursOf = (window: string) =>
    window.split('-').map((at) => {
      const [day, hour, minute] = at.split(':') as [string, string, string]
      return days.indexOf(day) * 24 + Number(hour) + Number(minute) / 60
    }) as [number, number]
  const [from, to] = hoursOf(String(instances(database(name))[0]?.Properties?.['PreferredMaintenanceWindow']))
  const updates = updateWindow(stageOf(name))
  const begins = (updates.day - 1) * 24 + updates.hour
  expect(from < to && (to <= begins || from >= begins + updates.hours)).toBe(true)
})

describe('production', () => {
  test('has a standby and a reader', () => {
    const [source, reader] = instances(database('production'))
    expect(source?.Properties).toMatchObject({ MultiAZ: true, AllocatedStorage: '100', MaxAllocatedStorage: 1000 })
    expect(reader?.Properties).toHaveProperty('SourceDBInstanceIdentifier')
    expect(alarms(database('production')).join(' ')).toContain('ReplicaBehind')
  })
})

describe('staging', () => {
  test('has one small machine', () => {
    const [source, ...others] = instances(database('staging'))
    expect(source?.Properties).toMatchObject({ MultiAZ: false, DBInstanceClass: 'db.t4g.micro' })
    expect(others).toEqual([])
    expect(parameters(database('staging'))['max_connections']).toBe('80')
  })
})

describe('as a choice of the stage', () => {
  test('Aurora sleeps when nobody asks it for anything', () => {
    const template = database('staging', { ...aurora, readReplica: false, proxy: false })
    expect(onlyOf(template, 'AWS::RDS::DBCluster')['ServerlessV2ScalingConfiguration']).toEqual({
      MinCapacity: 0,
      MaxCapacity: 4,
      SecondsUntilAutoPause: 600,
    })
    expect(alarms(template).join(' ')).toContain('CapacityAtCeiling')
  })

  test('Aurora has a reader as large as its writer', () => {
    const template = database('staging', { ...aurora, pauseAfterSeconds: undefined, readReplica: true, proxy: false })
    expect(instances(template).map(({ Properties }) => Properties?.['PromotionTier'])).toEqual([0, 1])
  })

  test.each([
    ['RDS', { ...stageOf('production').database, proxy: true }],
    ['Aurora', { ...aurora, pauseAfterSeconds: undefined, minAcu: 0.5, readReplica: false, proxy: true }],
  ] as const)('a proxy stands before %s, in its own group, and has its name', (_, choice) => {
    const template = database('production', choice)
    expect(onlyOf(template, 'AWS::RDS::DBProxy')).toMatchObject({ RequireTLS: true })
    const [named] = resourcesOf(template, 'AWS::Route53::RecordSet')
    expect(JSON.stringify(named?.Properties?.['ResourceRecords'])).toContain('Proxy')
  })

  test('a cluster that could never sleep is refused', () => {
    expect(() => database('staging', { ...aurora, readReplica: false, proxy: true })).toThrow(/sleeps only with/)
  })

  test('a class whose memory nobody knows is refused', () => {
    expect(() => memoryGib('x9.huge')).toThrow(/wanted a t, m or r class like m7g\.large, found “x9\.huge”/)
    expect(connectionsFor(memoryGib('r7g.large'))).toBe(1280)
  })
})
