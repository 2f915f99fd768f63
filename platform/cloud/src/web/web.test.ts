import { readFileSync } from 'node:fs'
import { carefulHeaders, cloud, pagePolicy } from '@baton/runtime'
import { describe, expect, test } from 'vitest'
import { stages } from '../stages.ts'
import { onlyOf, resourcesOf, synthesized, templateOf } from '../testing.ts'

interface Behavior {
  PathPattern?: string
  TargetOriginId: string
  CachePolicyId: string
  OriginRequestPolicyId?: string
  ViewerProtocolPolicy: string
  AllowedMethods?: string[]
  ResponseHeadersPolicyId?: unknown
}
interface Origin {
  Id: string
  DomainName: unknown
  CustomOriginConfig?: Record<string, unknown>
}
interface Config {
  Aliases: string[]
  CacheBehaviors: Behavior[]
  DefaultCacheBehavior: Behavior
  Origins: Origin[]
  CustomErrorResponses: Record<string, unknown>[]
  ViewerCertificate: Record<string, unknown>
  HttpVersion: string
}

const webOf = (stage: string) => templateOf(synthesized(stage), 'web')
const configOf = (stage: string) =>
  onlyOf(webOf(stage), 'AWS::CloudFront::Distribution')['DistributionConfig'] as unknown as Config

describe.each(stages)('the distribution of $name', ({ name, places }) => {
  const config = configOf(name)
  const api = config.CacheBehaviors

  test('gives the balancer the API and its health only; metrics stay inside', () => {
    expect(api.map(({ PathPattern }) => PathPattern)).toEqual(['/api/*', cloud.paths.alive, cloud.paths.ready])
    const origin = (id: string) => config.Origins.find(({ Id }) => Id === id)
    for (const { TargetOriginId } of api) {
      expect(origin(TargetOriginId)?.DomainName).toBe(`origin.${places[0]!.domain}`)
    }
    expect(origin(config.DefaultCacheBehavior.TargetOriginId)?.CustomOriginConfig).toBeUndefined()
  })

  test('keeps no answer of the API, and no error of anything', () => {
    const cachingDisabled = '4135ea2d-6df8-44a3-9df3-4b5a84be39ad'
    const allButHost = 'b689b0a8-53d0-40ab-baf2-68738e2966ac'
    for (const behavior of api) {
      expect(behavior).toMatchObject({
        CachePolicyId: cachingDisabled,
        OriginRequestPolicyId: allButHost,
        ViewerProtocolPolicy: 'https-only',
      })
      expect(behavior.AllowedMethods).toEqual(expect.arrayContaining(['PUT', 'POST', 'PATCH', 'DELETE']))
    }
    for (const ErrorCode of [404, 500, 502, 503, 504]) {
      expect(config.CustomErrorResponses).toContainEqual({ ErrorCode, ErrorCachingMinTTL: 0 })
    }
  })

  test('turns no missing file into a page', () => {
    for (const error of config.CustomErrorResponses) expect(error).not.toHaveProperty('ResponsePagePath')
  })

  test('waits longer than the live stream is silent, and lets go before the balancer does', () => {
    const balancer = config.Origins.find(({ CustomOriginConfig }) => CustomOriginConfig)?.CustomOriginConfig
    expect(balancer).toMatchObject({ OriginProtocolPolicy: 'https-only', OriginSSLProtocols: ['TLSv1.2'] })
    expect(balancer?.['OriginReadTimeout']).toBeGreaterThan(cloud.live.beat * 2)
    expect(balancer?.['OriginKeepaliveTimeout']).toBeLessThan(cloud.keepAlive.balancer)
  })

  test('answers to its name only, in TLS 1.2 and later', () => {
    expect(config.Aliases).toEqual([places[0]!.domain])
    expect(config.ViewerCertificate).toMatchObject({
      MinimumProtocolVersion: 'TLSv1.2_2021',
      SslSupportMethod: 'sni-only',
    })
    expect(config.HttpVersion).toBe('http2and3')
    const records = resourcesOf(webOf(name), 'AWS::Route53::RecordSet').map(({ Properties }) => Properties)
    expect(records.map((record) => record?.['Type']).toSorted()).toEqual(['A', 'AAAA'])
    for (const record of records) expect(record?.['Name']).toBe(`${places[0]!.domain}.`)
  })

  test('sends with pages what the api sends with them where it serves them itself', () => {
    const policy = onlyOf(webOf(name), 'AWS::CloudFront::ResponseHeadersPolicy')['ResponseHeadersPolicyConfig'] as {
      SecurityHeadersConfig: { ContentSecurityPolicy: { ContentSecurityPolicy: { 'Fn::Join': [string, unknown[]] } } }
      CustomHeadersConfig: { Items: { Header: string; Value: string }[] }
    }
    const [glue, parts] = policy.SecurityHeadersConfig.ContentSecurityPolicy.ContentSecurityPolicy['Fn::Join']
    const sent = parts.map((part) => (typeof part === 'string' ? part : 'BUCKET')).join(glue)
    expect(sent).toBe(pagePolicy([], 'https://BUCKET'))
    expect(JSON.stringify(parts)).toMatch(/RegionalDomainName/)
    expect(policy.SecurityHeadersConfig).toMatchObject({
      FrameOptions: { FrameOption: 'DENY' },
      ReferrerPolicy: { ReferrerPolicy: 'same-origin' },
      StrictTransportSecurity: { AccessControlMaxAgeSec: 31_536_000, IncludeSubdomains: true },
    })
    const told = policy.CustomHeadersConfig.Items.map(({ Header, Value }) => [Header, Value] as const)
    const apart = ['x-content-type-options', 'x-frame-options', 'referrer-policy']
    expect(told.toSorted()).toEqual(
      Object.entries(carefulHeaders)
        .filter(([name]) => !apart.includes(name))
        .toSorted(),
    )
    expect(config.DefaultCacheBehavior.ResponseHeadersPolicyId).toBeDefined()
  })
})

describe('the address that people type', () => {
  test('is asked from outside each minute, in no network of ours', () => {
    const template = webOf('production')
    expect(onlyOf(template, 'AWS::Events::Rule')).toMatchObject({ ScheduleExpression: 'rate(1 minute)' })
    const asks = onlyOf(template, 'AWS::Lambda::Function')
    expect(asks).toMatchObject({ Environment: { Variables: { ASK_ADDRESS: 'https://app.baton.example' } } })
    expect(asks).not.toHaveProperty('VpcConfig')
    expect(onlyOf(template, 'AWS::Lambda::EventInvokeConfig')).toMatchObject({ MaximumRetryAttempts: 0 })
  })

  test('is asked only while people may count on a stage that sleeps, and its silence is no news', () => {
    const template = webOf('staging')
    expect(onlyOf(template, 'AWS::Events::Rule')).toMatchObject({
      ScheduleExpression: 'cron(* 7-18 ? * MON,TUE,WED,THU,FRI *)',
    })
    const alarms = resourcesOf(template, 'AWS::CloudWatch::Alarm').map(({ id }) => id.replace(/[0-9A-F]{8}$/, ''))
    expect(alarms).toEqual(['OutsideNotReachable', 'OutsideCertificateEnds'])
  })

  test('has its days of certificate read from the line that the function writes', () => {
    const filter = onlyOf(webOf('production'), 'AWS::Logs::MetricFilter')
    expect(filter['FilterPattern']).toBe('{ $.message.certificateDays >= -100000 }')
    expect(filter['MetricTransformations']).toMatchObject([{ MetricValue: '$.message.certificateDays' }])
  })
})

test('no script stands in the page itself: the policy of the distribution could not name it', () => {
  const html = readFileSync(new URL('../../../../apps/web/index.html', import.meta.url), 'utf8')
  const scripts = [...html.matchAll(/<script\b([^>]*)>/g)].map(([, attributes]) => attributes)
  expect(scripts.length).toBeGreaterThan(0)
  for (const attributes of scripts) expect(attributes).toMatch(/\bsrc=/)
})

test('the bucket of the web app is read by its distribution alone, and stays', () => {
  const template = webOf('production')
  const policy = JSON.stringify(onlyOf(template, 'AWS::S3::BucketPolicy')['PolicyDocument'])
  const statements = (JSON.parse(policy) as { Statement: Record<string, unknown>[] }).Statement
  const allowed = statements.filter(({ Effect }) => Effect === 'Allow')
  expect(allowed).toHaveLength(1)
  expect(allowed[0]).toMatchObject({ Principal: { Service: 'cloudfront.amazonaws.com' } })
  expect(JSON.stringify(allowed[0]?.['Condition'])).toMatch(/SourceArn.*:distribution\//)
  expect(resourcesOf(template, 'AWS::S3::Bucket').map(({ DeletionPolicy }) => DeletionPolicy)).toEqual(['Retain'])
})
