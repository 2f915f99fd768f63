import { Duration, RemovalPolicy, Validations } from 'aws-cdk-lib'
import { InstanceType } from 'aws-cdk-lib/aws-ec2'
import {
  CaCertificate,
  Credentials,
  DatabaseInstance,
  DatabaseInstanceEngine,
  DatabaseInstanceReadReplica,
  ParameterGroup,
  PostgresEngineVersion,
  StorageType,
  SubnetGroup,
  type DatabaseInstanceNewProps,
} from 'aws-cdk-lib/aws-rds'
import type { Construct } from 'constructs'
import type { Stage } from '../stages.ts'
import { rdsMetric, watchLog, watchReplica, watchServer, watchVolume } from './alarms.ts'
import type { Made, ServerProps } from './database.ts'
import { maintenanceWindow } from './maintenance-window.ts'
import { parametersFor } from './parameters.ts'
import { identifierOf } from './identifier.ts'
import { connectionsFor, memoryGib } from './sizes.ts'

const databaseName = 'baton'

/** PostgreSQL on one machine of RDS, with a standby in another zone and a reader where the stage wants them. */
export function makeInstance(scope: Construct, props: ServerProps): Made {
  const { stage, topics, secret } = props
  const choice = stage.database
  if (choice.kind !== 'rds') throw new Error(`makeInstance: wanted a database of kind rds, found ${choice.kind}.`)
  const identifier = identifierOf(stage)
  const gib = memoryGib(choice.instanceClass)
  const connections = connectionsFor(gib)
  const engine = DatabaseInstanceEngine.postgres({ version: PostgresEngineVersion.VER_18 })
  const common = settingsOf(scope, props)
  const instanceType = new InstanceType(choice.instanceClass)

  const instance = new DatabaseInstance(scope, 'Instance', {
    ...common,
    instanceIdentifier: identifier,
    instanceType,
    engine,
    credentials: Credentials.fromSecret(secret),
    databaseName,
    multiAz: choice.multiAz,
    allocatedStorage: choice.storageGib,
    storageEncryptionKey: props.key,
    backupRetention: Duration.days(choice.backupDays),
    // UTC, one after another, when most people sleep: backup, maintenance, new password (at 4 on the first).
    preferredBackupWindow: '01:00-02:00',
    preferredMaintenanceWindow: maintenanceWindow,
    parameterGroup: new ParameterGroup(scope, 'Parameters', {
      engine,
      description: 'Safe to the disk, closed in the clear, slow statements told',
      parameters: parametersFor('rds', connections),
    }),
  })
  acknowledgeChoices(instance, stage)

  const dimensions = { DBInstanceIdentifier: instance.instanceIdentifier }
  watchServer(scope, { topics, dimensions, memoryGib: gib, connections })
  watchVolume(scope, { topics, dimensions, storageGib: choice.storageGib })
  instance.node.addDependency(watchLog(scope, topics, stage, `/aws/rds/instance/${identifier}/postgresql`))

  const made = {
    host: instance.instanceEndpoint.hostname,
    databaseName,
    secret: instance.secret!,
    rotates: { kind: 'instance', identifier: instance.instanceIdentifier },
    target: { instance },
    series: { server: dimensions },
  } satisfies Made
  if (!choice.readReplica) return made

  const replica = new DatabaseInstanceReadReplica(scope, 'Reader', {
    ...common,
    instanceType,
    sourceDatabaseInstance: instance,
    // What is slow on it is slow on the source too; RDS would keep its log for ever.
    cloudwatchLogsExports: undefined,
    parameterGroup: new ParameterGroup(scope, 'ReaderParameters', {
      engine,
      description: 'As the source, whose number of connections it may not be below',
      parameters: parametersFor('rds', connections),
    }),
    removalPolicy: RemovalPolicy.DESTROY,
    deletionProtection: false,
  })
  acknowledgePort(replica)
  if (stage.critical) acknowledgeMonitoring(replica)
  Validations.of(replica).acknowledge(
    {
      id: 'AwsSolutions-RDS2',
      reason: 'Encrypted with the key of its source, which a reader in the same region may not name again.',
    },
    {
      id: 'AwsSolutions-RDS3',
      reason: 'A reader holds nothing of its own; reads fall back to the source, which has a standby.',
    },
    { id: 'AwsSolutions-RDS10', reason: 'A reader holds nothing of its own and can be made again from its source.' },
  )
  const metric = rdsMetric({ DBInstanceIdentifier: replica.instanceIdentifier }, 'ReplicaLag')
  watchReplica(scope, topics, { metric, threshold: 60 })
  return { ...made, series: { server: dimensions, lag: metric }, readerHost: replica.instanceEndpoint.hostname }
}

/** What source and reader have in common. */
function settingsOf(scope: Construct, { stage, network, key }: ServerProps) {
  const { database, critical } = stage
  return {
    vpc: network.vpc,
    subnetGroup: new SubnetGroup(scope, 'Subnets', {
      vpc: network.vpc,
      vpcSubnets: network.tiers.data,
      description: 'The data tier, which has no way out',
    }),
    securityGroups: [network.groups.database],
    publiclyAccessible: false,
    storageType: StorageType.GP3,
    maxAllocatedStorage: database.kind === 'rds' ? database.maxStorageGib : undefined,
    caCertificate: CaCertificate.RDS_CA_RSA2048_G1,
    // Seven days of what waited for what, at no price.
    enablePerformanceInsights: true,
    performanceInsightEncryptionKey: key,
    ...(critical && { monitoringInterval: Duration.seconds(60) }),
    cloudwatchLogsExports: ['postgresql'],
    autoMinorVersionUpgrade: true,
    copyTagsToSnapshot: true,
    deletionProtection: critical,
    // Whatever happens to the stack, a last snapshot stays.
    removalPolicy: RemovalPolicy.SNAPSHOT,
  } satisfies DatabaseInstanceNewProps
}

/** Only where the machine itself is watched from within. */
const acknowledgeMonitoring = (database: Construct) =>
  Validations.of(database).acknowledge({
    id: 'AwsSolutions-IAM4[Policy::arn:<AWS::Partition>:iam::aws:policy/service-role/AmazonRDSEnhancedMonitoringRole]',
    reason: 'The policy AWS keeps for this one purpose: it writes to the log groups of RDS and nothing else.',
  })

function acknowledgeChoices(instance: DatabaseInstance, { critical, database }: Stage): void {
  acknowledgePort(instance)
  if (critical) acknowledgeMonitoring(instance)
  if (!critical) {
    Validations.of(instance).acknowledge({
      id: 'AwsSolutions-RDS10',
      reason: 'A stage that is no production may be taken down in one go; a last snapshot stays.',
    })
  }
  if (database.kind === 'rds' && !database.multiAz) {
    Validations.of(instance).acknowledge({
      id: 'AwsSolutions-RDS3',
      reason: 'A standby doubles the price; this stage waits for a restore from backup instead.',
    })
  }
}

const acknowledgePort = (instance: Construct) =>
  Validations.of(instance).acknowledge({
    id: 'AwsSolutions-RDS11',
    reason: 'Another port hides nothing from who is inside; groups and ACLs let only programs and the bastion near.',
  })
