import { Duration, RemovalPolicy, Tags } from 'aws-cdk-lib'
import {
  FlowLogDestination,
  FlowLogTrafficType,
  SubnetType,
  Vpc,
  type ISecurityGroup,
  type ISubnet,
  type SubnetSelection,
} from 'aws-cdk-lib/aws-ec2'
import { LogGroup, type RetentionDays } from 'aws-cdk-lib/aws-logs'
import { ARecord, CnameRecord, PrivateHostedZone, RecordTarget, type IPrivateHostedZone } from 'aws-cdk-lib/aws-route53'
import type { Construct } from 'constructs'
import { Part, type PartProps } from '../part.ts'
import type { Stage } from '../stages.ts'
import { aclRulesOf, makeAcls } from './acls.ts'
import { addressesOf, PlannedAddresses, tierNames, type Addresses, type TierName } from './addresses.ts'
import { acknowledgeAsking, DistributionList } from './distribution-list.ts'
import { makeEndpoints } from './endpoints.ts'
import { makeGroups, openingsOf, type ComponentName } from './groups.ts'
import type { StandingMachine } from './standing-machine.ts'
import { makeWayOut } from './way-out.ts'

const zoneNameOf = (stage: Stage) => `${stage.name}.baton.internal`

/**
 * The network of a stage: three tiers in each zone. `public` has the balancer and the way out, `application` the
 * programs and the bastion, which reach the world but not the other way round, `data` the state, which reaches nobody.
 */
export class Network extends Part {
  readonly vpc: Vpc
  readonly addresses: Addresses
  readonly tiers: Record<TierName, SubnetSelection> = {
    public: { subnetGroupName: 'public' },
    application: { subnetGroupName: 'application' },
    data: { subnetGroupName: 'data' },
  }
  /** Take no rules: all of them stand in `groups.ts`. */
  readonly groups: Record<ComponentName, ISecurityGroup>
  /** The way out where it is a machine. It is born before there are topics for alarms; `bastion` watches both. */
  readonly natMachine: StandingMachine | undefined
  /** Names only the network itself can resolve: `database.staging.baton.internal`. */
  readonly privateZone: IPrivateHostedZone

  constructor(scope: Construct, id: string, props: PartProps) {
    super(scope, id, props, 'Network: tiers, routes, rules, names')
    const { stage } = this
    this.addresses = addressesOf(stage.network.cidr, stage.network.zones)
    this.vpc = this.#makeVpc(stage)
    const subnets = Object.fromEntries(
      tierNames.map((tier) => [tier, this.vpc.selectSubnets(this.tiers[tier]).subnets]),
    ) as Record<TierName, ISubnet[]>
    for (const tier of tierNames) {
      for (const subnet of subnets[tier]) Tags.of(subnet).add('baton:tier', tier)
    }
    const applicationRange = this.addresses.tiers.application
    this.groups = makeGroups(this, this.vpc, {
      openings: openingsOf(stage, applicationRange),
      distributionList: new DistributionList(this, 'Distribution', stage).listId,
    })
    acknowledgeAsking(this)
    makeAcls(this, this.vpc, subnets, aclRulesOf(stage, this.addresses))
    this.natMachine = makeWayOut(this, {
      stage,
      publicSubnets: subnets.public,
      applicationSubnets: subnets.application,
      applicationRange,
      natGroup: this.groups.nat,
    })
    makeEndpoints(this.vpc, stage, this.tiers.application, this.groups.endpoints)
    this.#logFlows(stage)
    this.privateZone = new PrivateHostedZone(this, 'Names', { zoneName: zoneNameOf(stage), vpc: this.vpc })
    if (this.natMachine) this.name(this, 'nat', { ip: this.natMachine.address.attrPrimaryPrivateIpAddress })
  }

  /**
   * Gives a component its name; the record belongs to the part that has the component.
   * @param target another name, or `{ ip }` for an address
   * @returns the whole name
   */
  name(part: Construct, component: string, target: string | { ip: string }): string {
    const common = { zone: this.privateZone, recordName: component, ttl: Duration.seconds(60) }
    const id = `NameOf-${component}`
    if (typeof target === 'string') new CnameRecord(part, id, { ...common, domainName: target })
    else new ARecord(part, id, { ...common, target: RecordTarget.fromIpAddresses(target.ip) })
    return this.nameOf(component)
  }

  /** The whole name of a component, whether it has it yet or not. */
  nameOf(component: string): string {
    return `${component}.${zoneNameOf(this.stage)}`
  }

  #makeVpc({ network }: Stage): Vpc {
    return new Vpc(this, 'Vpc', {
      ipAddresses: new PlannedAddresses(this.addresses),
      maxAzs: network.zones,
      // Both inner tiers are born without a way out; `way-out.ts` gives one to programs only.
      subnetConfiguration: [
        { name: 'public', subnetType: SubnetType.PUBLIC, mapPublicIpOnLaunch: false },
        { name: 'application', subnetType: SubnetType.PRIVATE_ISOLATED },
        { name: 'data', subnetType: SubnetType.PRIVATE_ISOLATED },
      ],
      natGateways: 0,
      // The group that everything without a group falls into lets nothing through.
      restrictDefaultSecurityGroup: true,
    })
  }

  /** Who spoke with whom. What was let through is only worth its price where customers' data is. */
  #logFlows({ network, critical }: Stage): void {
    const group = new LogGroup(this, 'FlowLog', {
      retention: network.flowLogDays as RetentionDays,
      removalPolicy: critical ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
    })
    this.vpc.addFlowLog('Flows', {
      destination: FlowLogDestination.toCloudWatchLogs(group),
      trafficType: critical ? FlowLogTrafficType.ALL : FlowLogTrafficType.REJECT,
    })
  }
}
