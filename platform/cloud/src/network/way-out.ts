import { CfnEIP, CfnNatGateway, CfnRoute, type ISecurityGroup, type ISubnet } from 'aws-cdk-lib/aws-ec2'
import type { Construct } from 'constructs'
import type { Stage } from '../stages.ts'
import { outwardPorts } from './groups.ts'
import { orAnotherStarts, StandingMachine } from './standing-machine.ts'

interface WayOutProps {
  stage: Stage
  publicSubnets: ISubnet[]
  applicationSubnets: ISubnet[]
  applicationRange: string
  natGroup: ISecurityGroup
}

/**
 * How programs reach the world, as the stage chooses. Nothing comes in this way, and the data tier gets no way at all.
 * - `gateway`: AWS keeps it up. One a zone outlives the loss of a zone; a single one costs a third.
 * - `instance`: a machine at a tenth of a gateway's price, for stages where a minute without it does no harm.
 * - `none`: no way; AWS is reached through endpoints.
 * @returns the machine, where there is one, so that somebody can watch it
 */
export function makeWayOut(scope: Construct, props: WayOutProps): StandingMachine | undefined {
  const { nat } = props.stage.network
  if (nat.kind === 'none') return undefined
  const made = nat.kind === 'instance' ? machine(scope, props, nat.instanceType) : undefined
  // The routes name the machine's standing address, so they hold while a new machine takes over.
  const to: Target = made
    ? () => ({ networkInterfaceId: made.address.ref })
    : gateways(scope, props, nat.kind === 'gateway' && nat.perZone)
  for (const [zone, subnet] of props.applicationSubnets.entries()) {
    new CfnRoute(scope, `WayOutOfZone${zone + 1}`, {
      routeTableId: subnet.routeTable.routeTableId,
      destinationCidrBlock: '0.0.0.0/0',
      ...to(zone),
    })
  }
  return made
}

type Target = (zone: number) => { natGatewayId: string } | { networkInterfaceId: string }

function gateways(scope: Construct, { publicSubnets }: WayOutProps, perZone: boolean): Target {
  const made = publicSubnets.slice(0, perZone ? undefined : 1).map((subnet, zone) => {
    const address = new CfnEIP(scope, `NatAddress${zone + 1}`, { domain: 'vpc' })
    const gateway = new CfnNatGateway(scope, `NatGateway${zone + 1}`, {
      subnetId: subnet.subnetId,
      allocationId: address.attrAllocationId,
    })
    gateway.node.addDependency(subnet.internetConnectivityEstablished)
    return gateway.attrNatGatewayId
  })
  return (zone) => ({ natGatewayId: made[zone] ?? made[0]! })
}

function machine(scope: Construct, props: WayOutProps, instanceType: string): StandingMachine {
  const subnet = props.publicSubnets[0]!
  const made = new StandingMachine(scope, 'NatMachine', {
    stage: props.stage,
    name: 'nat',
    instanceType,
    subnet,
    group: props.natGroup,
    userData: natUserData(props.applicationRange),
    passesOn: true,
    // It stays awake: instances that wake up need the way out before they are anything.
    sleeps: false,
    publicAddress: true,
  })
  made.group.node.addDependency(subnet.internetConnectivityEstablished)
  return made
}

/** Turns a fresh Amazon Linux into a way out for one range of addresses and the ports that may be spoken on. */
export function natUserData(applicationRange: string): string {
  return `#!/bin/bash
set -euo pipefail
${orAnotherStarts}
for attempt in 1 2 3 4 5; do dnf install -y nftables && break; sleep 10; done
cat > /etc/sysctl.d/90-way-out.conf <<'SYSCTL'
net.ipv4.ip_forward = 1
net.ipv4.conf.all.send_redirects = 0
net.ipv4.conf.default.send_redirects = 0
SYSCTL
sysctl -q -p /etc/sysctl.d/90-way-out.conf
for file in /proc/sys/net/ipv4/conf/*/send_redirects; do echo 0 > "$file"; done
cat > /etc/sysconfig/nftables.conf <<'RULES'
flush ruleset
table ip way_out {
  chain forward {
    type filter hook forward priority filter; policy drop;
    ct state established,related accept
    ip saddr ${applicationRange} tcp dport { ${outwardPorts.join(', ')} } accept
  }
  chain postrouting {
    type nat hook postrouting priority srcnat;
    ip saddr ${applicationRange} ip daddr != ${applicationRange} masquerade
  }
}
RULES
systemctl enable --now nftables
`
}
