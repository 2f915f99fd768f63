import { Duration, Fn, RemovalPolicy } from 'aws-cdk-lib'
import { CfnWorkGroup } from 'aws-cdk-lib/aws-athena'
import { CfnDatabase, CfnTable } from 'aws-cdk-lib/aws-glue'
import { BlockPublicAccess, Bucket, BucketEncryption, StorageClass } from 'aws-cdk-lib/aws-s3'
import type { Construct } from 'constructs'
import type { Files } from '../files/files.ts'
import { Part, type PartProps } from '../part.ts'
import { eventColumns, eventsPrefix, firstDay } from './events.ts'

export interface LakeProps extends PartProps {
  files: Files
}

/** Bytes one question may read. A question that reads more has forgotten to name its days. */
const mostScanned = 100 * 1024 ** 3

/** Days for which answers are kept; whoever wants them longer asks again. */
const answersKept = 30

/**
 * All events as Parquet, for tools that ask in SQL. Files lie under `events/day=YYYY-MM-DD/`, the day in UTC on which
 * the event happened; Athena finds days by their name, without a catalogue that has to be kept up.
 */
export class Lake extends Part {
  readonly bucket: Bucket
  readonly workgroupName: string

  constructor(scope: Construct, id: string, { files, ...props }: LakeProps) {
    super(scope, id, props, 'Lake: events as Parquet, for questions in SQL')
    this.bucket = new Bucket(this, 'Bucket', {
      encryption: BucketEncryption.S3_MANAGED,
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      enforceSSL: true,
      versioned: true,
      serverAccessLogsBucket: files.accessLogs,
      serverAccessLogsPrefix: 'lake/',
      lifecycleRules: [
        { id: 'answers', prefix: 'answers/', expiration: Duration.days(answersKept) },
        {
          id: 'old-days',
          prefix: eventsPrefix,
          transitions: [{ storageClass: StorageClass.INTELLIGENT_TIERING, transitionAfter: Duration.days(30) }],
        },
        { id: 'rewritten', noncurrentVersionExpiration: Duration.days(7) },
      ],
      // CloudFormation removes no bucket that holds anything.
      removalPolicy: RemovalPolicy.RETAIN,
    })
    this.#makeTable()
    this.workgroupName = this.#makeWorkgroup()
  }

  #makeTable(): void {
    const name = `baton_${this.stage.name}`
    const database = new CfnDatabase(this, 'Database', {
      catalogId: this.account,
      databaseInput: { description: `Events of Baton ${this.stage.name}`, locationUri: this.bucket.s3UrlForObject() },
    })
    const location = this.bucket.s3UrlForObject(eventsPrefix)
    new CfnTable(this, 'Events', {
      catalogId: this.account,
      databaseName: database.ref,
      tableInput: {
        name: 'events',
        description: `What happened to processes in ${name}`,
        tableType: 'EXTERNAL_TABLE',
        partitionKeys: [{ name: 'day', type: 'date', comment: 'UTC' }],
        parameters: {
          classification: 'parquet',
          'projection.enabled': 'true',
          'projection.day.type': 'date',
          'projection.day.format': 'yyyy-MM-dd',
          'projection.day.range': `${firstDay},NOW`,
          'projection.day.interval': '1',
          'projection.day.interval.unit': 'DAYS',
          'storage.location.template': `${location}day=\${day}/`,
        },
        storageDescriptor: {
          location,
          columns: eventColumns,
          inputFormat: 'org.apache.hadoop.hive.ql.io.parquet.MapredParquetInputFormat',
          outputFormat: 'org.apache.hadoop.hive.ql.io.parquet.MapredParquetOutputFormat',
          serdeInfo: { serializationLibrary: 'org.apache.hadoop.hive.ql.io.parquet.serde.ParquetHiveSerDe' },
        },
      },
    })
  }

  #makeWorkgroup(): string {
    const name = Fn.join('-', ['baton', this.stage.name, Fn.select(2, Fn.split('/', this.stackId))])
    const workgroup = new CfnWorkGroup(this, 'Workgroup', {
      name,
      description: `Questions to the events of Baton ${this.stage.name}`,
      recursiveDeleteOption: true,
      workGroupConfiguration: {
        // Whoever asks cannot write answers elsewhere or unencrypted.
        enforceWorkGroupConfiguration: true,
        publishCloudWatchMetricsEnabled: true,
        bytesScannedCutoffPerQuery: mostScanned,
        engineVersion: { selectedEngineVersion: 'Athena engine version 3' },
        resultConfiguration: {
          outputLocation: this.bucket.s3UrlForObject('answers/'),
          encryptionConfiguration: { encryptionOption: 'SSE_S3' },
          expectedBucketOwner: this.account,
        },
      },
    })
    return workgroup.ref
  }
}
