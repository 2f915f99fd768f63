import { CfnResource, Validations } from 'aws-cdk-lib'
import { rules } from 'cdk-nag'
import type { Construct } from 'constructs'

/**
 * Says why stars in the rights under a construct are well, by what they look like: `Resource::…/awseb-e-*`,
 * `Action::s3:Get*`. cdk-nag wants each by its exact text, and the text of what another part has is known only when
 * references between parts have been made; so they are looked up then.
 * @param reasons the first that matches holds; a star that none matches stays a finding
 */
export function acknowledgeStars(construct: Construct, reasons: [matches: RegExp, reason: string][]): void {
  construct.node.addValidation({
    validate() {
      for (const node of construct.node.findAll().filter(CfnResource.isCfnResource)) {
        const stars = rules.iam.IAMNoWildcardPermissions(node)
        for (const star of Array.isArray(stars) ? stars : []) {
          const reason = reasons.find(([matches]) => matches.test(star))?.[1]
          if (reason) Validations.of(node).acknowledge({ id: `AwsSolutions-IAM5[${star}]`, reason })
        }
      }
      return []
    },
  })
}
