import { RemovalPolicy, Validations } from 'aws-cdk-lib'
import { Secret, type ISecret } from 'aws-cdk-lib/aws-secretsmanager'
import { Construct } from 'constructs'
import type { Stage } from '../stages.ts'

/**
 * By what the firewall tells our distribution from one that a stranger pointed at our balancer: both ask from CloudFront's
 * addresses, and only ours knows a key. Nobody types them; templates name where they lie.
 */
export class OriginKeys extends Construct {
  /** In the order of the stage: each is taken, the last one is shown. */
  readonly secrets: ISecret[]

  constructor(scope: Construct, id: string, { name, critical, api }: Stage) {
    super(scope, id)
    this.secrets = api.originKeys.map((key) => {
      const secret = new Secret(this, key, {
        description: `Key “${key}” by which the balancer of baton-${name} knows its distribution`,
        generateSecretString: { passwordLength: 48, excludePunctuation: true },
        removalPolicy: critical ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
      })
      Validations.of(secret).acknowledge({
        id: 'AwsSolutions-SMG4',
        reason:
          'Firewall and distribution hold it and neither reads it again; it is changed by another name in the stage, in two deployments.',
      })
      return secret
    })
  }

  /** What the firewall takes: references that CloudFormation resolves, never the keys themselves. */
  get taken(): string[] {
    return this.secrets.map(referenceTo)
  }

  /** What the distribution shows. */
  get shown(): string {
    return referenceTo(this.secrets.at(-1)!)
  }
}

/** Unwrapping gives `{{resolve:secretsmanager:…}}`, which is no secret. */
const referenceTo = ({ secretValue }: ISecret): string => secretValue.unsafeUnwrap()
