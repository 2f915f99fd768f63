import { Duration, RemovalPolicy, Validations } from 'aws-cdk-lib'
import {
  AuroraPostgresEngineVersion,
  CaCertificate,
  ClusterInstance,
  Credentials,
  DatabaseCluster,
  DatabaseClusterEngine,
  DBClusterStorageType,
  ParameterGroup,
  SubnetGroup,
} from 'aws-cdk-lib/aws-rds'
import type { Construct } from 'constructs'
import { Refused } from '../refused.ts'
import { rdsMetric, watchCapacity, watchLog, watchReplica, watchServer } from './alarms.ts'
import type { Made, ServerProps } from './database.ts'
import { identifierOf } from './identifier.ts'
import { maintenanceWindow } from './maintenance-window.ts'
import { parametersFor } from './parameters.ts'
import { connectionsFor, gibOfAcu } from './sizes.ts'

const databaseName = 'baton'

/**
 * PostgreSQL on Aurora Serverless v2: it grows and shrinks with what it is asked, and sleeps where its minimum is 0.
 * Its storage lies in three zones by itself.
 */
export function makeCluster(scope: Construct, { stage, network, topics, secret, key }: ServerProps): Made {
  const choice = stage.database
  if (choice.kind !== 'aurora') throw new Error(`makeCluster: wanted a database of kind aurora, found ${choice.kind}.`)
  if (choice.pauseAfterSeconds !== undefined && (choice.minAcu > 0 || choice.proxy)) {
    throw new Refused(
      'database.pauseAfterSeconds: a cluster sleeps only with minAcu 0 and without a proxy, which keeps it awake. ' +
        'Put one of them right in platform/cloud/src/stages.ts.',
    )
  }
  const identifier = identifierOf(stage)
  // Aurora keeps to 2,000 where the minimum is small, whatever a parameter says.
  const connections = Math.min(connectionsFor(gibOfAcu(choice.maxAcu)), 2000)
  const engine = DatabaseClusterEngine.auroraPostgres({ version: AuroraPostgresEngineVersion.VER_18_3 })
  const instance = {
    caCertificate: CaCertificate.RDS_CA_RSA2048_G1,
    publiclyAccessible: false,
    autoMinorVersionUpgrade: true,
    enablePerformanceInsights: true,
    performanceInsightEncryptionKey: key,
  }
  const cluster = new DatabaseCluster(scope, 'Cluster', {
    engine,
    clusterIdentifier: identifier,
    credentials: Credentials.fromSecret(secret),
    defaultDatabaseName: databaseName,
    vpc: network.vpc,
    subnetGroup: new SubnetGroup(scope, 'Subnets', {
      vpc: network.vpc,
      vpcSubnets: network.tiers.data,
      description: 'The data tier, which has no way out',
    }),
    securityGroups: [network.groups.database],
    writer: ClusterInstance.serverlessV2('Writer', instance),
    // As large as the writer, so that it can take over at once.
    readers: choice.readReplica ? [ClusterInstance.serverlessV2('Reader', { ...instance, scaleWithWriter: true })] : [],
    serverlessV2MinCapacity: choice.minAcu,
    serverlessV2MaxCapacity: choice.maxAcu,
    ...(choice.pauseAfterSeconds && { serverlessV2AutoPauseDuration: Duration.seconds(choice.pauseAfterSeconds) }),
    storageType: DBClusterStorageType.AURORA,
    storageEncryptionKey: key,
    parameterGroup: new ParameterGroup(scope, 'Parameters', {
      engine,
      description: 'Safe to the disk, closed in the clear, slow statements told',
      parameters: parametersFor('aurora', connections),
    }),
    backup: { retention: Duration.days(choice.backupDays), preferredWindow: '01:00-02:00' },
    preferredMaintenanceWindow: maintenanceWindow,
    ...(stage.critical && { monitoringInterval: Duration.seconds(60), enableClusterLevelEnhancedMonitoring: false }),
    cloudwatchLogsExports: ['postgresql'],
    copyTagsToSnapshot: true,
    deletionProtection: stage.critical,
    removalPolicy: RemovalPolicy.SNAPSHOT,
  })
  Validations.of(cluster).acknowledge({
    id: 'AwsSolutions-RDS6',
    reason:
      'Programs log in by a password that changes each month: a token of IAM lasts 15 minutes and 200 logins a second.',
  })
  if (stage.critical) {
    Validations.of(cluster).acknowledge({
      id: 'AwsSolutions-IAM4[Policy::arn:<AWS::Partition>:iam::aws:policy/service-role/AmazonRDSEnhancedMonitoringRole]',
      reason: 'The policy AWS keeps for this one purpose: it writes to the log groups of RDS and nothing else.',
    })
  } else {
    Validations.of(cluster).acknowledge({
      id: 'AwsSolutions-RDS10',
      reason: 'A stage that is no production may be taken down in one go; a last snapshot stays.',
    })
  }

  const byCluster = { DBClusterIdentifier: cluster.clusterIdentifier }
  const dimensions = { ...byCluster, Role: 'WRITER' }
  watchServer(scope, { topics, dimensions, memoryGib: gibOfAcu(Math.max(choice.minAcu, 0.5)), connections })
  watchCapacity(scope, topics, dimensions)
  cluster.node.addDependency(watchLog(scope, topics, stage, `/aws/rds/cluster/${identifier}/postgresql`))
  const lag = choice.readReplica ? rdsMetric(byCluster, 'AuroraReplicaLagMaximum') : undefined
  if (lag) {
    // Readers share the writer's storage: what is said here in milliseconds is what their memory lags behind.
    watchReplica(scope, topics, { metric: lag, threshold: 2000 })
  }
  return {
    host: cluster.clusterEndpoint.hostname,
    readerHost: choice.readReplica ? cluster.clusterReadEndpoint.hostname : undefined,
    databaseName,
    secret: cluster.secret!,
    rotates: { kind: 'cluster', identifier: cluster.clusterIdentifier },
    target: { cluster },
    series: { server: dimensions, lag },
  }
}
