import { RemovalPolicy } from 'aws-cdk-lib'
import type { IDistribution } from 'aws-cdk-lib/aws-cloudfront'
import { CfnOIDCProvider, type IRole } from 'aws-cdk-lib/aws-iam'
import type { IBucket } from 'aws-cdk-lib/aws-s3'
import type { Construct } from 'constructs'
import { Part, type PartProps } from '../part.ts'
import { makeBudget } from './budget.ts'
import { gitHubAudience, gitHubIssuer } from './delivery-trust.ts'
import { applicationDelivery, infrastructureDelivery, planning } from './delivery.ts'

/** What delivery brings up to date, as the parts that have it name it. */
export interface Delivered {
  api: { applicationName: string; environmentName: string }
  worker: { environments: Map<string, { environmentName: string }> }
  web: { bucket: IBucket; distribution: IDistribution }
}

/** Who brings new versions from outside, without any key that lasts; and who is told what it all costs. */
export class Access extends Part {
  /** By what each is for. */
  readonly roles: Readonly<Record<'ApplicationDelivery' | 'Planning' | 'InfrastructureDelivery', IRole>>

  constructor(scope: Construct, id: string, { api, worker, web, ...props }: PartProps & Delivered) {
    super(scope, id, props, 'Access: roles of delivery, budget')
    const { stage, place } = this
    // Both are one thing in an account, whatever regions a stage runs in.
    if (place.region === stage.places[0]?.region) {
      if (stage.delivery.makesProvider) {
        new CfnOIDCProvider(this, 'GitHub', {
          url: gitHubIssuer,
          clientIdList: [gitHubAudience],
          // Other stages of the account lean on it.
        }).applyRemovalPolicy(RemovalPolicy.RETAIN)
      }
      makeBudget(this, stage)
    }
    const environments = [api.environmentName, ...[...worker.environments.values()].map((each) => each.environmentName)]
    this.roles = {
      ApplicationDelivery: applicationDelivery(this, stage, { application: api.applicationName, environments, web }),
      Planning: planning(this, stage),
      InfrastructureDelivery: infrastructureDelivery(this, stage),
    }
  }
}
