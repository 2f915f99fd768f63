import { CfnInstanceProfile } from 'aws-cdk-lib/aws-iam'
import type { Construct } from 'constructs'
import { alarm, type AlarmTopics } from '../alarms.ts'
import type { Network } from '../network/network.ts'
import { StandingMachine } from '../network/standing-machine.ts'
import { Part, type PartProps } from '../part.ts'
import { requireNarrow } from './require-narrow.ts'
import { bastionRole, operatorPolicy } from './rights.ts'
import { Sessions } from './sessions.ts'
import { bastionUserData } from './user-data.ts'

export interface BastionProps extends PartProps {
  network: Network
  topics: AlarmTopics
}

/**
 * The only way to instances and to the database. It has no door: its agent calls Session Manager, which lets in whom
 * IAM lets in and writes down what is typed. With `ssh` it is a jump host besides, for the ranges of the stage.
 */
export class Bastion extends Part {
  constructor(scope: Construct, id: string, props: BastionProps) {
    super(scope, id, props, 'Bastion: the only way in, and its records')
    const { network, topics } = props
    const { stage } = this
    const { ssh, instanceType } = stage.bastion
    if (ssh) requireNarrow(ssh.allowedCidrs)

    const sessions = new Sessions(this, 'Sessions', { stage, database: network.nameOf('database') })
    const role = bastionRole(this, sessions)
    const subnet = network.vpc.selectSubnets(ssh ? network.tiers.public : network.tiers.application).subnets[0]!
    const machine = new StandingMachine(this, 'Machine', {
      stage,
      name: 'bastion',
      instanceType,
      subnet,
      group: network.groups.bastion,
      profile: new CfnInstanceProfile(this, 'Profile', { roles: [role.roleName] }),
      userData: bastionUserData(stage.bastion, sessions.log.logGroupName),
      publicAddress: ssh !== undefined,
      sleeps: true,
      ...(ssh && { keyPairName: ssh.keyPairName }),
    })
    network.name(this, 'bastion', { ip: machine.address.attrPrimaryPrivateIpAddress })
    operatorPolicy(this, stage, sessions)

    alarm(this, 'BastionMissing', {
      metric: machine.missing(),
      threshold: 0,
      breaching: 15,
      of: 15,
      severity: 'warning',
      says: 'The bastion is not there; nobody gets to an instance or to the database.',
      runbook: 'bastion-missing',
      topics,
    })
    if (network.natMachine) {
      alarm(this, 'WayOutMissing', {
        metric: network.natMachine.missing(),
        threshold: 0,
        breaching: 5,
        of: 5,
        severity: 'critical',
        says: 'The machine through which programs reach the world is gone: no mail, no webhooks, no single sign-on.',
        runbook: 'way-out-missing',
        topics,
      })
    }
  }
}
