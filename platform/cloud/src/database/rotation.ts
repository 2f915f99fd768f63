import { Aws, Duration, RemovalPolicy, Stack, ArnFormat } from 'aws-cdk-lib'
import { PolicyDocument, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam'
import type { IKey } from 'aws-cdk-lib/aws-kms'
import { Architecture, Function as LambdaFunction, Runtime } from 'aws-cdk-lib/aws-lambda'
import { LogGroup, type RetentionDays } from 'aws-cdk-lib/aws-logs'
import { CfnRotationSchedule, type ISecret } from 'aws-cdk-lib/aws-secretsmanager'
import { Construct } from 'constructs'
import { alarm, type AlarmTopics } from '../alarms.ts'
import { functionCode } from '../alerts/function-code.ts'
import type { Stage } from '../stages.ts'

interface PasswordRotationProps {
  stage: Stage
  secret: ISecret
  key: IKey
  /** What has the password: an instance of RDS or a cluster of Aurora, by its identifier. */
  of: { kind: 'instance' | 'cluster'; identifier: string }
  topics: AlarmTopics
}

/** Changes the password each month from outside the database; docs/decisions/0012 says why so. */
export class PasswordRotation extends Construct {
  constructor(scope: Construct, id: string, { stage, secret, key, of, topics }: PasswordRotationProps) {
    super(scope, id)
    const log = new LogGroup(this, 'Log', {
      retention: stage.logDays as RetentionDays,
      removalPolicy: stage.critical ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
    })
    const cluster = of.kind === 'cluster'
    const target = Stack.of(this).formatArn({
      service: 'rds',
      resource: cluster ? 'cluster' : 'db',
      resourceName: of.identifier,
      arnFormat: ArnFormat.COLON_RESOURCE_NAME,
    })
    const role = new Role(this, 'Role', {
      assumedBy: new ServicePrincipal('lambda.amazonaws.com'),
      description: 'Changes the password of one database and notes it in one secret',
      inlinePolicies: {
        rotation: new PolicyDocument({
          statements: [
            new PolicyStatement({
              actions: cluster
                ? ['rds:ModifyDBCluster', 'rds:DescribeDBClusters']
                : ['rds:ModifyDBInstance', 'rds:DescribeDBInstances'],
              resources: [target],
            }),
            new PolicyStatement({
              actions: [
                'secretsmanager:DescribeSecret',
                'secretsmanager:GetSecretValue',
                'secretsmanager:PutSecretValue',
                'secretsmanager:UpdateSecretVersionStage',
              ],
              resources: [secret.secretArn],
            }),
            new PolicyStatement({
              actions: ['kms:Decrypt', 'kms:GenerateDataKey'],
              resources: [key.keyArn],
              conditions: { StringEquals: { 'kms:ViaService': `secretsmanager.${Aws.REGION}.amazonaws.com` } },
            }),
            new PolicyStatement({
              actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
              resources: [log.logGroupArn],
            }),
          ],
        }),
      },
    })
    const rotate = new LambdaFunction(this, 'Function', {
      description: 'Changes the password of the database',
      code: functionCode(new URL('rotate-password.lambda.ts', import.meta.url)),
      handler: 'index.handler',
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      memorySize: 256,
      // RDS says for some minutes at most that it is about it.
      timeout: Duration.minutes(6),
      role,
      logGroup: log,
      environment: { [cluster ? 'DATABASE_CLUSTER' : 'DATABASE_INSTANCE']: of.identifier },
    })
    rotate.addPermission('SecretsManager', {
      principal: new ServicePrincipal('secretsmanager.amazonaws.com'),
      sourceAccount: Aws.ACCOUNT_ID,
      sourceArn: secret.secretArn,
    })
    new CfnRotationSchedule(this, 'Monthly', {
      secretId: secret.secretArn,
      rotationLambdaArn: rotate.functionArn,
      // After backups and maintenance are over.
      rotationRules: { scheduleExpression: 'cron(0 4 1 * ? *)', duration: '2h' },
      rotateImmediatelyOnUpdate: false,
    }).node.addDependency(rotate)
    alarm(this, 'Fails', {
      metric: rotate.metricErrors({ period: Duration.minutes(15), statistic: 'Sum' }),
      threshold: 0,
      breaching: 1,
      of: 1,
      severity: 'warning',
      says: 'The new password of the database is stuck half way: programs that start may be turned away.',
      runbook: 'database-password',
      topics,
    })
  }
}
