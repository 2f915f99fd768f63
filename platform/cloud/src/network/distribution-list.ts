import { RemovalPolicy, Validations } from 'aws-cdk-lib'
import { PolicyStatement } from 'aws-cdk-lib/aws-iam'
import { LogGroup, type RetentionDays } from 'aws-cdk-lib/aws-logs'
import { AwsCustomResource, AwsCustomResourcePolicy, PhysicalResourceId } from 'aws-cdk-lib/custom-resources'
import { Construct } from 'constructs'
import { acknowledgeStars } from '../acknowledge-stars.ts'
import type { Stage } from '../stages.ts'

/** AWS keeps it: the addresses from which CloudFront asks origins, the same name in every region. */
export const distributionListName = 'com.amazonaws.global.cloudfront.origin-facing'

const idPath = 'PrefixLists.0.PrefixListId'

/**
 * The list of addresses CloudFront asks from, by the id it has in this region. AWS is asked for it when the stack is
 * made, so no table of ids has to be kept (docs/decisions/0016).
 */
export class DistributionList extends Construct {
  /** `pl-…`, known when it is deployed. */
  readonly listId: string

  constructor(scope: Construct, id: string, stage: Stage) {
    super(scope, id)
    const list = new AwsCustomResource(this, 'List', {
      // Also makes it: a list keeps its id, so there is nothing to ask for again.
      onUpdate: {
        service: 'EC2',
        action: 'describeManagedPrefixLists',
        parameters: { Filters: [{ Name: 'prefix-list-name', Values: [distributionListName] }] },
        outputPaths: [idPath],
        physicalResourceId: PhysicalResourceId.fromResponse(idPath),
      },
      logGroup: new LogGroup(this, 'Log', {
        retention: stage.logDays as RetentionDays,
        removalPolicy: RemovalPolicy.DESTROY,
      }),
      installLatestAwsSdk: false,
      policy: AwsCustomResourcePolicy.fromStatements([
        // Describing has no resource in IAM.
        new PolicyStatement({ actions: ['ec2:DescribeManagedPrefixLists'], resources: ['*'] }),
      ]),
    })
    acknowledgeStars(list, [
      [/^Resource::\*$/, 'IAM knows no resource for describing lists of addresses; it reads, and changes nothing.'],
    ])
    this.listId = list.getResponseField(idPath)
  }
}

/** CDK brings one function a stack for all that is asked of AWS while a stack is made. */
export function acknowledgeAsking(stack: Construct): void {
  for (const singleton of stack.node.children.filter(({ node }) => node.id.startsWith('AWS679f'))) {
    Validations.of(singleton.node.findChild('ServiceRole')).acknowledge({
      id: 'AwsSolutions-IAM4[Policy::arn:<AWS::Partition>:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole]',
      reason: 'The role of a function that CDK brings: the policy lets it write its log and do nothing else.',
    })
  }
}
