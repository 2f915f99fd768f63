import {
  CfnSecurityGroup,
  CfnSecurityGroupEgress,
  CfnSecurityGroupIngress,
  SecurityGroup,
  type ISecurityGroup,
  type IVpc,
} from 'aws-cdk-lib/aws-ec2'
import type { Construct } from 'constructs'
import type { Stage } from '../stages.ts'

/** Every component that has addresses in the network. */
export const componentNames = [
  'balancer',
  'api',
  'worker',
  'database',
  'databaseProxy',
  'bastion',
  'endpoints',
  'nat',
] as const
export type ComponentName = (typeof componentNames)[number]

/** Who may begin a connection to whom. Answers come back by themselves: security groups remember connections. */
export interface Opening {
  from: ComponentName | 'distribution' | { cidr: string }
  to: ComponentName | 'world'
  /** TCP. */
  port: number
  /** Stands in the rule itself, where AWS takes letters, digits and a few marks only. */
  why: string
}

const ports = { https: 443, http: 80, ssh: 22, postgres: 5432, smtps: 465, submission: 587 }

/** Ports on which programs speak with the world; the way out lets no others pass. */
export const outwardPorts = [ports.https, ports.smtps, ports.submission]

/**
 * All openings of a stage. Names are answered and clocks are set from inside the network (the resolver at the second
 * address, the time service at 169.254.169.123), which no group filters: so there is no 53 and no 123 here.
 */
export function openingsOf({ network, bastion }: Stage, applicationRange: string): Opening[] {
  const openings: Opening[] = [
    // The list counts for 55 of the 60 rules a group may have: a second port would be too many.
    { from: 'distribution', to: 'balancer', port: ports.https, why: 'Everyone comes by the distribution' },
    { from: 'balancer', to: 'api', port: ports.http, why: 'Requests and health checks, to the proxy of the instance' },

    { from: 'api', to: 'database', port: ports.postgres, why: 'Everything the api knows' },
    { from: 'worker', to: 'database', port: ports.postgres, why: 'What jobs read and write' },
    { from: 'bastion', to: 'database', port: ports.postgres, why: 'Tunnels of people who look after the database' },
    { from: 'api', to: 'databaseProxy', port: ports.postgres, why: 'The database where a proxy stands before it' },
    { from: 'worker', to: 'databaseProxy', port: ports.postgres, why: 'The database where a proxy stands before it' },
    { from: 'bastion', to: 'databaseProxy', port: ports.postgres, why: 'To see what the programs see' },
    { from: 'databaseProxy', to: 'database', port: ports.postgres, why: 'The connections it keeps' },

    { from: 'bastion', to: 'api', port: ports.ssh, why: 'The only way onto an instance, with a key of one minute' },
    { from: 'bastion', to: 'worker', port: ports.ssh, why: 'The only way onto an instance, with a key of one minute' },
    { from: 'bastion', to: 'api', port: ports.http, why: 'To ask one instance for its health past the balancer' },

    { from: 'api', to: 'world', port: ports.https, why: 'AWS itself, single sign-on, calls of integrations' },
    { from: 'worker', to: 'world', port: ports.https, why: 'AWS itself, webhooks, integrations' },
    { from: 'worker', to: 'world', port: ports.smtps, why: 'Mail servers, TLS from the start' },
    { from: 'worker', to: 'world', port: ports.submission, why: 'Mail servers, STARTTLS' },
    {
      from: 'bastion',
      to: 'world',
      port: ports.https,
      why: 'Session Manager, which the bastion calls and not the other way',
    },
  ]
  if (network.nat.kind === 'instance') {
    for (const port of outwardPorts) {
      const why = `What programs say to the world on ${port} passes through`
      openings.push({ from: { cidr: applicationRange }, to: 'nat', port, why }, { from: 'nat', to: 'world', port, why })
    }
  }
  if (network.nat.kind === 'none') {
    for (const from of ['api', 'worker', 'bastion'] as const) {
      openings.push({ from, to: 'endpoints', port: ports.https, why: 'AWS itself, without leaving the network' })
    }
  }
  for (const cidr of bastion.ssh?.allowedCidrs ?? []) {
    openings.push({
      from: { cidr },
      to: 'bastion',
      port: ports.ssh,
      why: 'The jump host, for the ranges of this stage',
    })
  }
  return openings
}

/**
 * A security group for each component with the openings of the table and no others: what is handed out takes no rules
 * any more, so that no part can add one by the way.
 */
export function makeGroups(
  scope: Construct,
  vpc: IVpc,
  { openings, distributionList }: { openings: Opening[]; distributionList: string },
): Record<ComponentName, ISecurityGroup> {
  const groups = each((name) => makeGroup(scope, vpc, name, { openings, distributionList }))
  // Rules between two groups are resources of their own, since each of the two must be there first.
  for (const { from, to, port, why } of openings) {
    if (typeof from === 'object' || from === 'distribution' || to === 'world') continue
    const rule = { ipProtocol: 'tcp', fromPort: port, toPort: port, description: why }
    const [source, target] = [groups[from].attrGroupId, groups[to].attrGroupId]
    const id = `${from}To${to}On${port}`
    new CfnSecurityGroupEgress(scope, `${id}Out`, { ...rule, groupId: source, destinationSecurityGroupId: target })
    new CfnSecurityGroupIngress(scope, `${id}In`, { ...rule, groupId: target, sourceSecurityGroupId: source })
  }
  return each((name) =>
    SecurityGroup.fromSecurityGroupId(scope, `${name}GroupAsItStands`, groups[name].attrGroupId, { mutable: false }),
  )
}

function makeGroup(
  scope: Construct,
  vpc: IVpc,
  name: ComponentName,
  { openings, distributionList }: { openings: Opening[]; distributionList: string },
): CfnSecurityGroup {
  const used = openings.some(({ from, to }) => from === name || to === name)
  const rule = ({ port, why }: Opening, peer: { cidrIp: string } | { sourcePrefixListId: string }) => ({
    ipProtocol: 'tcp',
    fromPort: port,
    toPort: port,
    ...peer,
    description: why,
  })
  const outward = openings
    .filter(({ from, to }) => from === name && to === 'world')
    .map((each) => rule(each, { cidrIp: world }))
  return new CfnSecurityGroup(scope, `${name}Group`, {
    vpcId: vpc.vpcId,
    groupDescription: `${name}: ${used ? 'its rules stand in network/groups.ts' : 'not used in this stage'}`,
    securityGroupIngress: openings.flatMap((opening) => {
      if (opening.to !== name) return []
      if (opening.from === 'distribution') return [rule(opening, { sourcePrefixListId: distributionList })]
      return typeof opening.from === 'object' ? [rule(opening, { cidrIp: opening.from.cidr })] : []
    }),
    securityGroupEgress: outward.length > 0 ? outward : [toNobody],
    tags: [{ key: 'Name', value: name }],
  })
}

const world = '0.0.0.0/0'
/** A group that names nothing outward would be given everything by EC2. */
const toNobody = { ipProtocol: '-1', cidrIp: '127.0.0.1/32', description: 'Nobody; in place of everybody by default' }

const each = <T>(make: (name: ComponentName) => T) =>
  Object.fromEntries(componentNames.map((name) => [name, make(name)])) as Record<ComponentName, T>
