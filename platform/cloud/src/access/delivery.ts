import { ArnFormat, Aws, Duration, Stack } from 'aws-cdk-lib'
import { PolicyDocument, PolicyStatement, Role } from 'aws-cdk-lib/aws-iam'
import type { Construct } from 'constructs'
import { acknowledgeStars } from '../acknowledge-stars.ts'
import type { Stage } from '../stages.ts'
import type { Delivered } from './access.ts'
import { trusted, type Job } from './delivery-trust.ts'

interface DeliveryRole {
  stage: Stage
  job: Job
  description: string
  statements: PolicyStatement[]
  /** Stars in its rights, each with why it cannot be said closer. */
  stars: [RegExp, string][]
}

/** A role for one kind of job, for an hour at a time. */
function deliveryRole(scope: Construct, id: string, { stage, job, description, statements, stars }: DeliveryRole) {
  const role = new Role(scope, id, {
    assumedBy: trusted(stage, job),
    description,
    maxSessionDuration: Duration.hours(1),
    inlinePolicies: { delivery: new PolicyDocument({ statements }) },
  })
  acknowledgeStars(role, stars)
  return role
}

const arnIn =
  (scope: Construct) =>
  (service: string, resource: string, resourceName: string, arnFormat = ArnFormat.SLASH_RESOURCE_NAME) =>
    Stack.of(scope).formatArn({ service, resource, resourceName, arnFormat })

/**
 * Brings a new version to the programs and the web app of one stage, and nothing else. Beanstalk does an update with
 * the rights of whoever asks for it, so this role also has what happens inside an update, on Beanstalk's own things.
 */
export function applicationDelivery(
  scope: Construct,
  stage: Stage,
  { application, environments, web }: { application: string; environments: string[]; web: Delivered['web'] },
): Role {
  const arn = arnIn(scope)
  const beanstalk = (resource: string, name: string) => arn('elasticbeanstalk', resource, name)
  const storage = `arn:${Aws.PARTITION}:s3:::elasticbeanstalk-${Aws.REGION}-${Aws.ACCOUNT_ID}`
  const stacks = arn('cloudformation', 'stack', 'awseb-e-*/*')
  const groups = arn('autoscaling', 'autoScalingGroup:*:autoScalingGroupName', 'awseb-e-*')
  const targets = arn('elasticloadbalancing', 'targetgroup', 'awseb-*/*')
  return deliveryRole(scope, 'ApplicationDelivery', {
    stage,
    // Where a person has to agree, GitHub's environment asks them; elsewhere the branch is enough.
    job: stage.critical ? { environment: stage.name } : { branch: stage.delivery.branch },
    description: `Brings versions of the application to baton-${stage.name}`,
    statements: [
      new PolicyStatement({
        actions: ['elasticbeanstalk:CreateApplicationVersion', 'elasticbeanstalk:DescribeApplicationVersions'],
        resources: [beanstalk('applicationversion', `${application}/*`), beanstalk('application', application)],
      }),
      new PolicyStatement({
        actions: [
          'elasticbeanstalk:UpdateEnvironment',
          'elasticbeanstalk:AbortEnvironmentUpdate',
          'elasticbeanstalk:DescribeEnvironmentHealth',
          'elasticbeanstalk:DescribeEnvironmentResources',
          'elasticbeanstalk:DescribeInstancesHealth',
        ],
        resources: environments.map((environment) => beanstalk('environment', `${application}/${environment}`)),
      }),
      new PolicyStatement({
        actions: ['elasticbeanstalk:DescribeEnvironments', 'elasticbeanstalk:DescribeEvents'],
        resources: ['*'],
      }),
      new PolicyStatement({
        actions: ['s3:PutObject', 's3:GetObject'],
        // Bundles, and what Beanstalk keeps of each environment.
        resources: [`${storage}/baton-${stage.name}/*`, `${storage}/resources/environments/*`],
      }),
      new PolicyStatement({ actions: ['s3:GetBucketLocation', 's3:ListBucket'], resources: [storage] }),
      // New files before index.html, old ones left for tabs that are open: nothing is ever deleted.
      new PolicyStatement({ actions: ['s3:PutObject'], resources: [web.bucket.arnForObjects('*')] }),
      new PolicyStatement({ actions: ['s3:ListBucket'], resources: [web.bucket.bucketArn] }),
      new PolicyStatement({
        actions: ['cloudfront:CreateInvalidation', 'cloudfront:GetInvalidation'],
        resources: [
          `arn:${Aws.PARTITION}:cloudfront::${Aws.ACCOUNT_ID}:distribution/${web.distribution.distributionId}`,
        ],
      }),
      // That a deployment is under way keeps alarms about it silent.
      new PolicyStatement({
        actions: ['cloudwatch:PutMetricData'],
        resources: ['*'],
        conditions: { StringEquals: { 'cloudwatch:namespace': `Baton/${stage.name}` } },
      }),
      ...insideAnUpdate(stacks, groups, targets),
    ],
    stars: [
      [/::\*$/, 'Reading what stands and measuring in a namespace of our own: neither knows an ARN.'],
      [/:applicationversion\//, 'Versions of this one application, named when they are made.'],
      [/elasticbeanstalk-.*\/(?:baton-|resources\/environments\/)/, 'Bundles of this stage, and what Beanstalk keeps.'],
      [/awseb-/, 'Beanstalk names what it makes after the environment and a number of its own.'],
      [/\/\*$/, 'The files of the web app in its own bucket, which change with each version.'],
    ],
  })
}

/** What Beanstalk does in an update with the rights of whoever asked for it. */
const insideAnUpdate = (stacks: string, groups: string, targets: string): PolicyStatement[] => [
  new PolicyStatement({
    actions: [
      'cloudformation:CancelUpdateStack',
      'cloudformation:DescribeStackEvents',
      'cloudformation:DescribeStackResource',
      'cloudformation:DescribeStackResources',
      'cloudformation:DescribeStacks',
      'cloudformation:GetTemplate',
      'cloudformation:UpdateStack',
    ],
    resources: [stacks],
  }),
  new PolicyStatement({
    actions: [
      'autoscaling:AttachInstances',
      'autoscaling:DetachInstances',
      'autoscaling:ResumeProcesses',
      'autoscaling:SuspendProcesses',
      'autoscaling:TerminateInstanceInAutoScalingGroup',
      'autoscaling:UpdateAutoScalingGroup',
    ],
    resources: [groups],
  }),
  new PolicyStatement({
    actions: ['elasticloadbalancing:DeregisterTargets', 'elasticloadbalancing:RegisterTargets'],
    resources: [targets],
  }),
  new PolicyStatement({
    actions: [
      'autoscaling:DescribeAutoScalingGroups',
      'autoscaling:DescribeScalingActivities',
      'ec2:DescribeImages',
      'ec2:DescribeInstances',
      'ec2:DescribeLaunchTemplateVersions',
      'ec2:DescribeLaunchTemplates',
      'ec2:DescribeSecurityGroups',
      'ec2:DescribeSubnets',
      'ec2:DescribeVpcs',
      'elasticloadbalancing:DescribeListeners',
      'elasticloadbalancing:DescribeLoadBalancers',
      'elasticloadbalancing:DescribeRules',
      'elasticloadbalancing:DescribeTargetGroups',
      'elasticloadbalancing:DescribeTargetHealth',
    ],
    resources: ['*'],
  }),
]

/** Where a stage has stacks: in its places, and in us-east-1, where each of them has its edge stack. */
const regionsOf = ({ places }: Stage): string[] => [...new Set([...places.map(({ region }) => region), 'us-east-1'])]

/** The roles that `cdk bootstrap` made, by what they are for, in every region: one command deploys all places. */
const bootstrapRoles = (stage: Stage, purposes: string[]): string[] =>
  regionsOf(stage).flatMap((region) =>
    purposes.map(
      (purpose) =>
        `arn:${Aws.PARTITION}:iam::${Aws.ACCOUNT_ID}:role/cdk-hnb659fds-${purpose}-role-${Aws.ACCOUNT_ID}-${region}`,
    ),
  )

/** Looks at what stands, to tell what a change would do. Changes nothing. */
export function planning(scope: Construct, stage: Stage): Role {
  const stacks = regionsOf(stage).map(
    (region) => `arn:${Aws.PARTITION}:cloudformation:${region}:${Aws.ACCOUNT_ID}:stack/baton-${stage.name}*/*`,
  )
  return deliveryRole(scope, 'Planning', {
    stage,
    job: { environment: `${stage.name}-plan` },
    description: `Reads what stands of baton-${stage.name}`,
    statements: [
      new PolicyStatement({ actions: ['sts:AssumeRole'], resources: bootstrapRoles(stage, ['lookup']) }),
      new PolicyStatement({
        actions: ['cloudformation:DescribeStacks', 'cloudformation:GetTemplate', 'cloudformation:ListStackResources'],
        resources: stacks,
      }),
    ],
    stars: [[/stack\/baton-/, 'The main stack and its nested ones, each with a number of its own.']],
  })
}

/**
 * Deploys templates that were approved, through the roles of CDK's bootstrap and by no rights of its own. GitHub's
 * environment of this name must ask a person.
 */
export function infrastructureDelivery(scope: Construct, stage: Stage): Role {
  return deliveryRole(scope, 'InfrastructureDelivery', {
    stage,
    job: { environment: `${stage.name}-infrastructure` },
    description: `Deploys approved templates of baton-${stage.name}`,
    statements: [
      new PolicyStatement({
        actions: ['sts:AssumeRole'],
        resources: bootstrapRoles(stage, ['deploy', 'file-publishing', 'lookup']),
      }),
    ],
    stars: [],
  })
}
