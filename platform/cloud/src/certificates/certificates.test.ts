import { describe, expect, test } from 'vitest'
import { stages } from '../stages.ts'
import { onlyOf, synthesized, templateOf } from '../testing.ts'

describe.each(stages)('the certificate of the balancer of $name', ({ name, places }) => {
  const template = templateOf(synthesized(name), 'certificates')
  const { domain, zoneId } = places[0]!

  test('proves its name by a record in the zone of the place, so that AWS renews it by itself', () => {
    expect(onlyOf(template, 'AWS::CertificateManager::Certificate')).toMatchObject({
      DomainName: `origin.${domain}`,
      ValidationMethod: 'DNS',
      DomainValidationOptions: [{ DomainName: `origin.${domain}`, HostedZoneId: zoneId }],
    })
  })

  test('is missed a month before it ends, not when it has ended', () => {
    expect(onlyOf(template, 'AWS::CloudWatch::Alarm')).toMatchObject({
      MetricName: 'DaysToExpiry',
      ComparisonOperator: 'LessThanThreshold',
      Threshold: 30,
    })
  })

  test('of the distribution is made in us-east-1, for the name that people type', () => {
    const edge = synthesized(name).templates.get(`baton-${name}-edge`)!
    expect(onlyOf(edge, 'AWS::CertificateManager::Certificate')).toMatchObject({
      DomainName: domain,
      ValidationMethod: 'DNS',
      DomainValidationOptions: [{ DomainName: domain, HostedZoneId: zoneId }],
    })
  })
})
