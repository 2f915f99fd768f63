import { CfnEnvironment } from 'aws-cdk-lib/aws-elasticbeanstalk'
import type { IApplicationLoadBalancer } from 'aws-cdk-lib/aws-elasticloadbalancingv2'
import type { IRole } from 'aws-cdk-lib/aws-iam'
import type { ISecret } from 'aws-cdk-lib/aws-secretsmanager'
import type { Construct } from 'constructs'
import { cloud } from '@baton/runtime'
import type { AlarmTopics } from '../alarms.ts'
import type { Certificates } from '../certificates/certificates.ts'
import type { Database } from '../database/database.ts'
import type { Files } from '../files/files.ts'
import type { Network } from '../network/network.ts'
import { Part, type PartProps } from '../part.ts'
import { platformArn } from '../platforms.ts'
import { watchApi } from './alarms.ts'
import { Application } from './application.ts'
import { Balancer } from './balancer.ts'
import { commonOptions, programSettings } from './environment-options.ts'
import { Firewall } from './firewall.ts'
import { merge, optionSettings } from './options.ts'
import { OriginKeys } from './origin-keys.ts'
import { ProgramRole } from './program-role.ts'

export interface ApiProps extends PartProps {
  network: Network
  topics: AlarmTopics
  certificates: Certificates
  files: Files
  database: Database
}

/** nginx on the instance, the balancer and the distribution each add themselves to X-Forwarded-For. */
const proxiesInFront = 3

/** The application, and its web tier: instances of the api behind the balancer. */
export class Api extends Part {
  readonly application: Application
  readonly environmentName: string
  readonly balancer: IApplicationLoadBalancer
  readonly firewall: Firewall | undefined
  readonly originKeys: OriginKeys
  readonly instanceRole: IRole
  readonly secrets: ISecret[]

  constructor(scope: Construct, id: string, props: ApiProps) {
    super(scope, id, props, 'Api: the application, its balancer and its web tier')
    const { stage, place } = this
    const { network, certificates, files, database, topics } = props
    this.application = new Application(this, 'Application', stage)
    const door = new Balancer(this, 'Door', { stage, network, certificates, files })
    this.balancer = door.balancer
    this.originKeys = new OriginKeys(this, 'OriginKeys', stage)
    const { loadBalancerArn: balancerArn } = this.balancer
    this.firewall = stage.api.waf
      ? new Firewall(this, 'Firewall', { stage, balancerArn, keys: this.originKeys })
      : undefined
    this.secrets = [database.secret, this.application.settings]
    const program = new ProgramRole(this, 'Instances', {
      bucket: files.bucket,
      secrets: this.secrets,
      key: database.key,
    })
    this.instanceRole = program.role

    const environment = new CfnEnvironment(this, 'Environment', {
      applicationName: this.application.name,
      description: `Baton ${stage.name}: api`,
      tier: { name: 'WebServer', type: 'Standard' },
      platformArn: platformArn(stage.platform, place.region),
      optionSettings: optionSettings(
        merge(
          commonOptions(this, {
            stage,
            network,
            group: network.groups.api,
            serviceRole: this.application.serviceRole,
            instanceProfile: program.profile,
            instanceType: stage.api.instanceType,
            size: { min: stage.api.minInstances, max: stage.api.maxInstances },
          }),
          behindBalancer(door, network, certificates.originDomain),
          rolling,
          {
            'aws:elasticbeanstalk:application:environment': {
              ...programSettings({
                role: 'api',
                place,
                databaseSecretArn: database.secret.secretArn,
                databaseHost: database.host,
                certificatesUrl: database.certificatesUrl,
                settingsSecretArn: this.application.settings.secretArn,
                bucketName: files.bucket.bucketName,
              }),
              PROXY_HOPS: proxiesInFront,
            },
          },
        ),
      ),
    })
    // An instance that starts before its rights do fails its first deployment.
    environment.node.addDependency(program, door)
    this.environmentName = environment.ref
    watchApi(this, { topics, balancer: door.balancer, environmentName: this.environmentName, stage })
  }
}

/** Beanstalk sets listeners and rules of a balancer it shares when the environment is made, and never later. */
function behindBalancer({ balancer }: Balancer, network: Network, originDomain: string) {
  const { interval, timeout, unhealthyAfter, healthyAfter } = cloud.health
  return {
    'aws:elasticbeanstalk:environment': {
      EnvironmentType: 'LoadBalanced',
      LoadBalancerType: 'application',
      LoadBalancerIsShared: true,
    },
    'aws:ec2:vpc': { ELBSubnets: network.vpc.selectSubnets(network.tiers.public).subnetIds.join(',') },
    'aws:elbv2:loadbalancer': {
      SharedLoadBalancer: balancer.loadBalancerArn,
      // Without a word on it Beanstalk puts a group of its own on the balancer, and that one is open to the world.
      SecurityGroups: network.groups.balancer.securityGroupId,
    },
    'aws:elbv2:listener:443': { Rules: 'api' },
    // Not `/metrics`, and nothing of the worker tier: the balancer itself answers 404.
    'aws:elbv2:listenerrule:api': {
      // Beanstalk adds the name it gave the environment, and lets through only hosts that are named.
      HostHeaders: originDomain,
      PathPatterns: `/api/*,${cloud.paths.alive},${cloud.paths.ready}`,
      Priority: 1,
      Process: 'default',
    },
    'aws:elasticbeanstalk:environment:process:default': {
      Port: 80,
      Protocol: 'HTTP',
      HealthCheckPath: cloud.paths.ready,
      HealthCheckInterval: interval,
      HealthCheckTimeout: timeout,
      UnhealthyThresholdCount: unhealthyAfter,
      HealthyThresholdCount: healthyAfter,
      MatcherHTTPCode: 200,
      DeregistrationDelay: cloud.stop.deregistration,
      // Every instance can answer everything.
      StickinessEnabled: false,
    },
    'aws:autoscaling:trigger': {
      MeasureName: 'CPUUtilization',
      Statistic: 'Average',
      Unit: 'Percent',
      Period: 1,
      EvaluationPeriods: 2,
      BreachDuration: 2,
      UpperThreshold: 60,
      UpperBreachScaleIncrement: 1,
      LowerThreshold: 20,
      LowerBreachScaleIncrement: -1,
    },
  }
}

/** New instances take the first batch, so that there are never fewer than before; Beanstalk waits for their health. */
const rolling = {
  'aws:elasticbeanstalk:command': {
    DeploymentPolicy: 'RollingWithAdditionalBatch',
    BatchSizeType: 'Percentage',
    BatchSize: 25,
  },
  // Also where a setting changes that needs other instances.
  'aws:autoscaling:updatepolicy:rollingupdate': { RollingUpdateEnabled: true, RollingUpdateType: 'Health' },
}
