import { CfnOutput, Stack } from 'aws-cdk-lib'
import { Certificate, CertificateValidation } from 'aws-cdk-lib/aws-certificatemanager'
import { HostedZone } from 'aws-cdk-lib/aws-route53'
import type { Construct } from 'constructs'
import type { PartProps } from './part.ts'
import type { Place, Stage } from './stages.ts'

/** Its name in us-east-1, where those of all places of a stage stand beside each other. */
export const edgeStackName = (stage: Stage, place: Place): string => `baton-${stage.name}-edge-${place.region}`

/**
 * What CloudFront takes from us-east-1 only: the certificate of the domain, whatever region the rest runs in.
 * Its output is handed to the main stack as the parameter `EdgeCertificateArn` when it is deployed.
 */
export class EdgeStack extends Stack {
  constructor(scope: Construct, id: string, { stage, place }: PartProps) {
    super(scope, id, {
      env: { region: 'us-east-1' },
      stackName: edgeStackName(stage, place),
      description: `Baton ${stage.name}: certificate of ${place.domain} for the distribution`,
      terminationProtection: stage.critical,
    })
    const zone = HostedZone.fromHostedZoneAttributes(this, 'Zone', {
      hostedZoneId: place.zoneId,
      zoneName: place.domain,
    })
    const certificate = new Certificate(this, 'Certificate', {
      domainName: place.domain,
      validation: CertificateValidation.fromDns(zone),
    })
    new CfnOutput(this, 'CertificateArn', { value: certificate.certificateArn })
  }
}
