import type { Finding } from '../finding.ts'
import { fault, type Rule } from '../rule.ts'

/** What holds state, and what it is when it is gone. */
const state: Record<string, string> = {
  'AWS::RDS::DBInstance': 'the database',
  'AWS::RDS::DBCluster': 'the database',
  'AWS::S3::Bucket': 'a bucket',
  'AWS::SQS::Queue': 'messages that wait',
  'AWS::KMS::Key': 'the only key to what it encrypted',
  'AWS::DynamoDB::Table': 'a table',
  'AWS::SecretsManager::Secret': 'a secret',
}
/** What may go all the same, by stack and id, each with why. */
const mayGo: [RegExp, string][] = [
  [/-alerts\/Memory/, 'What was told of alarms; those that are still on tell of themselves again'],
  [/-alerts\/Key/, 'It encrypts what is on its way through topics, and nothing that lies somewhere'],
]
const kept = ['Retain', 'RetainExceptOnCreate', 'Snapshot']

/** In a critical stage nothing that holds state goes when its stack or its place in a template does. */
export const stateIsKept: Rule = ({ stage, linked }) =>
  linked.resources.flatMap((placed): Finding[] => {
    const what = state[placed.type]
    const { DeletionPolicy, UpdateReplacePolicy } = placed.resource
    if (!stage.critical || what === undefined) return []
    if (mayGo.some(([pattern]) => pattern.test(`${placed.stack}/${placed.id}`))) return []
    // Members of a cluster hold nothing, and a replica nothing of its own.
    const { DBClusterIdentifier, SourceDBInstanceIdentifier } = placed.properties
    if (DBClusterIdentifier !== undefined && placed.type === 'AWS::RDS::DBInstance') return []
    if (SourceDBInstanceIdentifier !== undefined) return []
    return [
      ['DeletionPolicy', DeletionPolicy],
      ['UpdateReplacePolicy', UpdateReplacePolicy],
    ]
      .filter(([, policy]) => !kept.includes(policy ?? ''))
      .map(([name, policy]) =>
        fault(
          'state-is-kept',
          placed,
          `${name} is ${policy ?? 'absent'}: ${what} would go`,
          'Set removalPolicy RETAIN (SNAPSHOT where there is one) in critical stages.',
          name,
        ),
      )
  })
