import { Validations } from 'aws-cdk-lib'
import {
  CfnNetworkAcl,
  CfnNetworkAclEntry,
  CfnSubnetNetworkAclAssociation,
  type ISubnet,
  type IVpc,
} from 'aws-cdk-lib/aws-ec2'
import type { Construct } from 'constructs'
import type { Stage } from '../stages.ts'
import { tierNames, type Addresses, type TierName } from './addresses.ts'

/** One line of a network ACL. TCP; what no line lets through is dropped. */
export interface AclRule {
  /** Rules are read from the lowest number; the gaps leave room. */
  number: number
  direction: 'in' | 'out'
  /** The other side. */
  cidr: string
  from: number
  to: number
  why: string
}

const world = '0.0.0.0/0'
/** What a client's own port may be: Linux begins at 32768, NAT gateways and balancers at 1024. */
const answers = { from: 1024, to: 65535 }
const port = (number: number) => ({ from: number, to: number })

/**
 * The rules of each tier. ACLs remember no connection, so each way needs its way back: those are the lines with
 * `answers`. They stand behind the security groups as a second fence between tiers, and speak of tiers, not components.
 *
 * UDP is let through nowhere: the network's own resolver and time service are reached past every ACL.
 */
export function aclRulesOf({ network, bastion }: Stage, { tiers }: Addresses): Record<TierName, AclRule[]> {
  const { public: open, application, data } = tiers
  const goesOut = network.nat.kind !== 'none'
  const jump = bastion.ssh?.allowedCidrs ?? []
  const jumps = jump.length > 0
  const lines = (direction: AclRule['direction'], rules: (Omit<AclRule, 'number' | 'direction'> | false)[]) =>
    rules.filter((rule) => rule !== false).map((rule, index) => ({ number: 100 + index * 10, direction, ...rule }))

  return {
    public: [
      ...lines('in', [
        // An ACL cannot name the distribution's addresses; the balancer's group does.
        { cidr: world, ...port(443), why: 'To the balancer; and from programs on their way out' },
        goesOut && { cidr: application, ...port(465), why: 'Mail on its way out' },
        goesOut && { cidr: application, ...port(587), why: 'Mail on its way out' },
        ...jump.map((cidr) => ({ cidr, ...port(22), why: 'To the jump host, from the ranges of this stage' })),
        { cidr: world, ...answers, why: 'Answers of the world to programs, and of programs to the balancer' },
      ]),
      ...lines('out', [
        { cidr: world, ...answers, why: 'Answers to the distribution, and of the world back to programs' },
        { cidr: application, ...port(80), why: 'From the balancer to the api' },
        (goesOut || jumps) && { cidr: world, ...port(443), why: 'Programs to the world, behind the NAT' },
        goesOut && { cidr: world, ...port(465), why: 'Mail' },
        goesOut && { cidr: world, ...port(587), why: 'Mail' },
        jumps && { cidr: application, ...port(22), why: 'From the jump host to instances' },
        jumps && { cidr: data, ...port(5432), why: 'From the jump host to the database' },
      ]),
    ],
    application: [
      ...lines('in', [
        { cidr: open, ...port(80), why: 'From the balancer' },
        { cidr: application, ...port(22), why: 'From the bastion to an instance in another zone' },
        { cidr: application, ...port(80), why: 'From the bastion to the health page of an instance' },
        { cidr: application, ...port(443), why: 'To interface endpoints in another zone' },
        jumps && { cidr: open, ...port(22), why: 'From the jump host' },
        jumps && !goesOut && { cidr: open, ...port(443), why: 'From the jump host to interface endpoints' },
        { cidr: world, ...answers, why: 'Answers of the world, of S3 and of the database' },
      ]),
      ...lines('out', [
        { cidr: world, ...port(443), why: 'To AWS and the world; to S3 through its endpoint' },
        goesOut && { cidr: world, ...port(465), why: 'Mail' },
        goesOut && { cidr: world, ...port(587), why: 'Mail' },
        { cidr: data, ...port(5432), why: 'To the database' },
        { cidr: application, ...port(22), why: 'From the bastion to an instance in another zone' },
        { cidr: application, ...port(80), why: 'From the bastion to the health page of an instance' },
        { cidr: open, ...answers, why: 'Answers to the balancer and to a jump host' },
        { cidr: application, ...answers, why: 'Answers to programs and the bastion in another zone' },
      ]),
    ],
    // Nothing from or to the world, whatever a security group may say one day.
    data: [
      ...lines('in', [
        { cidr: application, ...port(5432), why: 'Programs and the bastion' },
        { cidr: data, ...port(5432), why: 'The proxy and a replica, from another zone' },
        jumps && { cidr: open, ...port(5432), why: 'The jump host' },
        { cidr: data, ...answers, why: 'Answers to the proxy and to a replica' },
      ]),
      ...lines('out', [
        { cidr: application, ...answers, why: 'Answers to programs and the bastion' },
        { cidr: data, ...port(5432), why: 'The proxy and a replica, to another zone' },
        { cidr: data, ...answers, why: 'Answers to the proxy and to a replica' },
        jumps && { cidr: open, ...answers, why: 'Answers to the jump host' },
      ]),
    ],
  }
}

/** One ACL a tier, put on its subnets in every zone. */
export function makeAcls(
  scope: Construct,
  vpc: IVpc,
  subnets: Record<TierName, ISubnet[]>,
  rules: Record<TierName, AclRule[]>,
): void {
  for (const tier of tierNames) {
    const acl = new CfnNetworkAcl(scope, `${tier}Acl`, { vpcId: vpc.vpcId, tags: [{ key: 'Name', value: tier }] })
    Validations.of(acl).acknowledge({
      id: 'AwsSolutions-VPC3',
      reason:
        'A second fence between tiers, wanted beside the groups; its ways back are proved by the reachability tests.',
    })
    for (const { number, direction, cidr, from, to } of rules[tier]) {
      const entry = new CfnNetworkAclEntry(scope, `${tier}Acl${direction}${number}`, {
        networkAclId: acl.ref,
        ruleNumber: number,
        egress: direction === 'out',
        ruleAction: 'allow',
        protocol: 6,
        portRange: { from, to },
        cidrBlock: cidr,
      })
      Validations.of(entry).acknowledge({
        id: 'AwsSolutions-VPC3',
        reason:
          'A second fence between tiers, wanted beside the groups; its ways back are proved by the reachability tests.',
      })
    }
    for (const [zone, subnet] of subnets[tier].entries()) {
      new CfnSubnetNetworkAclAssociation(scope, `${tier}AclInZone${zone + 1}`, {
        networkAclId: acl.ref,
        subnetId: subnet.subnetId,
      })
    }
  }
}
