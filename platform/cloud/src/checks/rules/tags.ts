import type { Finding } from '../finding.ts'
import { fault, type Rule } from '../rule.ts'

/** What costs money or holds something, and takes tags in a template. */
const taggable = [
  'AWS::AutoScaling::AutoScalingGroup',
  'AWS::CloudFront::Distribution',
  'AWS::CloudWatch::Alarm',
  'AWS::DynamoDB::Table',
  'AWS::EC2::EIP',
  'AWS::EC2::NatGateway',
  'AWS::EC2::NetworkAcl',
  'AWS::EC2::NetworkInterface',
  'AWS::EC2::SecurityGroup',
  'AWS::EC2::Subnet',
  'AWS::EC2::VPC',
  'AWS::ElasticBeanstalk::Environment',
  'AWS::ElasticLoadBalancingV2::LoadBalancer',
  'AWS::IAM::Role',
  'AWS::KMS::Key',
  'AWS::Lambda::Function',
  'AWS::Logs::LogGroup',
  'AWS::RDS::DBCluster',
  'AWS::RDS::DBInstance',
  'AWS::RDS::DBProxy',
  'AWS::S3::Bucket',
  'AWS::SNS::Topic',
  'AWS::SQS::Queue',
  'AWS::SecretsManager::Secret',
]
const wanted = ['baton:product', 'baton:stage']

/** Costs are told by tag, and so is what may be touched. */
export const tagged: Rule = ({ linked }) =>
  linked.of(...taggable).flatMap((placed): Finding[] => {
    const tags = (placed.properties['Tags'] ?? []) as { Key: string }[] | Record<string, string>
    const keys = Array.isArray(tags) ? tags.map(({ Key }) => Key) : Object.keys(tags)
    const missing = wanted.filter((key) => !keys.includes(key))
    if (missing.length === 0 || isHelper(placed.id)) return []
    return [
      fault(
        'tags',
        placed,
        `It lacks ${missing.join(' and ')}`,
        'Make it under the app, which tags all; a raw resource needs its tags by hand.',
        'Tags',
      ),
    ]
  })

/** CDK's own functions and roles for custom resources are raw and take no tags. */
const isHelper = (id: string) => /^Custom.*CustomResourceProvider/.test(id)
