import { Linked, Pointer, type Placed } from '../checks/linked.ts'
import { distributionListName } from '../network/distribution-list.ts'
import type { Synthesized } from '../synth.ts'
import { rangeOf, type Range } from './address.ts'
import { keyOf } from './keys.ts'
import type { Acl, Net, Route, Subnet } from './net.ts'
import { outsidesOf } from './outsides.ts'
import { readAcls } from './read-acls.ts'
import { readGroups } from './read-groups.ts'
import { readHosts } from './read-hosts.ts'

/** Ways in or out that this model knows nothing of. */
const notModelled = [
  'AWS::EC2::ClientVpnEndpoint',
  'AWS::EC2::InstanceConnectEndpoint',
  'AWS::EC2::TransitGatewayAttachment',
  'AWS::EC2::TransitGatewayVpcAttachment',
  'AWS::EC2::VPCPeeringConnection',
  'AWS::EC2::VPNConnection',
  'AWS::EC2::VPNGateway',
  'AWS::EC2::VPCCidrBlock',
  'AWS::EC2::EgressOnlyInternetGateway',
  'AWS::ECS::Service',
  'AWS::EKS::Cluster',
  'AWS::ElastiCache::ReplicationGroup',
  'AWS::ElasticLoadBalancing::LoadBalancer',
  'AWS::EFS::MountTarget',
  'AWS::VpcLattice::ServiceNetworkVpcAssociation',
]

/** Reads the network of one place from its templates: pure, nothing is asked of AWS. */
export function readNet(synthesized: Pick<Synthesized, 'templates' | 'place' | 'stage'>): Net {
  const linked = new Linked(synthesized)
  const unknown = linked
    .of(...notModelled)
    .map(({ stack, id, type }) => `${stack}/${id}: ${type} is not part of the model of reach/`)
  const groups = readGroups(linked, unknown)
  const subnets = readSubnets(linked, readAcls(linked, unknown), unknown)
  const hosts = readHosts(linked, groups, subnets, unknown)
  return { hosts, outsides: outsidesOf(synthesized.stage, hosts, distributionListsOf(linked)), unknown }
}

/** Keys of what asks AWS for the id of the list of the distribution's addresses. */
export function distributionListsOf(linked: Linked): Set<string> {
  const asks = linked.of('Custom::AWS').filter(({ properties }) => {
    const asked = JSON.stringify(properties['Create'] ?? properties['Update'] ?? '')
    return asked.includes(distributionListName)
  })
  return new Set(asks.map(({ stack, id }) => `${stack}/${id}`))
}

function readSubnets(linked: Linked, aclOf: (subnetKey: string) => Acl, unknown: string[]): Map<string, Subnet> {
  const tableOf = new Map(
    linked
      .of('AWS::EC2::SubnetRouteTableAssociation')
      .map(({ properties }) => [keyOf(properties['SubnetId']), keyOf(properties['RouteTableId'])]),
  )
  const routesOf = readRoutes(linked, unknown)
  return new Map(
    linked.of('AWS::EC2::Subnet').flatMap((subnet) => {
      const key = `${subnet.stack}/${subnet.id}`
      const range = rangeOf(String(subnet.properties['CidrBlock']))
      if (!range) {
        unknown.push(`${key}: its range cannot be read: ${String(subnet.properties['CidrBlock'])}`)
        return []
      }
      // Without a table of its own a subnet has the main one, which leads nowhere but inside.
      return [[key, { key, range, acl: aclOf(key), routes: routesOf.get(tableOf.get(key) ?? '') ?? [] }] as const]
    }),
  )
}

function readRoutes(linked: Linked, unknown: string[]): Map<string, Route[]> {
  const byTable = new Map<string, Route[]>()
  const add = (table: string, route: Route) => byTable.set(table, [...(byTable.get(table) ?? []), route])
  for (const placed of linked.of('AWS::EC2::Route')) {
    const where = `${placed.stack}/${placed.id}`
    const to = rangeOf(String(placed.properties['DestinationCidrBlock']))
    const target = targetOf(linked, placed)
    if (to && target) add(keyOf(placed.properties['RouteTableId']), { to, target, where })
    else unknown.push(`${where}: a route that is not part of the model of reach/`)
  }
  for (const placed of linked.of('AWS::EC2::VPCEndpoint')) {
    if ((placed.properties['VpcEndpointType'] ?? 'Gateway') !== 'Gateway') continue
    const where = `${placed.stack}/${placed.id}`
    for (const table of (placed.properties['RouteTableIds'] ?? []) as unknown[]) {
      add(keyOf(table), { to: everything, target: { kind: 'service', endpoint: where }, where })
    }
  }
  return byTable
}

const everything: Range = { first: 0, bits: 0 }

function targetOf(linked: Linked, { properties }: Placed): Route['target'] | undefined {
  const gateway = properties['GatewayId']
  if (gateway !== undefined) {
    return linked.at(gateway)?.type === 'AWS::EC2::InternetGateway' ? { kind: 'internet' } : undefined
  }
  const through = properties['NatGatewayId'] ?? properties['NetworkInterfaceId'] ?? properties['InstanceId']
  return through instanceof Pointer ? { kind: 'nat', through: through.key } : undefined
}
