import { Stack } from 'aws-cdk-lib'
import { CfnInstanceProfile, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam'
import type { IKey } from 'aws-cdk-lib/aws-kms'
import type { IBucket } from 'aws-cdk-lib/aws-s3'
import type { ISecret } from 'aws-cdk-lib/aws-secretsmanager'
import { Construct } from 'constructs'
import { acknowledgeStars } from '../acknowledge-stars.ts'

export interface ProgramRoleProps {
  bucket: IBucket
  /** Secrets it reads: the login of the database and the secret settings. */
  secrets: ISecret[]
  /** What the login is locked with. */
  key: IKey
}

/**
 * What instances of a tier may do. Written out instead of AWS's own policies for web and worker tiers, which let every
 * instance read and write the bundles and logs of all environments of the account.
 */
export class ProgramRole extends Construct {
  readonly role: Role
  readonly profile: CfnInstanceProfile

  constructor(scope: Construct, id: string, { bucket, secrets, key }: ProgramRoleProps) {
    super(scope, id)
    const { partition, region, account } = Stack.of(this)
    this.role = new Role(this, 'Role', { assumedBy: new ServicePrincipal('ec2.amazonaws.com') })
    // Written out: a grant of CDK's would write this role into the key's policy, and the database would stand on the api.
    this.#may(
      'ReadSecrets',
      ['secretsmanager:GetSecretValue'],
      secrets.map((secret) => secret.secretArn),
    )
    this.role.addToPolicy(
      new PolicyStatement({
        sid: 'UnlockSecrets',
        actions: ['kms:Decrypt'],
        resources: [key.keyArn],
        conditions: { StringEquals: { 'kms:ViaService': `secretsmanager.${region}.amazonaws.com` } },
      }),
    )
    this.#may('ReadAndWriteFiles', ['s3:GetObject', 's3:PutObject', 's3:DeleteObject'], [bucket.arnForObjects('*')])
    // Without it a missing file answers 403 instead of 404.
    this.#may('TellMissingFiles', ['s3:ListBucket'], [bucket.bucketArn])
    const beanstalk = `arn:${partition}:s3:::elasticbeanstalk-${region}-${account}`
    this.#may('TakeBundles', ['s3:GetObject', 's3:GetObjectVersion'], [`${beanstalk}/*`])
    this.#may('LeaveLogs', ['s3:PutObject'], [`${beanstalk}/resources/environments/logs/*`])
    this.#may(
      'WriteLogs',
      ['logs:CreateLogGroup', 'logs:CreateLogStream', 'logs:PutLogEvents', 'logs:DescribeLogStreams'],
      [`arn:${partition}:logs:${region}:${account}:log-group:/aws/elasticbeanstalk/*`],
    )
    this.#may(
      'TellHealth',
      ['elasticbeanstalk:PutInstanceStatistics'],
      ['application', 'environment'].map((kind) => `arn:${partition}:elasticbeanstalk:${region}:${account}:${kind}/*`),
    )
    this.profile = new CfnInstanceProfile(this, 'Profile', { roles: [this.role.roleName] })
    acknowledgeStars(this.role, [
      [/Files.*Arn>\/\*$/, 'Each file of the one bucket; what they are called is known when they are brought.'],
      [/s3:::elasticbeanstalk-/, 'Bundles and logs in the bucket that Beanstalk keeps for this account and region.'],
      [
        /log-group:\/aws\/elasticbeanstalk\//,
        'Beanstalk names the log groups after environments that are named later.',
      ],
      [/:elasticbeanstalk:/, 'Statistics of health only, in this account and region; the environment is named later.'],
      [/AWSEBWorkerCronLeaderRegistry/, 'Beanstalk makes the table in which daemons elect a leader, and names it.'],
    ])
  }

  #may(sid: string, actions: string[], resources: string[]): void {
    this.role.addToPolicy(new PolicyStatement({ sid, actions, resources }))
  }
}
