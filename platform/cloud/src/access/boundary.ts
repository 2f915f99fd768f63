import { ArnFormat, Stack, Validations } from 'aws-cdk-lib'
import { Effect, ManagedPolicy, PolicyStatement, type IManagedPolicy } from 'aws-cdk-lib/aws-iam'
import type { Construct } from 'constructs'
import { Part, type PartProps } from '../part.ts'

/** The services whose rights a role of a stage can have at all. What of them it has, its own policies say. */
const services = [
  'athena',
  'autoscaling',
  'cloudformation',
  'cloudfront',
  'cloudwatch',
  'dynamodb',
  'ec2',
  'elasticbeanstalk',
  'elasticloadbalancing',
  'firehose',
  'glue',
  'kms',
  'lambda',
  'logs',
  'rds',
  's3',
  'secretsmanager',
  'sns',
  'sqs',
  'ssm',
  'ssmmessages',
  'wafv2',
  'xray',
]

/** Rights that make rights: whoever has one can have all. Beanstalk passes roles and reads them; no role does more. */
const makingRights = [
  'iam:Add*',
  'iam:Attach*',
  'iam:Create*Policy*',
  'iam:CreateAccessKey',
  'iam:CreateLoginProfile',
  'iam:CreateRole',
  'iam:CreateUser',
  'iam:Delete*',
  'iam:Detach*',
  'iam:Put*',
  'iam:Remove*',
  'iam:Set*',
  'iam:Update*',
  'iam:Upload*',
  'organizations:*',
  'account:*',
]

/** What would leave no trace, or remove one. */
const removingTraces = [
  'cloudtrail:DeleteTrail',
  'cloudtrail:PutEventSelectors',
  'cloudtrail:StopLogging',
  'cloudtrail:UpdateTrail',
  'config:Delete*',
  'config:Stop*',
  'ec2:DeleteFlowLogs',
  'guardduty:Delete*',
  'guardduty:Disassociate*',
  'guardduty:Update*',
  'logs:DeleteLogGroup',
  'logs:DeleteLogStream',
  'logs:DisassociateKmsKey',
  's3:PutBucketLogging',
]

/** Services that are asked in one region whatever the region of the stage is. */
const everywhere = ['cloudfront:*', 'iam:*', 'route53:*', 'sts:*', 's3:ListAllMyBuckets', 'wafv2:*']

/**
 * The ceiling of every role of a stage: what it cannot do, whatever its policies say one day. It gives nothing by
 * itself. An aspect of the main stack puts it on all roles, so nobody can forget it.
 */
export class Boundary extends Part {
  readonly policy: IManagedPolicy

  constructor(scope: Construct, id: string, props: PartProps) {
    super(scope, id, props, 'Boundary: what no role of this stage can do')
    const { stage } = this
    const regions = [...new Set([...stage.places.map(({ region }) => region), this.place.region, 'us-east-1'])]
    const role = (name: string) =>
      Stack.of(this).formatArn({
        service: 'iam',
        region: '',
        resource: 'role',
        resourceName: name,
        arnFormat: ArnFormat.SLASH_RESOURCE_NAME,
      })
    const everything = ['*']
    const deny = (sid: string, rest: ConstructorParameters<typeof PolicyStatement>[0]) =>
      new PolicyStatement({ sid, effect: Effect.DENY, ...rest })
    const policy = new ManagedPolicy(this, 'Policy', {
      description: `Ceiling of the roles of baton-${stage.name}`,
      statements: [
        new PolicyStatement({
          sid: 'Ceiling',
          actions: [
            ...services.map((service) => `${service}:*`),
            'iam:CreateServiceLinkedRole',
            'iam:Get*',
            'iam:List*',
            'iam:PassRole',
            'sts:AssumeRole',
            'sts:GetCallerIdentity',
            'tag:Get*',
          ],
          resources: everything,
        }),
        deny('NoRightsMade', { actions: makingRights, resources: everything }),
        // Roles of the stage begin with its name, since nobody names them; those of CDK's bootstrap deploy.
        deny('OwnRolesOnly', {
          actions: ['iam:PassRole', 'sts:AssumeRole'],
          notResources: [role(`baton-${stage.name}-*`), role('cdk-hnb659fds-*')],
        }),
        deny('NoTraceRemoved', { actions: removingTraces, resources: everything }),
        deny('HomeRegionsOnly', {
          notActions: everywhere,
          resources: everything,
          conditions: { StringNotEquals: { 'aws:RequestedRegion': regions } },
        }),
        deny('OwnSecretsOnly', {
          actions: ['secretsmanager:GetSecretValue', 'secretsmanager:PutSecretValue', 'secretsmanager:UpdateSecret*'],
          resources: everything,
          conditions: { StringNotEquals: { 'aws:ResourceTag/baton:stage': stage.name } },
        }),
      ],
    })
    const reason =
      'A ceiling gives nothing: a role can do what its own policies allow, and these name actions and ARNs.'
    const wide = [...services.map((service) => `${service}:*`), 'iam:Get*', 'iam:List*', 'tag:Get*']
    Validations.of(policy).acknowledge(
      { id: 'AwsSolutions-IAM5[Resource::*]', reason },
      ...wide.map((action) => ({ id: `AwsSolutions-IAM5[Action::${action}]`, reason })),
    )
    this.policy = policy
  }
}
