import { cloud } from '@baton/runtime'
import { describe, expect, test } from 'vitest'
import { stages } from '../stages.ts'
import { resourcesOf, synthesized, templateOf } from '../testing.ts'

interface Statement {
  Sid?: string
  Effect: string
  Principal: unknown
  Action: unknown
  Condition?: Record<string, Record<string, unknown>>
}

describe.each(stages)('the files of $name', ({ name, places, logDays }) => {
  const template = templateOf(synthesized(name), 'files')
  const buckets = resourcesOf(template, 'AWS::S3::Bucket')
  const files = buckets.find(({ Properties }) => Properties?.['CorsConfiguration'])!
  const accessLogs = buckets.find((bucket) => bucket !== files)!
  const statementsOf = (id: string) => {
    const policies = resourcesOf(template, 'AWS::S3::BucketPolicy').filter(
      ({ Properties }) => (Properties!['Bucket'] as { Ref: string }).Ref === id,
    )
    return policies.flatMap(({ Properties }) => (Properties!['PolicyDocument'] as { Statement: Statement[] }).Statement)
  }
  const rulesOf = (bucket: typeof files) =>
    (bucket.Properties!['LifecycleConfiguration'] as { Rules: Record<string, unknown>[] }).Rules

  test('are encrypted, closed to the world, and stay when the stack goes', () => {
    expect(buckets).toHaveLength(2)
    for (const { DeletionPolicy, UpdateReplacePolicy, Properties, id } of buckets) {
      expect([DeletionPolicy, UpdateReplacePolicy]).toEqual(['Retain', 'Retain'])
      expect(Properties).toMatchObject({
        PublicAccessBlockConfiguration: {
          BlockPublicAcls: true,
          BlockPublicPolicy: true,
          IgnorePublicAcls: true,
          RestrictPublicBuckets: true,
        },
        VersioningConfiguration: { Status: 'Enabled' },
      })
      expect(Properties).toHaveProperty('BucketEncryption')
      const refusals = statementsOf(id).filter(({ Effect }) => Effect === 'Deny')
      expect(refusals.map(({ Condition }) => Condition)).toContainEqual({ Bool: { 'aws:SecureTransport': 'false' } })
    }
  })

  test('are reached with a signature only', () => {
    const statements = statementsOf(files.id)
    expect(statements.filter(({ Effect }) => Effect === 'Allow')).toEqual([])
    expect(statements.find(({ Sid }) => Sid === 'SignedOnly')).toMatchObject({
      Effect: 'Deny',
      Principal: { AWS: '*' },
      Action: 's3:*',
      // A request without any signature has no version of one, which counts as another.
      Condition: { StringNotEquals: { 's3:signatureversion': 'AWS4-HMAC-SHA256' } },
    })
  })

  test('are brought and fetched by pages of this stage alone', () => {
    expect(files.Properties?.['CorsConfiguration']).toMatchObject({
      CorsRules: [{ AllowedOrigins: [`https://${places[0]!.domain}`], AllowedMethods: ['PUT', 'GET', 'HEAD'] }],
    })
  })

  test('go after a day where nobody finished the upload, and are never expired elsewhere', () => {
    const expiring = rulesOf(files).filter(({ ExpirationInDays }) => ExpirationInDays !== undefined)
    expect(expiring).toMatchObject([{ Prefix: cloud.files.incoming, ExpirationInDays: cloud.files.incomingDays }])
    expect(rulesOf(files)).toContainEqual(
      expect.objectContaining({
        NoncurrentVersionExpiration: { NoncurrentDays: 30 },
        AbortIncompleteMultipartUpload: { DaysAfterInitiation: 1 },
      }),
    )
  })

  test('tell in another bucket who asked for them, for as long as logs are kept', () => {
    expect(files.Properties?.['LoggingConfiguration']).toEqual({
      DestinationBucketName: { Ref: accessLogs.id },
      LogFilePrefix: 'files/',
    })
    expect(rulesOf(accessLogs)).toMatchObject([{ ExpirationInDays: logDays }])
  })

  test('the bucket of access logs takes logs of this account, each at its place, and nothing from anybody else', () => {
    const allowed = statementsOf(accessLogs.id).filter(({ Effect }) => Effect === 'Allow')
    const own = { StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } } }
    expect(allowed).toMatchObject([
      // The balancer's service names no account; the path does.
      { Principal: { Service: 'logdelivery.elasticloadbalancing.amazonaws.com' }, Action: 's3:PutObject' },
      { Principal: { Service: 'logging.s3.amazonaws.com' }, Action: 's3:PutObject', Condition: own },
    ])
    expect(JSON.stringify(allowed[0])).toContain('/balancer/AWSLogs/",{"Ref":"AWS::AccountId"},"/*"')
  })

  test('every bucket of the stage notes who asked where it may', () => {
    const [, forBuckets] = statementsOf(accessLogs.id).filter(({ Effect }) => Effect === 'Allow')
    const noting = [...synthesized(name).templates.values()]
      .flatMap((each) => resourcesOf(each, 'AWS::S3::Bucket'))
      .flatMap(
        ({ Properties }) => (Properties?.['LoggingConfiguration'] as { LogFilePrefix: string } | undefined) ?? [],
      )
    expect(noting.length).toBeGreaterThan(2)
    for (const { LogFilePrefix } of noting) expect(JSON.stringify(forBuckets)).toContain(`"/${LogFilePrefix}*"`)
  })
})
