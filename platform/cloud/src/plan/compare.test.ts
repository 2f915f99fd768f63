import { describe, expect, test } from 'vitest'
import type { Resource, Template } from '../synth.ts'
import { compare } from './compare.ts'

const stack = (Resources: Record<string, Resource>) => new Map<string, Template>([['baton-test-part', { Resources }]])

const queue = (Properties: Record<string, unknown>): Record<string, Resource> => ({
  Queue: { Type: 'AWS::SQS::Queue', Properties },
})

const environment = (tier: string): Record<string, Resource> => ({
  Environment: {
    Type: 'AWS::ElasticBeanstalk::Environment',
    Properties: { ApplicationName: 'baton', Tier: { Name: tier, Type: 'Standard' } },
  },
})

const role = (...statements: Record<string, unknown>[]): Record<string, Resource> => ({
  Role: {
    Type: 'AWS::IAM::Role',
    Properties: {
      AssumeRolePolicyDocument: { Statement: [] },
      Policies: [{ PolicyName: 'own', PolicyDocument: { Version: '2012-10-17', Statement: statements } }],
    },
  },
})

const group = (...rules: Record<string, unknown>[]): Record<string, Resource> => ({
  Group: {
    Type: 'AWS::EC2::SecurityGroup',
    Properties: { GroupDescription: 'a group', SecurityGroupIngress: rules },
  },
})

describe('what a change does to each resource', () => {
  const cases: [string, Record<string, Resource>, Record<string, Resource>, string, string[]][] = [
    ['a new one is created', {}, queue({ VisibilityTimeout: 30 }), 'created', []],
    ['one that is gone is deleted', queue({ VisibilityTimeout: 30 }), {}, 'deleted', []],
    [
      'one that is gone but kept is left behind',
      { Queue: { Type: 'AWS::SQS::Queue', DeletionPolicy: 'Retain', Properties: {} } },
      {},
      'left behind',
      [],
    ],
    [
      'a property that can change changes in place',
      queue({ VisibilityTimeout: 30 }),
      queue({ VisibilityTimeout: 60 }),
      'changed',
      ['VisibilityTimeout'],
    ],
    [
      'a property that cannot change replaces the resource',
      queue({ QueueName: 'one' }),
      queue({ QueueName: 'two' }),
      'replaced',
      ['QueueName'],
    ],
    [
      'a nested property that cannot change replaces it too',
      environment('WebServer'),
      environment('Worker'),
      'replaced',
      ['Tier.Name', 'Tier'],
    ],
  ]
  test.each(cases)('%s', (_, before, after, effect, properties) => {
    expect(compare(stack(before), stack(after)).changes).toMatchObject([{ effect, properties }])
  })

  test('nothing is reported when nothing differs', () => {
    const same = stack({ ...queue({ VisibilityTimeout: 30 }), ...environment('Worker') })
    expect(compare(same, structuredClone(same))).toEqual({ changes: [], permissions: [], network: [] })
  })

  test('a stack that is gone deletes all it held', () => {
    expect(compare(stack(queue({})), new Map()).changes).toMatchObject([
      { stack: 'baton-test-part', effect: 'deleted' },
    ])
  })

  test('a parent whose nested template is another file is not a change by itself', () => {
    const parent = (file: string, nat: string) =>
      new Map([
        [
          'baton-test',
          {
            Resources: {
              Network: {
                Type: 'AWS::CloudFormation::Stack',
                Properties: { TemplateURL: { 'Fn::Sub': file }, Parameters: { nat } },
              },
            },
          },
        ],
      ])
    expect(compare(parent('a.json', 'x'), parent('b.json', 'x')).changes).toEqual([])
    expect(compare(parent('a.json', 'x'), parent('b.json', 'y')).changes).toMatchObject([{ effect: 'changed' }])
  })
})

describe('permissions are widened', () => {
  const read = { Effect: 'Allow', Action: 's3:GetObject', Resource: 'arn:aws:s3:::one/*' }
  const write = { Effect: 'Allow', Action: 's3:PutObject', Resource: 'arn:aws:s3:::one/*' }
  const never = { Effect: 'Deny', Action: 's3:DeleteObject', Resource: '*' }
  const widened = (before: Record<string, Resource>, after: Record<string, Resource>) =>
    compare(stack(before), stack(after)).permissions

  test('by a new statement that allows', () => {
    expect(widened(role(read), role(read, write))).toEqual([
      expect.stringMatching(/may Allow: s3:PutObject|s3:PutObject/),
    ])
  })
  test('by one that forbade and is gone', () => {
    expect(widened(role(read, never), role(read))).toEqual([expect.stringContaining('no longer forbidden')])
  })
  test('by a boundary taken off', () => {
    const bound = role(read)
    bound['Role']!.Properties!['PermissionsBoundary'] = { Ref: 'Boundary' }
    expect(widened(bound, role(read))).toEqual([expect.stringContaining('no longer bound')])
  })
  const ceiling = (...Statement: Record<string, unknown>[]): Record<string, Resource> => ({
    Ceiling: { Type: 'AWS::IAM::ManagedPolicy', Properties: { PolicyDocument: { Statement } } },
  })
  const all = { Effect: 'Allow', Action: ['s3:*', 'sqs:*'], Resource: '*' }
  const noRights = { Effect: 'Deny', Action: ['iam:Put*', 'iam:Attach*'], Resource: '*' }
  test('by a ceiling that is raised, though nobody is named in it', () => {
    const low = ceiling(all, noRights)
    expect(widened(low, ceiling({ ...all, Action: ['s3:*', 'sqs:*', 'organizations:*'] }, noRights))).toEqual([
      expect.stringContaining('Ceiling allows organizations:* on *'),
    ])
    expect(widened(low, ceiling(all))).toEqual([
      expect.stringContaining('no longer forbids iam:Put*'),
      expect.stringContaining('no longer forbids iam:Attach*'),
    ])
    const onlyAtNight = { ...noRights, Condition: { StringEquals: { 'aws:RequestedRegion': 'eu-central-1' } } }
    expect(widened(low, ceiling(all, onlyAtNight))).toHaveLength(2)
    expect(widened(low, ceiling({ ...all, Action: 's3:*' }, noRights, never))).toEqual([])
  })
  test('not by taking rights away, and not by forbidding more', () => {
    expect(widened(role(read, write), role(read))).toEqual([])
    expect(widened(role(read), role(read, never))).toEqual([])
  })
})

describe('the network is widened', () => {
  const https = { IpProtocol: 'tcp', FromPort: 443, ToPort: 443, CidrIp: '0.0.0.0/0' }
  const acl = (action: string): Record<string, Resource> => ({
    Entry: {
      Type: 'AWS::EC2::NetworkAclEntry',
      Properties: {
        NetworkAclId: { Ref: 'Acl' },
        RuleNumber: 100,
        Protocol: 6,
        RuleAction: action,
        CidrBlock: '10.0.0.0/8',
      },
    },
  })
  const distribution = (...CacheBehaviors: Record<string, unknown>[]): Record<string, Resource> => ({
    Distribution: {
      Type: 'AWS::CloudFront::Distribution',
      Properties: {
        DistributionConfig: { CacheBehaviors, Origins: [{ Id: 'balancer', DomainName: 'origin.baton.example' }] },
      },
    },
  })
  const firewall = (...names: string[]): Record<string, Resource> => ({
    Firewall: {
      Type: 'AWS::WAFv2::WebACL',
      Properties: { Rules: names.map((Name) => ({ Name, Statement: {}, Action: { Block: {} } })) },
    },
  })
  const bucketFor = (...AllowedOrigins: string[]): Resource => ({
    Type: 'AWS::S3::Bucket',
    Properties: { CorsConfiguration: { CorsRules: [{ AllowedOrigins }] } },
  })
  const cases: [string, Record<string, Resource>, Record<string, Resource>][] = [
    ['by a rule of a group', group(), group(https)],
    ['by a wider rule', group({ ...https, CidrIp: '10.0.0.0/8' }), group(https)],
    [
      'by a rule beside a group',
      group(),
      {
        ...group(),
        Rule: { Type: 'AWS::EC2::SecurityGroupIngress', Properties: { GroupId: { Ref: 'Group' }, ...https } },
      },
    ],
    ['by an access list that lets pass', acl('deny'), acl('allow')],
    [
      'by a route to the world',
      {},
      {
        Route: {
          Type: 'AWS::EC2::Route',
          Properties: {
            RouteTableId: { Ref: 'Data' },
            DestinationCidrBlock: '0.0.0.0/0',
            GatewayId: { Ref: 'Gateway' },
          },
        },
      },
    ],
    [
      'by a database with a public address',
      { Database: { Type: 'AWS::RDS::DBInstance', Properties: { PubliclyAccessible: false } } },
      { Database: { Type: 'AWS::RDS::DBInstance', Properties: { PubliclyAccessible: true } } },
    ],
    [
      'by a path of the distribution that leads to the balancer',
      distribution(),
      distribution({ PathPattern: '/metrics', TargetOriginId: 'balancer', ViewerProtocolPolicy: 'https-only' }),
    ],
    [
      'by a distribution that answers without TLS',
      distribution({ PathPattern: '/api/*', TargetOriginId: 'balancer', ViewerProtocolPolicy: 'https-only' }),
      distribution({ PathPattern: '/api/*', TargetOriginId: 'balancer', ViewerProtocolPolicy: 'allow-all' }),
    ],
    [
      'by a port on which a balancer listens',
      {},
      { Listener: { Type: 'AWS::ElasticLoadBalancingV2::Listener', Properties: { Port: 8080, Protocol: 'HTTP' } } },
    ],
    ['by a rule of the firewall that is gone', firewall('floods', 'known-bad'), firewall('floods')],
    [
      'by files that scripts of anybody’s pages may ask for',
      { Bucket: bucketFor('https://app.baton.example') },
      { Bucket: bucketFor('https://app.baton.example', '*') },
    ],
    [
      'by a bucket without its walls',
      {
        Bucket: {
          Type: 'AWS::S3::Bucket',
          Properties: {
            PublicAccessBlockConfiguration: {
              BlockPublicAcls: true,
              BlockPublicPolicy: true,
              IgnorePublicAcls: true,
              RestrictPublicBuckets: true,
            },
          },
        },
      },
      { Bucket: { Type: 'AWS::S3::Bucket', Properties: {} } },
    ],
  ]
  test.each(cases)('%s, and closing it again is no widening', (_, closed, open) => {
    expect(compare(stack(closed), stack(open)).network.length).toBeGreaterThan(0)
    expect(compare(stack(open), stack(closed)).network).toEqual([])
  })
})
