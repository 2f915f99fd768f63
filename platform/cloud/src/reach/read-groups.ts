import type { Linked } from '../checks/linked.ts'
import { rangeOf } from './address.ts'
import { keyOf } from './keys.ts'
import type { Group, GroupRule, Peer } from './net.ts'
import { portsOf, protocolOf } from './ports.ts'

/** Reads all security groups with the rules within them and those that stand beside them, by key. */
export function readGroups(linked: Linked, unknown: string[]): Map<string, Group> {
  const groups = new Map<string, Group>()
  for (const { stack, id, properties } of linked.of('AWS::EC2::SecurityGroup')) {
    const key = `${stack}/${id}`
    const inline = (name: string) =>
      ((properties[name] ?? []) as Record<string, unknown>[]).flatMap((rule, index) =>
        readRule(rule, `${key}.${name}[${index}]`, unknown),
      )
    groups.set(key, {
      key,
      ingress: inline('SecurityGroupIngress'),
      // AWS opens every way out of a group that names none within itself, whatever stands beside it.
      egress:
        properties['SecurityGroupEgress'] === undefined
          ? [{ ...allPorts, peer: { range: { first: 0, bits: 0 } }, where: `${key} (egress by default)` }]
          : inline('SecurityGroupEgress'),
    })
  }
  for (const direction of ['ingress', 'egress'] as const) {
    const type = direction === 'ingress' ? 'AWS::EC2::SecurityGroupIngress' : 'AWS::EC2::SecurityGroupEgress'
    for (const { stack, id, properties } of linked.of(type)) {
      const group = groups.get(keyOf(properties['GroupId']))
      if (group) group[direction].push(...readRule(properties, `${stack}/${id}`, unknown))
      else unknown.push(`${stack}/${id}: opens a security group that is not in the templates`)
    }
  }
  return groups
}

const allPorts = { protocol: 'all', from: 0, to: 65535 } as const

function readRule(rule: Record<string, unknown>, where: string, unknown: string[]): GroupRule[] {
  const protocol = protocolOf(rule['IpProtocol'])
  if (protocol === 'other') return []
  // A range of IPv6 is read as the whole world: the network has no such addresses, so it means a slip.
  const peer = peerOf(rule['CidrIpv6'] === undefined ? rule : { CidrIp: '0.0.0.0/0' })
  if (!peer) {
    unknown.push(`${where}: whom it opens to cannot be read`)
    return []
  }
  return [{ protocol, ...portsOf(protocol, rule['FromPort'], rule['ToPort']), peer, where }]
}

function peerOf(rule: Record<string, unknown>): Peer | undefined {
  const group = rule['SourceSecurityGroupId'] ?? rule['DestinationSecurityGroupId']
  if (group !== undefined) return { group: keyOf(group) }
  const list = rule['SourcePrefixListId'] ?? rule['DestinationPrefixListId']
  if (list !== undefined) return { prefixList: keyOf(list) }
  const range = rangeOf(String(rule['CidrIp']))
  return range && { range }
}
