import {
  GatewayVpcEndpointAwsService,
  InterfaceVpcEndpointAwsService,
  type ISecurityGroup,
  type SubnetSelection,
  type Vpc,
} from 'aws-cdk-lib/aws-ec2'
import type { Stage } from '../stages.ts'

/**
 * What instances ask of AWS, by what for. Only where there is no NAT: each costs by zone and hour, more than a NAT
 * machine for all of them.
 */
const needed = {
  // Session Manager on the bastion
  Ssm: InterfaceVpcEndpointAwsService.SSM,
  SsmMessages: InterfaceVpcEndpointAwsService.SSM_MESSAGES,
  Ec2Messages: InterfaceVpcEndpointAwsService.EC2_MESSAGES,
  Kms: InterfaceVpcEndpointAwsService.KMS,
  // The programs
  SecretsManager: InterfaceVpcEndpointAwsService.SECRETS_MANAGER,
  Sqs: InterfaceVpcEndpointAwsService.SQS,
  Logs: InterfaceVpcEndpointAwsService.CLOUDWATCH_LOGS,
  Monitoring: InterfaceVpcEndpointAwsService.CLOUDWATCH_MONITORING,
  // Beanstalk's own agent, which also asks CloudFormation what to install
  Beanstalk: InterfaceVpcEndpointAwsService.ELASTIC_BEANSTALK,
  BeanstalkHealth: InterfaceVpcEndpointAwsService.ELASTIC_BEANSTALK_HEALTH,
  CloudFormation: InterfaceVpcEndpointAwsService.CLOUDFORMATION,
}

/** Ways to AWS that stay inside the network. S3 and DynamoDB cost nothing this way and save the NAT their traffic. */
export function makeEndpoints(vpc: Vpc, { network }: Stage, application: SubnetSelection, group: ISecurityGroup): void {
  vpc.addGatewayEndpoint('S3', { service: GatewayVpcEndpointAwsService.S3, subnets: [application] })
  // Beanstalk's daemon elects its leader for periodic jobs in a table.
  vpc.addGatewayEndpoint('DynamoDb', { service: GatewayVpcEndpointAwsService.DYNAMODB, subnets: [application] })
  if (network.nat.kind !== 'none') return
  for (const [name, service] of Object.entries(needed)) {
    vpc.addInterfaceEndpoint(name, { service, subnets: application, securityGroups: [group], open: false })
  }
}
