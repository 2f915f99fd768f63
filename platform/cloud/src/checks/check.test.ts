import { Stack, Validations } from 'aws-cdk-lib'
import { Bucket } from 'aws-cdk-lib/aws-s3'
import { describe, expect, test } from 'vitest'
import { stages, type Stage } from '../stages.ts'
import { stageOf, synthesized, withApp } from '../testing.ts'
import { check, ownRules, validated } from './check.ts'
import { presentFinding } from './finding.ts'
import { nagTree } from './nag.ts'
import { regionDifferences } from './regions.ts'

const regions = ['eu-central-1', 'us-east-1', 'ap-southeast-2']

const today = new Date('2026-11-22T00:00:00Z')

/** A stage as it is when its first place is in another region. */
const inRegion = (name: string, region: string, change: Partial<Stage> = {}) => {
  const place = { ...stageOf(name).places[0]!, region }
  return synthesized(name, region, { ...change, places: [place] })
}

/** What must not be there; the validator's own warnings are shown in plans for people to read. */
const faultsOf = (name: string, region: string, change?: Partial<Stage>) =>
  check(inRegion(name, region, change), today)
    .filter(({ severity, id }) => severity === 'error' || id.startsWith('AwsSolutions-'))
    .map(presentFinding)

describe.each(stages)('$name', ({ name }) => {
  test.each(regions)('has no fault in %s', (region) => {
    expect(faultsOf(name, region)).toEqual([])
  })

  test.each(regions.slice(1))('is the same in %s but for the name of the region', (region) => {
    expect(regionDifferences(inRegion(name, regions[0]!), inRegion(name, region))).toEqual([])
  })
})

describe('a stage that chooses otherwise has no fault either', () => {
  const [staging, production] = [stageOf('staging'), stageOf('production')]
  const { backupDays, readReplica } = production.database
  const aurora: Stage['database'] = { kind: 'aurora', minAcu: 0.5, maxAcu: 8, backupDays, readReplica, proxy: false }
  const ssh = { allowedCidrs: ['203.0.113.0/24'], keyPairName: 'operations' }
  const choices: [string, string, Partial<Stage>][] = [
    [
      'no way out',
      'staging',
      { network: { ...staging.network, nat: { kind: 'none' } }, database: { ...staging.database, proxy: true } },
    ],
    [
      'one gateway for all zones',
      'production',
      { network: { ...production.network, nat: { kind: 'gateway', perZone: false } } },
    ],
    ['a jump host', 'production', { bastion: { ...production.bastion, ssh } }],
    ['a serverless database', 'production', { database: aurora }],
    ['one that pauses', 'staging', { database: { ...aurora, minAcu: 0, readReplica: false, pauseAfterSeconds: 600 } }],
    ['a proxy before the database', 'staging', { database: { ...staging.database, proxy: true } }],
    ['a proxy before a serverless database', 'production', { database: { ...aurora, proxy: true } }],
    ['a replica', 'staging', { database: { ...staging.database, readReplica: true } }],
    // How a worker is added to a stage that has work: it gets its version before it gets families (docs/guides/cloud.md).
    [
      'a worker with nothing to do yet',
      'staging',
      { workers: [...staging.workers, { ...staging.workers[0]!, name: 'mail', families: [] }] },
    ],
    ['a firewall', 'staging', { api: { ...staging.api, waf: true } }],
  ]

  test.each(choices)('%s', (_, name, change) => expect(faultsOf(name, 'eu-west-1', change)).toEqual([]))
})

describe('a stage without a way out', () => {
  const staging = stageOf('staging')
  const network: Stage['network'] = { ...staging.network, nat: { kind: 'none' } }
  const found = (change: Partial<Stage>) =>
    ownRules(inRegion('staging', 'eu-west-1', change), today).filter(({ id }) => id === 'way-out')

  test('is told what it will miss', () => {
    const told = found({ network, database: { ...staging.database, proxy: true } })
    expect(told).toMatchObject([{ severity: 'warning' }])
    for (const missed of ['mail', 'webhooks', 'Slack']) expect(told[0]!.says).toContain(missed)
    expect(found({})).toEqual([])
  })

  test('is refused where its first deployment would fetch certificates from outside', () => {
    expect(found({ network }).filter(({ severity }) => severity === 'error')).toHaveLength(1)
  })
})

test('CloudFormation’s validator sees into nested stacks', () => {
  const whole = synthesized('staging')
  const name = 'baton-staging-network'
  const changed = structuredClone(whole.templates.get(name)!)
  changed.Resources['Wrong'] = { Type: 'AWS::SQS::Queue', Properties: { NoSuchProperty: true } }
  const templates = new Map([...whole.templates, [name, changed] as const])
  expect(validated({ ...whole, templates }).map(({ logicalId }) => logicalId)).toContain('Wrong')
})

describe('acknowledgements of cdk-nag', () => {
  const findings = (acknowledge: (bucket: Bucket) => void) =>
    withApp((app) => {
      const bucket = new Bucket(new Stack(app, 'Some'), 'Bucket', { enforceSSL: true })
      acknowledge(bucket)
      return nagTree(app).map(({ id, says }) => `${id}: ${says}`)
    })
  const reason = 'It holds what anybody may read, and nobody asks who did.'

  test('let pass what they name', () => {
    expect(findings(() => {}).join()).toContain('AwsSolutions-S1')
    expect(findings((bucket) => Validations.of(bucket).acknowledge({ id: 'AwsSolutions-S1', reason }))).toEqual([])
  })

  test('need a reason that explains something', () => {
    const found = findings((bucket) =>
      Validations.of(bucket).acknowledge({ id: 'AwsSolutions-S1', reason: 'not needed' }),
    )
    expect(found).toEqual(['acknowledgement-reason: AwsSolutions-S1 is acknowledged for “not needed”'])
  })

  test('of what is not raised are told', () => {
    const found = findings((bucket) =>
      Validations.of(bucket).acknowledge({ id: 'AwsSolutions-S1', reason }, { id: 'AwsSolutions-SQS3', reason }),
    )
    expect(found).toEqual(['unused-acknowledgement: AwsSolutions-SQS3 is acknowledged and not raised'])
  })
})
