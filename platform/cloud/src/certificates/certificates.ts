import { Duration } from 'aws-cdk-lib'
import { Certificate, CertificateValidation, type ICertificate } from 'aws-cdk-lib/aws-certificatemanager'
import { ComparisonOperator } from 'aws-cdk-lib/aws-cloudwatch'
import { HostedZone, type IHostedZone } from 'aws-cdk-lib/aws-route53'
import type { Construct } from 'constructs'
import { alarm, type AlarmTopics } from '../alarms.ts'
import { Part, type PartProps } from '../part.ts'

export interface CertificatesProps extends PartProps {
  topics: AlarmTopics
}

/** The public names of a place, and the certificate of the balancer. That of the distribution is the edge stack's. */
export class Certificates extends Part {
  readonly zone: IHostedZone
  readonly certificate: ICertificate
  /** The name under which the distribution reaches the balancer; people never see it. */
  readonly originDomain: string

  constructor(scope: Construct, id: string, props: CertificatesProps) {
    super(scope, id, props, 'Certificates: public names, and the certificate of the balancer')
    const { domain, zoneId } = this.place
    this.zone = HostedZone.fromHostedZoneAttributes(this, 'Zone', { hostedZoneId: zoneId, zoneName: domain })
    this.originDomain = `origin.${domain}`
    const certificate = new Certificate(this, 'Origin', {
      domainName: this.originDomain,
      validation: CertificateValidation.fromDns(this.zone),
    })
    this.certificate = certificate
    alarm(this, 'Expires', {
      metric: certificate.metricDaysToExpiry({ period: Duration.days(1), statistic: 'Minimum' }),
      // AWS renews 60 days before; at 30 something keeps it from doing so.
      threshold: 30,
      comparison: ComparisonOperator.LESS_THAN_THRESHOLD,
      breaching: 1,
      of: 1,
      severity: 'warning',
      says: 'The certificate of the balancer ends in less than 30 days and was not renewed by itself.',
      runbook: 'certificate-expires',
      topics: props.topics,
    })
  }
}
