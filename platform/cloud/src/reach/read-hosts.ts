import type { Linked, Placed } from '../checks/linked.ts'
import { groupsOf, isTrue, keyOf, listOf } from './keys.ts'
import type { Group, Host, Subnet } from './net.ts'

/** What has addresses of its own, and how each kind says where it stands. */
export function readHosts(
  linked: Linked,
  groups: Map<string, Group>,
  subnets: Map<string, Subnet>,
  unknown: string[],
): Host[] {
  const publicInterfaces = new Set([
    ...linked
      .of('AWS::EC2::EIPAssociation')
      .map(({ properties }) => keyOf(properties['NetworkInterfaceId'] ?? properties['InstanceId'])),
    ...linked.of('AWS::EC2::EIP').map(({ properties }) => keyOf(properties['InstanceId'])),
  ])
  const host = (
    placed: Placed,
    name: string,
    stands: { groups: unknown; subnets: unknown; isPublic: boolean },
  ): Host[] => {
    const key = `${placed.stack}/${placed.id}`
    const found = listOf(stands.subnets).flatMap((one) => subnets.get(keyOf(one)) ?? [])
    const own = groupsOf(groups, listOf(stands.groups))
    if (found.length === 0) unknown.push(`${key}: in which subnets it stands cannot be read`)
    if (own.length !== listOf(stands.groups).length || own.length === 0) {
      unknown.push(`${key}: its security groups cannot be read, or it has none and falls into the default one`)
    }
    return [{ name, key, groups: own, subnets: found, isPublic: stands.isPublic }]
  }

  return linked.resources.flatMap((placed): Host[] => {
    const { type, properties: p, stack, id } = placed
    switch (type) {
      case 'AWS::ElasticLoadBalancingV2::LoadBalancer':
        return host(placed, 'balancer', {
          groups: p['SecurityGroups'],
          subnets: p['Subnets'],
          isPublic: (p['Scheme'] ?? 'internet-facing') === 'internet-facing',
        })
      case 'AWS::ElasticBeanstalk::Environment': {
        const option = optionsOf(p)
        return host(placed, (p['Tier'] as Record<string, unknown>)?.['Name'] === 'Worker' ? 'worker' : 'api', {
          groups: option('aws:autoscaling:launchconfiguration', 'SecurityGroups'),
          subnets: option('aws:ec2:vpc', 'Subnets'),
          isPublic: isTrue(option('aws:ec2:vpc', 'AssociatePublicIpAddress')),
        })
      }
      case 'AWS::RDS::DBInstance':
        // Instances of a cluster stand where their cluster does.
        if (p['DBClusterIdentifier'] !== undefined) {
          return isTrue(p['PubliclyAccessible']) ? publicMember(linked, placed, host) : []
        }
        return host(placed, 'database', { ...databasePlace(linked, p), isPublic: isTrue(p['PubliclyAccessible']) })
      case 'AWS::RDS::DBCluster':
        return host(placed, 'database', { ...databasePlace(linked, p), isPublic: isTrue(p['PubliclyAccessible']) })
      case 'AWS::RDS::DBProxy':
        return host(placed, 'databaseProxy', {
          groups: p['VpcSecurityGroupIds'],
          subnets: p['VpcSubnetIds'],
          isPublic: false,
        })
      case 'AWS::EC2::VPCEndpoint':
        if (p['VpcEndpointType'] !== 'Interface') return []
        return host(placed, 'endpoints', { groups: p['SecurityGroupIds'], subnets: p['SubnetIds'], isPublic: false })
      case 'AWS::EC2::NetworkInterface':
        return host(placed, isTrue(p['SourceDestCheck'] ?? true) ? nameOf(stack, id) : 'nat', {
          groups: p['GroupSet'],
          subnets: [p['SubnetId']],
          isPublic: publicInterfaces.has(`${stack}/${id}`),
        })
      case 'AWS::EC2::NatGateway': {
        const subnet = subnets.get(keyOf(p['SubnetId']))
        if (!subnet) unknown.push(`${stack}/${id}: in which subnet it stands cannot be read`)
        return subnet
          ? [
              {
                name: 'nat',
                key: `${stack}/${id}`,
                groups: undefined,
                subnets: [subnet],
                isPublic: p['ConnectivityType'] !== 'private',
              },
            ]
          : []
      }
      case 'AWS::EC2::Instance':
        return host(placed, nameOf(stack, id), {
          groups: p['SecurityGroupIds'],
          subnets: [p['SubnetId']],
          isPublic: publicInterfaces.has(`${stack}/${id}`),
        })
      case 'AWS::AutoScaling::AutoScalingGroup':
        return machines(linked, placed, host)
      case 'AWS::Lambda::Function': {
        const vpc = p['VpcConfig'] as Record<string, unknown> | undefined
        return vpc
          ? host(placed, `function ${stack}/${id}`, {
              groups: vpc['SecurityGroupIds'],
              subnets: vpc['SubnetIds'],
              isPublic: false,
            })
          : []
      }
      default:
        return []
    }
  })
}

type Make = (placed: Placed, name: string, stands: { groups: unknown; subnets: unknown; isPublic: boolean }) => Host[]

/** Machines of a group that stand on an interface made beforehand are that interface. */
function machines(linked: Linked, placed: Placed, host: Make): Host[] {
  const launch = placed.properties['LaunchTemplate'] as Record<string, unknown> | undefined
  const data = (linked.at(launch?.['LaunchTemplateId'])?.properties['LaunchTemplateData'] ?? {}) as Record<
    string,
    unknown
  >
  const [first] = (data['NetworkInterfaces'] ?? []) as Record<string, unknown>[]
  if (first?.['NetworkInterfaceId'] !== undefined) return []
  return host(placed, nameOf(placed.stack, placed.id), {
    groups: first?.['Groups'] ?? data['SecurityGroupIds'],
    subnets: placed.properties['VPCZoneIdentifier'],
    isPublic: isTrue(first?.['AssociatePublicIpAddress']),
  })
}

function publicMember(linked: Linked, placed: Placed, host: Make): Host[] {
  const cluster = linked.at(placed.properties['DBClusterIdentifier'])
  return host(placed, 'database', { ...databasePlace(linked, cluster?.properties ?? {}), isPublic: true })
}

function databasePlace(linked: Linked, properties: Record<string, unknown>) {
  const source = linked.at(properties['SourceDBInstanceIdentifier'])
  // A replica that names no place stands where its source does.
  const group = linked.at(properties['DBSubnetGroupName'] ?? source?.properties['DBSubnetGroupName'])
  return {
    groups: properties['VPCSecurityGroups'] ?? properties['VpcSecurityGroupIds'],
    subnets: group?.properties['SubnetIds'],
  }
}

/** Machines are named after the part they belong to, except those of the network, which pass packets on. */
const nameOf = (stack: string, id: string) => (stack.endsWith('-bastion') ? 'bastion' : `machine ${stack}/${id}`)

/** Reads one option of an environment; undefined when it is not set. */
export function optionsOf(properties: Record<string, unknown>) {
  const settings = (properties['OptionSettings'] ?? []) as { Namespace: string; OptionName: string; Value: unknown }[]
  return (namespace: string, name: string): unknown =>
    settings.find((setting) => setting.Namespace === namespace && setting.OptionName === name)?.Value
}
