import { ArnFormat, Aws, RemovalPolicy, Stack } from 'aws-cdk-lib'
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam'
import { Key } from 'aws-cdk-lib/aws-kms'
import { LogGroup, type RetentionDays } from 'aws-cdk-lib/aws-logs'
import { CfnDocument } from 'aws-cdk-lib/aws-ssm'
import { Construct } from 'constructs'
import type { Stage } from '../stages.ts'
import { operator } from './user-data.ts'

/** What kinds of sessions there are, and where they are written down. */
export class Sessions extends Construct {
  readonly key: Key
  readonly log: LogGroup
  /** A shell on the bastion; every byte of it is kept. */
  readonly shell: CfnDocument
  /** A tunnel to the database; that it was opened, by whom and when, stands in CloudTrail. */
  readonly databaseTunnel: CfnDocument

  constructor(scope: Construct, id: string, { stage, database }: { stage: Stage; database: string }) {
    super(scope, id)
    this.key = new Key(this, 'Key', {
      description: `Sessions on the bastion of baton-${stage.name}, on the way and in the log`,
      enableKeyRotation: true,
      removalPolicy: RemovalPolicy.RETAIN,
    })
    const groups = Stack.of(this).formatArn({
      service: 'logs',
      resource: 'log-group',
      resourceName: '*',
      arnFormat: ArnFormat.COLON_RESOURCE_NAME,
    })
    this.key.addToResourcePolicy(
      new PolicyStatement({
        principals: [new ServicePrincipal(`logs.${Aws.REGION}.amazonaws.com`)],
        actions: ['kms:Encrypt', 'kms:Decrypt', 'kms:ReEncrypt*', 'kms:GenerateDataKey*', 'kms:DescribeKey'],
        // In a policy of a key this is the key itself.
        resources: ['*'],
        conditions: { ArnLike: { 'kms:EncryptionContext:aws:logs:arn': groups } },
      }),
    )
    this.log = new LogGroup(this, 'Log', {
      encryptionKey: this.key,
      // Who did what is asked for long after the logs of programs are of no use.
      retention: (stage.critical ? 365 : stage.logDays) as RetentionDays,
      removalPolicy: stage.critical ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
    })
    this.shell = new CfnDocument(this, 'Shell', {
      documentType: 'Session',
      documentFormat: 'JSON',
      updateMethod: 'NewVersion',
      content: {
        schemaVersion: '1.0',
        description: `A shell on the bastion of baton-${stage.name}`,
        sessionType: 'Standard_Stream',
        inputs: {
          s3BucketName: '',
          s3KeyPrefix: '',
          s3EncryptionEnabled: true,
          cloudWatchLogGroupName: this.log.logGroupName,
          cloudWatchEncryptionEnabled: true,
          // As it happens, not at the end: a session that is cut off is kept as well.
          cloudWatchStreamingEnabled: true,
          kmsKeyId: this.key.keyArn,
          runAsEnabled: true,
          runAsDefaultUser: operator,
          // Minutes.
          idleSessionTimeout: '15',
          maxSessionDuration: '60',
          shellProfile: { linux: 'cd; exec /bin/bash --login' },
        },
      },
    })
    this.databaseTunnel = new CfnDocument(this, 'DatabaseTunnel', {
      documentType: 'Session',
      documentFormat: 'JSON',
      updateMethod: 'NewVersion',
      content: {
        schemaVersion: '1.0',
        description: `A tunnel through the bastion to the database of baton-${stage.name}`,
        sessionType: 'Port',
        parameters: {
          localPortNumber: {
            type: 'String',
            description: 'Port on your own machine',
            allowedPattern: '^[0-9]{2,5}$',
            default: '15432',
          },
        },
        properties: {
          type: 'LocalPortForwarding',
          // Said here and not by whoever opens it: to the database and nowhere else.
          host: database,
          portNumber: '5432',
          localPortNumber: '{{ localPortNumber }}',
        },
      },
    })
  }
}
