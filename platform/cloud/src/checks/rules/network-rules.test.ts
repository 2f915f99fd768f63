import { describe, expect, test } from 'vitest'
import { networkAcl } from './acl.ts'
import { cidrSanity } from './cidr.ts'
import { publicExposure } from './exposure.ts'
import { distributionListName } from '../../network/distribution-list.ts'
import { frontDoor } from './front-door.ts'
import { securityGroups } from './groups.ts'
import { zonesAreThere } from './zones.ts'
import { environment, follows, make, option, production, says } from './test/cases.ts'

describe('ranges of addresses', () => {
  const vpc = make('AWS::EC2::VPC', { CidrBlock: '10.50.0.0/16' })
  const subnet = (CidrBlock: string) => make('AWS::EC2::Subnet', { CidrBlock })
  follows(cidrSanity, [
    ['subnets beside each other', { vpc, a: subnet('10.50.0.0/20'), b: subnet('10.50.16.0/20') }],
    ['a length of 33', { vpc, a: subnet('10.50.0.0/33') }, '10.50.0.0/33 is no range'],
    ['a number over 255', { vpc, a: subnet('10.50.256.0/24') }, 'is no range'],
    ['bits behind the length', { vpc, a: subnet('10.50.0.1/24') }, 'has bits set behind its length'],
    ['subnets in each other', { vpc, a: subnet('10.50.0.0/20'), b: subnet('10.50.8.0/24') }, 'overlaps b'],
    ['a subnet outside', { vpc, a: subnet('10.51.0.0/20') }, 'outside of its network'],
    ['a range in a rule', { a: make('AWS::EC2::SecurityGroupIngress', { CidrIp: '10.50.0.0/40' }) }, 'is no range'],
  ])

  test('of two stages never overlap', () => {
    const stage = { ...production, network: { ...production.network, cidr: '10.40.128.0/17' } }
    expect(says(cidrSanity, {}, { stage }).join()).toContain('overlaps 10.40.0.0/16 of staging')
  })
})

test.each([
  ['us-west-1', 3, true],
  ['us-west-1', 2, false],
  ['eu-central-1', 3, false],
] as const)('zones that %s does not give are told before the network fails: %i', (region, zones, told) => {
  const network = { ...production.network, zones }
  const stage = { ...production, network, places: [{ ...production.places[0]!, region }] }
  expect(says(zonesAreThere, {}, { stage }).length > 0).toBe(told)
})

describe('lines of network ACLs', () => {
  const around = {
    acl: make('AWS::EC2::NetworkAcl'),
    subnet: make('AWS::EC2::Subnet', { CidrBlock: '10.50.0.0/20' }),
    both: make('AWS::EC2::SubnetNetworkAclAssociation', { SubnetId: { Ref: 'subnet' }, NetworkAclId: { Ref: 'acl' } }),
  }
  const line = (RuleNumber: number, Egress: boolean, From: number, To: number, RuleAction = 'allow') =>
    make('AWS::EC2::NetworkAclEntry', {
      NetworkAclId: { Ref: 'acl' },
      RuleNumber,
      Egress,
      Protocol: 6,
      RuleAction,
      CidrBlock: '0.0.0.0/0',
      PortRange: { From, To },
    })
  follows(networkAcl, [
    ['there and back', { ...around, a: line(100, false, 443, 443), b: line(100, true, 1024, 65535) }],
    ['a number too high', { ...around, a: line(40000, false, 1024, 65535) }, 'Rule number 40000 does not exist'],
    [
      'a number twice',
      { ...around, a: line(100, false, 1024, 65535), b: line(100, false, 2000, 2001) },
      'has the same number',
    ],
    ['no way back', { ...around, a: line(100, false, 443, 443) }, 'no line lets the answers back'],
    [
      'a way back for some ports',
      { ...around, a: line(100, false, 443, 443), b: line(100, true, 32768, 65535) },
      'no line lets the answers back',
    ],
    [
      'more than AWS gives',
      {
        ...around,
        ...Object.fromEntries(
          Array.from({ length: 21 }, (_, index) => [`l${index}`, line(100 + index, false, 2000 + index, 2000 + index)]),
        ),
      },
      'has 21 lines in',
    ],
    [
      'what forbids after what allows',
      { ...around, a: line(100, false, 1024, 65535), b: line(110, false, 5432, 5432, 'deny') },
      'It is never met',
    ],
  ])
})

describe('security groups', () => {
  const group = (ingress: unknown[], egress: unknown[] | undefined = []) =>
    make('AWS::EC2::SecurityGroup', { SecurityGroupIngress: ingress, ...(egress && { SecurityGroupEgress: egress }) })
  const world = (FromPort: number, ToPort = FromPort, CidrIp = '0.0.0.0/0') => ({
    IpProtocol: 'tcp',
    FromPort,
    ToPort,
    CidrIp,
  })
  const list = (FromPort: number) => ({ IpProtocol: 'tcp', FromPort, ToPort: FromPort, SourcePrefixListId: 'pl-1' })
  follows(securityGroups, [
    ['the door, for a list', { door: group([list(443)]) }],
    ['the door, for everybody', { door: group([world(443)]) }, 'lets the world in on 443–443'],
    ['a range of ports', { door: group([world(80, 443)]) }, 'lets the world in on 80–443'],
    ['ssh', { other: group([world(22)]) }, 'lets the world in on 22–22'],
    ['half of the world', { other: group([world(22, 22, '128.0.0.0/1')]) }, 'lets the world in'],
    ['ssh for one office', { other: group([world(22, 22, '203.0.113.0/24')]) }],
    [
      'the world of IPv6',
      { other: group([{ IpProtocol: 'tcp', FromPort: 22, ToPort: 22, CidrIpv6: '::/0' }]) },
      'lets the world in',
    ],
    ['a list on two ports', { door: group([list(443), list(80)]) }, 'count for 110'],
    [
      'a list and five ranges',
      { door: group([list(443), ...[1, 2, 3, 4, 5].map((n) => world(22, 22, `203.0.113.${n}/32`))]) },
    ],
    ['no word on ways out', { door: make('AWS::EC2::SecurityGroup', {}) }, 'AWS opens all of them'],
  ])
})

describe('the front door', () => {
  const { domain } = production.places[0]!
  const asks = make('Custom::AWS', { Update: `{"Values":["${distributionListName}"]}` })
  const listId = { 'Fn::GetAtt': ['asks', 'PrefixLists.0.PrefixListId'] }
  const door = (peer: Record<string, unknown>) =>
    make('AWS::EC2::SecurityGroup', {
      SecurityGroupIngress: [{ IpProtocol: 'tcp', FromPort: 443, ToPort: 443, ...peer }],
      SecurityGroupEgress: [],
    })
  const balancer = make('AWS::ElasticLoadBalancingV2::LoadBalancer', {
    SecurityGroups: [{ 'Fn::GetAtt': ['door', 'GroupId'] }],
  })
  const distribution = make('AWS::CloudFront::Distribution', { DistributionConfig: { Aliases: [domain] } })
  const name = (DNSName: unknown) => make('AWS::Route53::RecordSet', { Name: `${domain}.`, AliasTarget: { DNSName } })
  const closed = { asks, balancer, door: door({ SourcePrefixListId: listId }), distribution }
  follows(frontDoor, [
    ['for the distribution alone', closed],
    ['for everybody', { ...closed, door: door({ CidrIp: '0.0.0.0/0' }) }, 'others than the distribution'],
    ['for one office', { ...closed, door: door({ CidrIp: '203.0.113.0/24' }) }, 'others than the distribution'],
    ['for a list of others', { ...closed, door: door({ SourcePrefixListId: 'pl-1' }) }, 'others than the distribution'],
    ['with no distribution before it', { ...closed, distribution: make('AWS::S3::Bucket') }, 'No distribution serves'],
    ['to which the domain leads', { ...closed, name: name({ 'Fn::GetAtt': ['distribution', 'DomainName'] }) }],
    [
      'past which the domain leads',
      { ...closed, name: name({ 'Fn::Join': ['', ['dualstack.', { 'Fn::GetAtt': ['balancer', 'DNSName'] }]] }) },
      'leads past the distribution',
    ],
  ])
})

describe('what the world meets', () => {
  const blocked = {
    BlockPublicAcls: true,
    BlockPublicPolicy: true,
    IgnorePublicAcls: true,
    RestrictPublicBuckets: true,
  }
  const policy = (statement: Record<string, unknown>) =>
    make('AWS::SQS::QueuePolicy', { PolicyDocument: { Statement: [{ Effect: 'Allow', ...statement }] } })
  follows(publicExposure, [
    ['a closed bucket', { a: make('AWS::S3::Bucket', { PublicAccessBlockConfiguration: blocked }) }],
    [
      'a bucket that leaves one gap',
      { a: make('AWS::S3::Bucket', { PublicAccessBlockConfiguration: { ...blocked, BlockPublicPolicy: false } }) },
      'BlockPublicPolicy',
    ],
    [
      'a public ACL',
      { a: make('AWS::S3::Bucket', { PublicAccessBlockConfiguration: blocked, AccessControl: 'PublicRead' }) },
      'PublicRead',
    ],
    ['a database with an address', { a: make('AWS::RDS::DBInstance', { PubliclyAccessible: true }) }, 'public address'],
    [
      'a subnet that gives addresses away',
      { a: make('AWS::EC2::Subnet', { MapPublicIpOnLaunch: true }) },
      'public address',
    ],
    [
      'instances with addresses',
      { a: environment({}, [option('aws:ec2:vpc', 'AssociatePublicIpAddress', 'true')]) },
      'public addresses',
    ],
    ['a function for anybody', { a: make('AWS::Lambda::Url', { AuthType: 'NONE' }) }, 'Anybody may call'],
    ['a queue for everybody', { a: policy({ Principal: '*' }) }, 'allows everybody'],
    ['a queue for every account', { a: policy({ Principal: { AWS: '*' } }) }, 'allows everybody'],
    ['a queue for one topic', { a: policy({ Principal: '*', Condition: { ArnEquals: { 'aws:SourceArn': 'x' } } }) }],
    ['a queue for a service', { a: policy({ Principal: { Service: 's.amazonaws.com' } }) }, 'for any account'],
    [
      'a queue for a service on behalf of one account',
      {
        a: policy({
          Principal: { Service: 's.amazonaws.com' },
          Condition: { StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } } },
        }),
      },
    ],
    [
      'the balancer’s logs of this account',
      {
        a: policy({
          Principal: { Service: 'logdelivery.elasticloadbalancing.amazonaws.com' },
          Resource: { 'Fn::Join': ['', ['arn:aws:s3:::b/AWSLogs/', { Ref: 'AWS::AccountId' }, '/*']] },
        }),
      },
    ],
    [
      'the balancer’s logs of any account',
      {
        a: policy({
          Principal: { Service: 'logdelivery.elasticloadbalancing.amazonaws.com' },
          Resource: 'arn:aws:s3:::b/*',
        }),
      },
      'for any account',
    ],
    ['everybody is denied', { a: policy({ Effect: 'Deny', Principal: '*' }) }],
  ])
})
