import { fault, type Rule } from '../rule.ts'

/** Properties that fix the name of a thing in an account or in the whole world. */
const fixing: Record<string, string> = {
  'AWS::AutoScaling::AutoScalingGroup': 'AutoScalingGroupName',
  'AWS::CloudWatch::Alarm': 'AlarmName',
  'AWS::CloudWatch::Dashboard': 'DashboardName',
  'AWS::DynamoDB::Table': 'TableName',
  'AWS::EC2::LaunchTemplate': 'LaunchTemplateName',
  'AWS::EC2::SecurityGroup': 'GroupName',
  'AWS::ElasticBeanstalk::Application': 'ApplicationName',
  'AWS::ElasticBeanstalk::Environment': 'EnvironmentName',
  'AWS::ElasticLoadBalancingV2::LoadBalancer': 'Name',
  'AWS::ElasticLoadBalancingV2::TargetGroup': 'Name',
  'AWS::Events::Rule': 'Name',
  'AWS::IAM::InstanceProfile': 'InstanceProfileName',
  'AWS::IAM::ManagedPolicy': 'ManagedPolicyName',
  'AWS::IAM::Role': 'RoleName',
  'AWS::IAM::User': 'UserName',
  'AWS::KMS::Alias': 'AliasName',
  'AWS::Lambda::Function': 'FunctionName',
  'AWS::Logs::LogGroup': 'LogGroupName',
  'AWS::RDS::DBCluster': 'DBClusterIdentifier',
  'AWS::RDS::DBInstance': 'DBInstanceIdentifier',
  'AWS::RDS::DBParameterGroup': 'DBParameterGroupName',
  'AWS::RDS::DBProxy': 'DBProxyName',
  'AWS::RDS::DBSubnetGroup': 'DBSubnetGroupName',
  'AWS::S3::Bucket': 'BucketName',
  'AWS::SNS::Topic': 'TopicName',
  'AWS::SQS::Queue': 'QueueName',
  'AWS::SecretsManager::Secret': 'Name',
  'AWS::WAFv2::WebACL': 'Name',
}

/** A second copy in the same account and region must be able to stand beside the first. */
export const noFixedNames: Rule = ({ linked, templates }) => [
  ...linked.resources.flatMap((placed) => {
    const property = fixing[placed.type]
    const name = property && placed.properties[property]
    // A name made of what another resource tells, or of the stack's own id, is new with each stack.
    if (!property || typeof name !== 'string' || /\{[^}]+\}/.test(name)) return []
    return [
      fault(
        'fixed-name',
        placed,
        `It is always called ${name}`,
        `Leave ${property} out, or make it of the stack's id.`,
        property,
      ),
    ]
  }),
  ...[...templates].flatMap(([stack, { Outputs }]) =>
    Object.entries(Outputs ?? {})
      .filter(([, output]) => output['Export'] !== undefined)
      .map(([id]) =>
        fault(
          'fixed-name',
          { stack, id },
          'An export has one name in a region',
          'Hand it over as a property of the part.',
          'Export',
        ),
      ),
  ),
]
