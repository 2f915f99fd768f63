import { setTimeout as pause } from 'node:timers/promises'
import {
  DescribeDBClustersCommand,
  DescribeDBInstancesCommand,
  ModifyDBClusterCommand,
  ModifyDBInstanceCommand,
  RDSClient,
} from '@aws-sdk/client-rds'
import {
  DescribeSecretCommand,
  GetSecretValueCommand,
  PutSecretValueCommand,
  ResourceNotFoundException,
  SecretsManagerClient,
  UpdateSecretVersionStageCommand,
} from '@aws-sdk/client-secrets-manager'
import { environment } from '@baton/runtime'
import { rotate, type Database, type RotationStep, type Secrets } from './rotate-password.ts'

const manager = new SecretsManagerClient()
const rds = new RDSClient()

const secrets: Secrets = {
  read: (SecretId, { stage, version }) =>
    manager.send(new GetSecretValueCommand({ SecretId, VersionStage: stage, VersionId: version })).then(
      ({ SecretString }) => SecretString,
      (error: unknown) => {
        if (error instanceof ResourceNotFoundException) return undefined
        throw error
      },
    ),
  async write(SecretId, ClientRequestToken, SecretString) {
    const VersionStages = ['AWSPENDING']
    await manager.send(new PutSecretValueCommand({ SecretId, ClientRequestToken, SecretString, VersionStages }))
  },
  stages: async (SecretId) => (await manager.send(new DescribeSecretCommand({ SecretId }))).VersionIdsToStages ?? {},
  async makeCurrent(SecretId, MoveToVersionId, RemoveFromVersionId) {
    const VersionStage = 'AWSCURRENT'
    await manager.send(
      new UpdateSecretVersionStageCommand({ SecretId, VersionStage, MoveToVersionId, RemoveFromVersionId }),
    )
  },
}

const instance = (DBInstanceIdentifier: string): Database => ({
  async setPassword(MasterUserPassword) {
    await rds.send(new ModifyDBInstanceCommand({ DBInstanceIdentifier, MasterUserPassword, ApplyImmediately: true }))
  },
  async isSettled() {
    const [found] = (await rds.send(new DescribeDBInstancesCommand({ DBInstanceIdentifier }))).DBInstances ?? []
    return found?.DBInstanceStatus === 'available' && found.PendingModifiedValues?.MasterUserPassword === undefined
  },
})

const cluster = (DBClusterIdentifier: string): Database => ({
  async setPassword(MasterUserPassword) {
    await rds.send(new ModifyDBClusterCommand({ DBClusterIdentifier, MasterUserPassword, ApplyImmediately: true }))
  },
  async isSettled() {
    const [found] = (await rds.send(new DescribeDBClustersCommand({ DBClusterIdentifier }))).DBClusters ?? []
    return found?.Status === 'available' && found.PendingModifiedValues?.MasterUserPassword === undefined
  },
})

const { DATABASE_CLUSTER, DATABASE_INSTANCE } = environment
const database = DATABASE_CLUSTER ? cluster(DATABASE_CLUSTER) : instance(DATABASE_INSTANCE ?? '')

/** Called by Secrets Manager for each step of a rotation. */
export const handler = (step: RotationStep): Promise<void> =>
  rotate({ secrets, database, pause: (milliseconds) => pause(milliseconds), patience: 50 }, step)
