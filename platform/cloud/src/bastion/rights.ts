import { ArnFormat, Stack, Validations } from 'aws-cdk-lib'
import { ManagedPolicy, PolicyDocument, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam'
import type { CfnDocument } from 'aws-cdk-lib/aws-ssm'
import type { Construct } from 'constructs'
import type { Stage } from '../stages.ts'
import type { Sessions } from './sessions.ts'

/** What the bastion itself may: answer Session Manager and write down what is said. */
export function bastionRole(scope: Construct, { key, log }: Sessions): Role {
  const role = new Role(scope, 'Role', {
    assumedBy: new ServicePrincipal('ec2.amazonaws.com'),
    description: 'The bastion: sessions and their log',
    inlinePolicies: {
      sessions: new PolicyDocument({
        statements: [
          new PolicyStatement({
            actions: [
              'ssm:UpdateInstanceInformation',
              'ssmmessages:CreateControlChannel',
              'ssmmessages:CreateDataChannel',
              'ssmmessages:OpenControlChannel',
              'ssmmessages:OpenDataChannel',
              'logs:DescribeLogGroups',
            ],
            resources: ['*'],
          }),
          new PolicyStatement({
            actions: ['logs:CreateLogStream', 'logs:PutLogEvents', 'logs:DescribeLogStreams'],
            resources: [log.logGroupArn],
          }),
          new PolicyStatement({ actions: ['kms:Decrypt'], resources: [key.keyArn] }),
        ],
      }),
    },
  })
  Validations.of(role).acknowledge({
    id: 'AwsSolutions-IAM5[Resource::*]',
    reason: 'Channels of Session Manager and the list of log groups have no ARN that a policy could name.',
  })
  return role
}

/**
 * What people need to get in: the sessions of this stage on its bastion, and keys of one minute for its instances.
 * Attached to nobody here; whoever looks after people's roles attaches it.
 */
export function operatorPolicy(scope: Construct, stage: Stage, { key, shell, databaseTunnel }: Sessions): void {
  const arn = (service: string, resource: string, resourceName: string) =>
    Stack.of(scope).formatArn({ service, resource, resourceName, arnFormat: ArnFormat.SLASH_RESOURCE_NAME })
  const document = ({ ref }: CfnDocument) => arn('ssm', 'document', ref)
  const instances = arn('ec2', 'instance', '*')
  const policy = new ManagedPolicy(scope, 'Operators', {
    description: `For people who look after baton-${stage.name}: sessions through its bastion`,
    statements: [
      new PolicyStatement({
        actions: ['ssm:StartSession'],
        resources: [instances],
        conditions: {
          StringEquals: { 'ssm:resourceTag/baton:stage': stage.name, 'ssm:resourceTag/baton:machine': 'bastion' },
          // Without it, leaving the document out would open a session that nobody writes down.
          BoolIfExists: { 'ssm:SessionDocumentAccessCheck': 'true' },
        },
      }),
      new PolicyStatement({ actions: ['ssm:StartSession'], resources: [document(shell), document(databaseTunnel)] }),
      new PolicyStatement({
        actions: ['ssm:ResumeSession', 'ssm:TerminateSession'],
        // Their own only.
        resources: [arn('ssm', 'session', '${aws:userid}-*')],
      }),
      new PolicyStatement({
        actions: ['ec2-instance-connect:SendSSHPublicKey'],
        resources: [instances],
        conditions: { StringEquals: { 'aws:ResourceTag/baton:stage': stage.name, 'ec2:osuser': 'ec2-user' } },
      }),
      new PolicyStatement({ actions: ['kms:GenerateDataKey'], resources: [key.keyArn] }),
      new PolicyStatement({ actions: ['ec2:DescribeInstances'], resources: ['*'] }),
    ],
  })
  const region = Stack.of(scope).region
  Validations.of(policy).acknowledge(
    {
      id: 'AwsSolutions-IAM5[Resource::*]',
      reason: 'To find the bastion one asks which instances there are, a question that IAM cannot narrow.',
    },
    {
      id: `AwsSolutions-IAM5[Resource::arn:<AWS::Partition>:ec2:${region}:<AWS::AccountId>:instance/*]`,
      reason: 'Instances come and go; the conditions narrow it to the tags of this stage and of its bastion.',
    },
    {
      id: `AwsSolutions-IAM5[Resource::arn:<AWS::Partition>:ssm:${region}:<AWS::AccountId>:session/<aws:userid>-*]`,
      reason: 'Sessions are named after who opened them; the star is their running number.',
    },
  )
}
