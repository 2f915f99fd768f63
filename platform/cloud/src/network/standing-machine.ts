import { Duration, Fn, Tags, Validations } from 'aws-cdk-lib'
import { CfnAutoScalingGroup, CfnScheduledAction } from 'aws-cdk-lib/aws-autoscaling'
import { MathExpression, Metric, type IMetric } from 'aws-cdk-lib/aws-cloudwatch'
import {
  CfnEIP,
  CfnEIPAssociation,
  CfnLaunchTemplate,
  CfnNetworkInterface,
  type ISecurityGroup,
  type ISubnet,
} from 'aws-cdk-lib/aws-ec2'
import type { CfnInstanceProfile } from 'aws-cdk-lib/aws-iam'
import { Construct } from 'constructs'
import type { Stage } from '../stages.ts'

/**
 * A line of a start script: a machine that cannot be made ready goes down, and its group starts another. One that
 * merely stands there would be counted as well.
 */
export const orAnotherStarts = "trap 'sleep 60; shutdown -h now' ERR"

export interface StandingMachineProps {
  stage: Stage
  /** What it is called in the console. */
  name: string
  instanceType: string
  subnet: ISubnet
  group: ISecurityGroup
  /** A bash script, run as root at the first start. */
  userData: string
  /** Absent: the machine may ask AWS for nothing. */
  profile?: CfnInstanceProfile
  keyPairName?: string
  /** Whether it passes on packets that are not its own. */
  passesOn?: boolean
  /** Whether it is let go when its stage sleeps. */
  sleeps?: boolean
  /** Whether the world can reach its address. */
  publicAddress?: boolean
}

/**
 * One small machine whose address outlives it. The address is a network interface of its own; a group of exactly one
 * starts a machine on it whenever there is none, so routes and names stay true when the machine is replaced: because
 * it failed, once a week for a fresh image, or after a night's sleep.
 *
 * It stands in one zone, since an address does. Graviton only (arm64), newest Amazon Linux 2023 at every start.
 */
export class StandingMachine extends Construct {
  readonly address: CfnNetworkInterface
  readonly group: CfnAutoScalingGroup
  /** The address the world sees; absent without `publicAddress`. */
  readonly publicIp: string | undefined

  constructor(scope: Construct, id: string, props: StandingMachineProps) {
    super(scope, id)
    const { stage, subnet } = props
    this.address = new CfnNetworkInterface(this, 'Address', {
      subnetId: subnet.subnetId,
      groupSet: [props.group.securityGroupId],
      sourceDestCheck: !props.passesOn,
      description: `${props.name} of baton-${stage.name}`,
    })
    if (props.publicAddress) {
      const ip = new CfnEIP(this, 'PublicAddress', { domain: 'vpc' })
      new CfnEIPAssociation(this, 'PublicAddressOfAddress', {
        allocationId: ip.attrAllocationId,
        networkInterfaceId: this.address.ref,
      })
      this.publicIp = ip.ref
    }
    const template = new CfnLaunchTemplate(this, 'Template', {
      launchTemplateData: {
        imageId: 'resolve:ssm:/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-arm64',
        instanceType: props.instanceType,
        networkInterfaces: [{ deviceIndex: 0, networkInterfaceId: this.address.ref }],
        ...(props.profile && { iamInstanceProfile: { arn: props.profile.attrArn } }),
        ...(props.keyPairName && { keyName: props.keyPairName }),
        // Tokens only, and no hop further: nothing that the machine passes on can ask for its rights.
        metadataOptions: { httpTokens: 'required', httpPutResponseHopLimit: 1 },
        blockDeviceMappings: [
          {
            deviceName: '/dev/xvda',
            ebs: { volumeSize: 8, volumeType: 'gp3', encrypted: true, deleteOnTermination: true },
          },
        ],
        monitoring: { enabled: stage.critical },
        userData: Fn.base64(props.userData),
        tagSpecifications: ['instance', 'volume'].map((resourceType) => ({
          resourceType,
          tags: [
            { key: 'Name', value: `baton-${stage.name}-${props.name}` },
            { key: 'baton:stage', value: stage.name },
            { key: 'baton:product', value: 'baton' },
            { key: 'baton:machine', value: props.name },
          ],
        })),
      },
    })
    this.group = new CfnAutoScalingGroup(this, 'Group', {
      minSize: '0',
      maxSize: '1',
      desiredCapacity: '1',
      // Zones, not subnets: that is how a group takes a standing interface.
      availabilityZones: [subnet.availabilityZone],
      launchTemplate: { launchTemplateId: template.ref, version: template.attrLatestVersionNumber },
      healthCheckType: 'EC2',
      healthCheckGracePeriod: 120,
      maxInstanceLifetime: 7 * 24 * 3600,
      metricsCollection: [{ granularity: '1Minute', metrics: ['GroupDesiredCapacity', 'GroupInServiceInstances'] }],
      // The old one goes first: two cannot hold one address.
      instanceMaintenancePolicy: { minHealthyPercentage: 0, maxHealthyPercentage: 100 },
    })
    this.group.cfnOptions.updatePolicy = {
      autoScalingRollingUpdate: { minInstancesInService: 0, maxBatchSize: 1 },
      autoScalingScheduledAction: { ignoreUnmodifiedGroupSizeProperties: true },
    }
    Tags.of(this.group).add('Name', `baton-${stage.name}-${props.name}`)
    Validations.of(this.group).acknowledge({
      id: 'AwsSolutions-AS3',
      reason: 'The group holds one machine and never scales; that it is missing shows in an alarm on its metrics.',
    })
    if (props.sleeps) this.#sleep(stage)
  }

  /** How many machines are wanted and not there: 0 or 1. Asleep, none is wanted. */
  missing(): IMetric {
    const metric = (metricName: string, statistic: string) =>
      new Metric({
        namespace: 'AWS/AutoScaling',
        metricName,
        dimensionsMap: { AutoScalingGroupName: this.group.ref },
        statistic,
        period: Duration.minutes(1),
      })
    return new MathExpression({
      expression: 'wanted - there',
      usingMetrics: {
        wanted: metric('GroupDesiredCapacity', 'Maximum'),
        there: metric('GroupInServiceInstances', 'Minimum'),
      },
      label: 'missing',
      period: Duration.minutes(1),
    })
  }

  /** Sleeps with its stage, where the stage sleeps. */
  #sleep({ awake }: Stage): void {
    if (!awake) return
    const at = (id: string, recurrence: string, size: number) =>
      new CfnScheduledAction(this, id, {
        autoScalingGroupName: this.group.ref,
        recurrence,
        timeZone: 'Etc/UTC',
        minSize: 0,
        maxSize: 1,
        desiredCapacity: size,
      })
    at('WakeUp', awake.start, 1)
    at('GoToSleep', awake.stop, 0)
  }
}
