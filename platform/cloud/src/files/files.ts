import { Duration, RemovalPolicy } from 'aws-cdk-lib'
import { AnyPrincipal, Effect, PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam'
import {
  BlockPublicAccess,
  Bucket,
  BucketEncryption,
  HttpMethods,
  StorageClass,
  type IBucket,
} from 'aws-cdk-lib/aws-s3'
import type { Construct } from 'constructs'
import { cloud } from '@baton/runtime'
import { Part, type PartProps } from '../part.ts'
import { sharedWithPages } from './shared-with-pages.ts'

/** Where in the bucket of access logs the balancer writes. */
export const balancerLogs = 'balancer'

/** Where in it S3 notes who asked other buckets of the stage; it may write nowhere else. */
const bucketLogs = ['files/', 'web/', 'lake/']

/** Days in which what was deleted or overwritten can be brought back. */
const regret = 30

/** The files that people attach, and the bucket that notes who asked for what. */
export class Files extends Part {
  /** Reached by addresses that a program has signed and by the programs' roles, and in no other way. */
  readonly bucket: IBucket
  /** Access logs of this bucket, of the balancer, of the distribution and of other buckets, each under its prefix. */
  readonly accessLogs: IBucket

  constructor(scope: Construct, id: string, props: PartProps) {
    super(scope, id, props, 'Files: what people attach, and who asked for it')
    // By its name: to a bucket it can write to, CDK adds rights for each new writer, of whatever account.
    this.accessLogs = Bucket.fromBucketName(this, 'AccessLogsAsItStands', this.#makeAccessLogs().bucketName)
    this.bucket = this.#makeBucket()
  }

  #makeAccessLogs(): Bucket {
    const { logDays } = this.stage
    const bucket = new Bucket(this, 'AccessLogs', {
      // Balancers write to no bucket that has a key of its own.
      encryption: BucketEncryption.S3_MANAGED,
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      enforceSSL: true,
      versioned: true,
      lifecycleRules: [
        { id: 'forget', expiration: Duration.days(logDays), noncurrentVersionExpiration: Duration.days(1) },
      ],
      // CloudFormation removes no bucket that holds anything, and a stack that cannot go is worse than a bucket left.
      removalPolicy: RemovalPolicy.RETAIN,
    })
    bucket.addToResourcePolicy(
      new PolicyStatement({
        sid: 'LogsOfTheBalancer',
        // It names no account it speaks for: a condition on one would refuse it, and with it the balancer. It writes
        // under the account of the balancer only, which the path says.
        principals: [new ServicePrincipal('logdelivery.elasticloadbalancing.amazonaws.com')],
        actions: ['s3:PutObject'],
        resources: [bucket.arnForObjects(`${balancerLogs}/AWSLogs/${this.account}/*`)],
      }),
    )
    bucket.addToResourcePolicy(
      new PolicyStatement({
        sid: 'LogsOfBuckets',
        principals: [
          new ServicePrincipal('logging.s3.amazonaws.com', {
            conditions: { StringEquals: { 'aws:SourceAccount': this.account } },
          }),
        ],
        actions: ['s3:PutObject'],
        resources: bucketLogs.map((prefix) => bucket.arnForObjects(`${prefix}*`)),
      }),
    )
    return bucket
  }

  #makeBucket(): Bucket {
    const { critical } = this.stage
    const shared = sharedWithPages(`https://${this.place.domain}`)
    const bucket = new Bucket(this, 'Bucket', {
      // Keys of S3 itself: a key of our own would ask a price for each of many small files and keep nobody out who has
      // the rights of the programs' roles.
      encryption: BucketEncryption.S3_MANAGED,
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      enforceSSL: true,
      minimumTLSVersion: 1.2,
      versioned: true,
      serverAccessLogsBucket: this.accessLogs,
      serverAccessLogsPrefix: 'files/',
      cors: [{ ...shared, allowedMethods: shared.allowedMethods.map((method) => HttpMethods[method]) }],
      lifecycleRules: [
        {
          id: 'uploads-nobody-finished',
          prefix: cloud.files.incoming,
          expiration: Duration.days(cloud.files.incomingDays),
          noncurrentVersionExpiration: Duration.days(1),
        },
        {
          id: 'regret',
          noncurrentVersionExpiration: Duration.days(regret),
          abortIncompleteMultipartUploadAfter: Duration.days(1),
          expiredObjectDeleteMarker: true,
        },
        ...(critical ? [seldomRead] : []),
      ],
      // Without the stack the organizations' files must still be there.
      removalPolicy: RemovalPolicy.RETAIN,
    })
    bucket.addToResourcePolicy(
      new PolicyStatement({
        sid: 'SignedOnly',
        effect: Effect.DENY,
        principals: [new AnyPrincipal()],
        actions: ['s3:*'],
        resources: [bucket.bucketArn, bucket.arnForObjects('*')],
        conditions: { StringNotEquals: { 's3:signatureversion': 'AWS4-HMAC-SHA256' } },
      }),
    )
    return bucket
  }
}

/** Files of finished processes are opened seldom; S3 moves what was not asked for to a cheaper shelf by itself. */
const seldomRead = {
  id: 'seldom-read',
  prefix: cloud.files.kept,
  transitions: [{ storageClass: StorageClass.INTELLIGENT_TIERING, transitionAfter: Duration.days(30) }],
}
