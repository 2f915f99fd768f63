import type { Linked } from '../checks/linked.ts'
import { rangeOf } from './address.ts'
import { isTrue, keyOf } from './keys.ts'
import type { Acl, AclRule } from './net.ts'
import { portsOf, protocolOf } from './ports.ts'

/** What a subnet has that nobody gave one: all passes. */
const open: Acl = (() => {
  const all: AclRule = {
    number: 100,
    allow: true,
    protocol: 'all',
    range: { first: 0, bits: 0 },
    from: 0,
    to: 65535,
    where: 'the default ACL',
  }
  return { key: 'default', in: [all], out: [all] }
})()

/** Reads all ACLs; the answer tells which one a subnet has. */
export function readAcls(linked: Linked, unknown: string[]): (subnetKey: string) => Acl {
  const acls = new Map<string, Acl>(
    linked.of('AWS::EC2::NetworkAcl').map(({ stack, id }) => {
      const key = `${stack}/${id}`
      return [key, { key, in: [], out: [] }]
    }),
  )
  for (const { stack, id, properties } of linked.of('AWS::EC2::NetworkAclEntry')) {
    const acl = acls.get(keyOf(properties['NetworkAclId']))
    const range = rangeOf(String(properties['CidrBlock']))
    const protocol = protocolOf(properties['Protocol'])
    // Ranges of IPv6 have no meaning in a network without such addresses, and other protocols no ports.
    if (properties['Ipv6CidrBlock'] !== undefined || protocol === 'other') continue
    if (!acl || !range) {
      unknown.push(`${stack}/${id}: a line of a network ACL that cannot be read`)
      continue
    }
    const given = (properties['PortRange'] ?? {}) as Record<string, unknown>
    acl[isTrue(properties['Egress']) ? 'out' : 'in'].push({
      number: Number(properties['RuleNumber']),
      allow: String(properties['RuleAction']).toLowerCase() === 'allow',
      protocol,
      range,
      ...portsOf(protocol, given['From'], given['To']),
      where: `${stack}/${id}`,
    })
  }
  for (const acl of acls.values()) {
    acl.in.sort((one, other) => one.number - other.number)
    acl.out.sort((one, other) => one.number - other.number)
  }
  const aclOfSubnet = new Map(
    linked
      .of('AWS::EC2::SubnetNetworkAclAssociation')
      .map(({ properties }) => [keyOf(properties['SubnetId']), acls.get(keyOf(properties['NetworkAclId']))]),
  )
  return (subnetKey) => aclOfSubnet.get(subnetKey) ?? open
}
