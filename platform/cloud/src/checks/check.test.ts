import { App, Stack, Validations } from 'aws-cdk-lib'
import { Bucket } from 'aws-cdk-lib/aws-s3'
import { describe, expect, test } from 'vitest'
import { stages } from '../stages.ts'
import { synthesized } from '../testing.ts'
import { validated } from './check.ts'
import { nagTree } from './nag.ts'
import { regionDifferences } from './regions.ts'

const regions = ['eu-central-1', 'us-east-1', 'ap-southeast-2']

describe.each(stages)('$name', ({ name }) => {
  test.each(regions.slice(1))('is the same in %s but for the name of the region', { timeout: 120_000 }, (region) => {
    expect(regionDifferences(synthesized(name, regions[0]), synthesized(name, region))).toEqual([])
  })
})

test('CloudFormation’s validator sees into nested stacks', { timeout: 120_000 }, () => {
  const whole = synthesized('staging')
  const name = 'baton-staging-network'
  const changed = structuredClone(whole.templates.get(name)!)
  changed.Resources['Wrong'] = { Type: 'AWS::SQS::Queue', Properties: { NoSuchProperty: true } }
  const templates = new Map([...whole.templates, [name, changed] as const])
  expect(validated({ ...whole, templates }).map(({ logicalId }) => logicalId)).toContain('Wrong')
})

describe('acknowledgements of cdk-nag', () => {
  const findings = (acknowledge: (bucket: Bucket) => void) => {
    const app = new App({ analyticsReporting: false })
    const bucket = new Bucket(new Stack(app, 'Some'), 'Bucket', { enforceSSL: true })
    acknowledge(bucket)
    return nagTree(app).map(({ id, says }) => `${id}: ${says}`)
  }
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
