import { Duration } from 'aws-cdk-lib'
import {
  type ApplicationListener,
  ApplicationLoadBalancer,
  ApplicationProtocol,
  DesyncMitigationMode,
  ListenerAction,
  SslPolicy,
} from 'aws-cdk-lib/aws-elasticloadbalancingv2'
import { ARecord, RecordTarget } from 'aws-cdk-lib/aws-route53'
import { LoadBalancerTarget } from 'aws-cdk-lib/aws-route53-targets'
import { Construct } from 'constructs'
import { cloud } from '@baton/runtime'
import type { Certificates } from '../certificates/certificates.ts'
import { balancerLogs, type Files } from '../files/files.ts'
import type { Network } from '../network/network.ts'
import type { Stage } from '../stages.ts'

export interface BalancerProps {
  stage: Stage
  network: Network
  certificates: Certificates
  files: Files
}

/**
 * The door of the programs, for the distribution alone. It is ours and Beanstalk shares it: Beanstalk adds a target
 * group and a rule for it, while listeners, logs and firewall stand in templates that are reviewed.
 */
export class Balancer extends Construct {
  readonly balancer: ApplicationLoadBalancer
  readonly listener: ApplicationListener

  constructor(scope: Construct, id: string, { stage, network, certificates, files }: BalancerProps) {
    super(scope, id)
    this.balancer = new ApplicationLoadBalancer(this, 'Balancer', {
      vpc: network.vpc,
      vpcSubnets: network.tiers.public,
      securityGroup: network.groups.balancer,
      internetFacing: true,
      // Shorter than the time for which the instances' proxies keep a connection, or it would send into closed ones.
      idleTimeout: Duration.seconds(cloud.keepAlive.balancer),
      dropInvalidHeaderFields: true,
      desyncMitigationMode: DesyncMitigationMode.STRICTEST,
      deletionProtection: stage.critical,
    })
    // Not by CDK's helper, which lets in an account of AWS that differs from region to region.
    this.balancer.setAttribute('access_logs.s3.enabled', 'true')
    this.balancer.setAttribute('access_logs.s3.bucket', files.accessLogs.bucketName)
    this.balancer.setAttribute('access_logs.s3.prefix', balancerLogs)
    this.listener = this.balancer.addListener('Https', {
      port: 443,
      protocol: ApplicationProtocol.HTTPS,
      certificates: [certificates.certificate],
      sslPolicy: SslPolicy.TLS13_RES,
      // All rules of who may reach it stand in network/groups.ts.
      open: false,
      // What no environment has a rule for, such as a call by address.
      defaultAction: ListenerAction.fixedResponse(404, { contentType: 'text/plain', messageBody: 'Not found' }),
    })
    new ARecord(this, 'Origin', {
      zone: certificates.zone,
      recordName: 'origin',
      target: RecordTarget.fromAlias(new LoadBalancerTarget(this.balancer)),
    })
    network.name(this, 'api', this.balancer.loadBalancerDnsName)
  }
}
