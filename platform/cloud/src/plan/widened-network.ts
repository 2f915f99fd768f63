import type { Resource, Template } from '../synth.ts'

/** A rule inside a security group or beside it; both have the same shape. */
interface Rule {
  IpProtocol?: unknown
  FromPort?: unknown
  ToPort?: unknown
  [peer: string]: unknown
}

/**
 * What may be reached after a change that could not be reached before: rules of security groups and access lists,
 * routes to the world, paths of the distribution and ports of balancers, addresses and switches that make something
 * public, rules of a firewall that are gone. Closing is never reported.
 */
export function widenedNetwork(before: Template, after: Template): string[] {
  const known = openingsOf(before)
  const opened = openingsOf(after).filter((opening) => !known.some((each) => covers(each, opening)))
  const guarded = guardsOf(after)
  return [
    ...opened,
    ...guardsOf(before)
      .filter((guard) => !guarded.includes(guard))
      .map((guard) => `No longer: ${guard}`),
  ]
}

/** What keeps somebody out who could reach it: it widens the network when it goes. */
function guardsOf({ Resources }: Template): string[] {
  return Object.entries(Resources).flatMap(([id, { Type, Properties = {} }]) => {
    if (Type === 'AWS::WAFv2::WebACLAssociation') return [`${text(Properties['ResourceArn'])} stands behind a firewall`]
    if (Type !== 'AWS::WAFv2::WebACL') return []
    return listOf(Properties['Rules']).map(
      ({ Name, Statement, Action, OverrideAction }) =>
        `${id} turns away by ${text(Name)}: ${text(Statement)} ${text(Action ?? OverrideAction)}`,
    )
  })
}

const range = /(?<base>\d+\.\d+\.\d+\.\d+)\/(?<bits>\d+)/

/** Whether everything that `young` lets pass passed through `old` too: the same words, for a range within its range. */
function covers(old: string, young: string): boolean {
  if (old === young) return true
  const [wide, narrow] = [old.match(range)?.groups, young.match(range)?.groups]
  if (!wide || !narrow || old.replace(range, '') !== young.replace(range, '')) return false
  const shift = 2 ** (32 - Number(wide['bits']))
  return (
    Number(wide['bits']) <= Number(narrow['bits']) && inBlock(wide['base']!, shift) === inBlock(narrow['base']!, shift)
  )
}

const inBlock = (address: string, size: number): number =>
  Math.floor(address.split('.').reduce((sum, part) => sum * 256 + Number(part), 0) / size)

function openingsOf(template: Template): string[] {
  return Object.entries(template.Resources).flatMap(([id, resource]) => openingsOfResource(id, resource))
}

function openingsOfResource(id: string, { Type, Properties = {} }: Resource): string[] {
  const is = (name: string, value: unknown, word: string) =>
    String(Properties[name]) === String(value) ? [`${id} ${word}`] : []
  switch (Type) {
    case 'AWS::EC2::SecurityGroup':
      return [
        ...listOf(Properties['SecurityGroupIngress']).map((rule) => `${id} may be reached ${said(rule)}`),
        ...listOf(Properties['SecurityGroupEgress']).map((rule) => `${id} may reach out ${said(rule)}`),
      ]
    case 'AWS::EC2::SecurityGroupIngress':
      return [`${text(Properties['GroupId'])} may be reached ${said(Properties)}`]
    case 'AWS::EC2::SecurityGroupEgress':
      return [`${text(Properties['GroupId'])} may reach out ${said(Properties)}`]
    case 'AWS::EC2::NetworkAclEntry':
      if (Properties['RuleAction'] !== 'allow') return []
      return [
        `${text(Properties['NetworkAclId'])} lets ${Properties['Egress'] === true ? 'out' : 'in'} protocol ` +
          `${text(Properties['Protocol'])} ${text(Properties['PortRange'] ?? 'all ports')} for ` +
          text(Properties['CidrBlock'] ?? Properties['Ipv6CidrBlock']),
      ]
    case 'AWS::EC2::Route':
      return [
        `${text(Properties['RouteTableId'])} has a way to ` +
          `${text(Properties['DestinationCidrBlock'] ?? Properties['DestinationIpv6CidrBlock'])} through ` +
          text(
            Properties['GatewayId'] ??
              Properties['NatGatewayId'] ??
              Properties['NetworkInterfaceId'] ??
              Properties['InstanceId'],
          ),
      ]
    case 'AWS::EC2::Subnet':
      return is('MapPublicIpOnLaunch', true, 'gives public addresses to what starts in it')
    case 'AWS::RDS::DBInstance':
      return is('PubliclyAccessible', true, 'is a database with a public address')
    case 'AWS::ElasticLoadBalancingV2::LoadBalancer':
      return is('Scheme', 'internet-facing', 'is a balancer that faces the world')
    case 'AWS::ElasticLoadBalancingV2::Listener':
      return [`${id} listens on ${text(Properties['Protocol'])} ${text(Properties['Port'])}`]
    case 'AWS::CloudFront::Distribution':
      return pathsOf(id, (Properties['DistributionConfig'] ?? {}) as DistributionConfig)
    case 'AWS::Lambda::Url':
      return is('AuthType', 'NONE', 'answers anyone without signature')
    case 'AWS::ElasticBeanstalk::Environment':
      return listOf(Properties['OptionSettings'])
        .filter((option) => option['OptionName'] === 'AssociatePublicIpAddress' && String(option['Value']) === 'true')
        .map(() => `${id} gives its instances public addresses`)
    case 'AWS::S3::Bucket': {
      const block = (Properties['PublicAccessBlockConfiguration'] ?? {}) as Record<string, unknown>
      const walls = ['BlockPublicAcls', 'BlockPublicPolicy', 'IgnorePublicAcls', 'RestrictPublicBuckets']
      const { CorsRules } = (Properties['CorsConfiguration'] ?? {}) as { CorsRules?: unknown }
      return [
        ...walls.filter((wall) => block[wall] !== true).map((wall) => `${id} is a bucket without ${wall}`),
        ...listOf(CorsRules)
          .flatMap(({ AllowedOrigins }) => AllowedOrigins as unknown[])
          .map((origin) => `${id} answers scripts of ${text(origin)}`),
      ]
    }
    default:
      return []
  }
}

interface DistributionConfig {
  DefaultCacheBehavior?: Behavior
  CacheBehaviors?: Behavior[]
  Origins?: { Id: string; DomainName: unknown }[]
}
interface Behavior {
  PathPattern?: string
  TargetOriginId: string
  ViewerProtocolPolicy: string
}

/** What a distribution answers, from where, and whether without TLS too. */
function pathsOf(
  id: string,
  { DefaultCacheBehavior, CacheBehaviors = [], Origins = [] }: DistributionConfig,
): string[] {
  return [...(DefaultCacheBehavior ? [DefaultCacheBehavior] : []), ...CacheBehaviors].flatMap(
    ({ PathPattern = 'all other paths', TargetOriginId, ViewerProtocolPolicy }) => {
      const origin = Origins.find((each) => each.Id === TargetOriginId)?.DomainName
      return [
        `${id} answers ${PathPattern} from ${text(origin)}`,
        ...(ViewerProtocolPolicy === 'allow-all' ? [`${id} answers ${PathPattern} without TLS`] : []),
      ]
    },
  )
}

function said(rule: Rule): string {
  const peer =
    rule['CidrIp'] ??
    rule['CidrIpv6'] ??
    rule['SourceSecurityGroupId'] ??
    rule['DestinationSecurityGroupId'] ??
    rule['SourcePrefixListId'] ??
    rule['DestinationPrefixListId'] ??
    'an unknown peer'
  if (String(rule.IpProtocol) === '-1') return `on every protocol and port, peer ${text(peer)}`
  const ports = rule.FromPort === rule.ToPort ? text(rule.FromPort) : `${text(rule.FromPort)}–${text(rule.ToPort)}`
  return `on ${text(rule.IpProtocol)} ${ports}, peer ${text(peer)}`
}

const listOf = (value: unknown): Rule[] => (Array.isArray(value) ? (value as Rule[]) : [])

/** References as a person writes them: `{ Ref: 'Vpc' }` is Vpc, an attribute is Vpc.CidrBlock. */
export function text(value: unknown): string {
  if (value === null || typeof value !== 'object') return String(value)
  const { Ref, 'Fn::GetAtt': attribute } = value as { Ref?: string; 'Fn::GetAtt'?: string[] }
  if (Ref) return Ref
  if (Array.isArray(attribute)) return attribute.join('.')
  return JSON.stringify(value)
}
