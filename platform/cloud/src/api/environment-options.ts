import { Stack } from 'aws-cdk-lib'
import type { ISecurityGroup } from 'aws-cdk-lib/aws-ec2'
import type { CfnInstanceProfile, IRole } from 'aws-cdk-lib/aws-iam'
import type { Construct } from 'constructs'
import { cloud } from '@baton/runtime'
import { updateWindow } from '../monitoring/update-window.ts'
import type { Network } from '../network/network.ts'
import type { Place, Stage } from '../stages.ts'
import type { Options } from './options.ts'

export interface Common {
  stage: Stage
  network: Network
  group: ISecurityGroup
  serviceRole: IRole
  instanceProfile: CfnInstanceProfile
  instanceType: string
  /** Smallest and largest number of instances while the stage is awake. */
  size: { min: number; max: number }
}

/** What both tiers have in common: where instances stand, what they are, how they are updated, watched and logged. */
export function commonOptions(
  scope: Construct,
  { stage, network, group, serviceRole, instanceProfile, instanceType, size }: Common,
): Options {
  const { vpc, tiers } = network
  return {
    'aws:elasticbeanstalk:environment': { ServiceRole: serviceRole.roleArn },
    'aws:ec2:vpc': {
      VPCId: vpc.vpcId,
      Subnets: vpc.selectSubnets(tiers.application).subnetIds.join(','),
      AssociatePublicIpAddress: false,
    },
    'aws:ec2:instances': {
      InstanceTypes: instanceType,
      SupportedArchitectures: isGraviton(instanceType) ? 'arm64' : 'x86_64',
    },
    'aws:autoscaling:launchconfiguration': {
      IamInstanceProfile: instanceProfile.attrArn,
      SecurityGroups: group.securityGroupId,
      // Its own group would open ports that stand in no table of ours.
      DisableDefaultEC2SecurityGroup: true,
      DisableIMDSv1: true,
      RootVolumeType: 'gp3',
      RootVolumeSize: 10,
      MonitoringInterval: '1 minute',
    },
    'aws:autoscaling:asg': { MinSize: size.min, MaxSize: size.max },
    ...sleep(stage, size),
    'aws:elasticbeanstalk:command': { Timeout: 600, IgnoreHealthCheck: false },
    'aws:elasticbeanstalk:healthreporting:system': {
      SystemType: 'enhanced',
      ConfigDocument: Stack.of(scope).toJsonString(healthRules),
    },
    'aws:elasticbeanstalk:managedactions': {
      ManagedActionsEnabled: true,
      PreferredStartTime: updateWindow(stage).start,
      ServiceRoleForManagedUpdates: 'AWSServiceRoleForElasticBeanstalkManagedUpdates',
    },
    // A new minor version of the platform comes by itself, in staging some days before production.
    'aws:elasticbeanstalk:managedactions:platformupdate': { UpdateLevel: 'minor', InstanceRefreshEnabled: false },
    'aws:elasticbeanstalk:cloudwatch:logs': logs(stage),
    'aws:elasticbeanstalk:cloudwatch:logs:health': {
      HealthStreamingEnabled: true,
      DeleteOnTerminate: !stage.critical,
      RetentionInDays: stage.logDays,
    },
    // Also those of instances that are gone, into Beanstalk's own bucket.
    'aws:elasticbeanstalk:hostmanager': { LogPublicationControl: true },
    'aws:elasticbeanstalk:environment:proxy': { ProxyServer: 'nginx' },
  }
}

const logs = ({ critical, logDays }: Stage) => ({
  StreamLogs: true,
  DeleteOnTerminate: !critical,
  RetentionInDays: logDays,
})

/** Metrics of Beanstalk that together count the instances there are. */
export const instanceStates = [
  'InstancesOk',
  'InstancesInfo',
  'InstancesWarning',
  'InstancesDegraded',
  'InstancesSevere',
]

/**
 * Requests that are refused for good reasons say nothing about the health of who refuses them. Beyond the health of the
 * environment, which is always told, alarms and dashboards want to know how many instances there are.
 */
const healthRules = {
  Version: 1,
  CloudWatchMetrics: { Environment: Object.fromEntries(instanceStates.map((name) => [name, 60])) },
  Rules: {
    Environment: {
      Application: { ApplicationRequests4xx: { Enabled: false } },
      ELB: { ELBRequests4xx: { Enabled: false } },
    },
  },
}

/** No instance at night where nobody is awake to need one. */
function sleep({ awake }: Stage, { min, max }: Common['size']): Options {
  if (!awake) return {}
  const at = (Recurrence: string, smallest: number, largest: number) => ({
    Recurrence,
    MinSize: smallest,
    MaxSize: largest,
    DesiredCapacity: smallest,
  })
  return {
    'aws:autoscaling:scheduledaction Wake': at(awake.start, min, max),
    'aws:autoscaling:scheduledaction Sleep': at(awake.stop, 0, 0),
  }
}

/** The letter g after the generation: t4g, m7g, c8gd. */
const isGraviton = (instanceType: string): boolean => /^[a-z]+\d+g[a-z]*\./.test(instanceType)

export interface ProgramSettings {
  role: 'api' | 'worker'
  place: Place
  databaseSecretArn: string
  databaseHost: string
  certificatesUrl: string | undefined
  settingsSecretArn: string
  bucketName: string
}

/** The settings of a program, by the names it reads. What is secret comes as the ARN of a secret, never as itself. */
export function programSettings(settings: ProgramSettings): Record<string, string | number | undefined> {
  const { role, place, databaseSecretArn, databaseHost, certificatesUrl, settingsSecretArn, bucketName } = settings
  return {
    BATON_ROLE: role,
    PORT: cloud.port,
    PUBLIC_URL: `https://${place.domain}`,
    AWS_REGION: place.region,
    DATABASE_SECRET_ARN: databaseSecretArn,
    DATABASE_HOST: databaseHost,
    DATABASE_CA_URL: certificatesUrl,
    BATON_SECRETS_ARN: settingsSecretArn,
    S3_BUCKET: bucketName,
    DRAIN_SECONDS: cloud.stop.drain,
    // The address alone: Beanstalk takes no angle brackets in the properties of an environment.
    MAIL_FROM: `no-reply@${place.domain}`,
    LOG_LEVEL: 'info',
  }
}
