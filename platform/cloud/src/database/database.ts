import { Duration, RemovalPolicy } from 'aws-cdk-lib'
import type { Metric } from 'aws-cdk-lib/aws-cloudwatch'
import { Key, type IKey } from 'aws-cdk-lib/aws-kms'
import { DatabaseProxy, ProxyTarget, type IDatabaseCluster, type IDatabaseInstance } from 'aws-cdk-lib/aws-rds'
import { Secret, type ISecret } from 'aws-cdk-lib/aws-secretsmanager'
import type { Construct } from 'constructs'
import type { AlarmTopics } from '../alarms.ts'
import type { Network } from '../network/network.ts'
import { Part, type PartProps } from '../part.ts'
import type { Stage } from '../stages.ts'
import { makeCluster } from './cluster.ts'
import { tellEvents } from './events.ts'
import { identifierOf } from './identifier.ts'
import { makeInstance } from './instance.ts'
import { PasswordRotation } from './rotation.ts'

export interface DatabaseProps extends PartProps {
  network: Network
  topics: AlarmTopics
}

export interface ServerProps {
  stage: Stage
  network: Network
  topics: AlarmTopics
  /** The login it is born with. */
  secret: ISecret
  key: IKey
}

/** Where CloudWatch has what is measured of it. */
export interface Series {
  /** Dimensions of the server that is written to. */
  server: Record<string, string>
  /** How far the reader is behind, where there is one; seconds, of a cluster milliseconds. */
  lag?: Metric
}

/** What a server is to those who use it, whichever kind it is. */
export interface Made {
  host: string
  readerHost?: string | undefined
  databaseName: string
  /** The login with host, port and name of the database added, as RDS writes it. */
  secret: ISecret
  rotates: { kind: 'instance' | 'cluster'; identifier: string }
  series: Series
  target: { instance: IDatabaseInstance } | { cluster: IDatabaseCluster }
}

/** PostgreSQL 18 with its login, its key and its names. */
export class Database extends Part {
  readonly secret: ISecret
  /** Where programs connect: the name in the server's certificate, so that it can be checked. */
  readonly host: string
  /** Where reading programs may connect; the same as `host` where the stage has no reader. */
  readonly readerHost: string
  readonly port = 5432
  readonly databaseName: string
  readonly series: Series
  /**
   * Where the certificates are that sign the server's; absent with a proxy, whose certificate any system trusts.
   * https, PEM.
   */
  readonly certificatesUrl: string | undefined
  readonly key: IKey

  constructor(scope: Construct, id: string, props: DatabaseProps) {
    super(scope, id, props, 'Database: PostgreSQL, its login, its key, its alarms')
    const { network, topics } = props
    const { stage, place } = this
    this.key = new Key(this, 'Key', {
      description: `Database of baton-${stage.name}: storage, backups, insights, login`,
      enableKeyRotation: true,
      // Snapshots and backups that outlive the stack are only as good as the key that opens them.
      removalPolicy: RemovalPolicy.RETAIN,
    })
    const login = new Secret(this, 'Login', {
      description: `Login of the database of baton-${stage.name}`,
      encryptionKey: this.key,
      generateSecretString: {
        secretStringTemplate: JSON.stringify({ username: 'baton' }),
        generateStringKey: 'password',
        passwordLength: 40,
        excludePunctuation: true,
      },
      removalPolicy: RemovalPolicy.RETAIN,
    })
    const server = { stage, network, topics, secret: login, key: this.key }
    const made = stage.database.kind === 'rds' ? makeInstance(this, server) : makeCluster(this, server)
    this.secret = made.secret
    this.databaseName = made.databaseName
    this.series = made.series
    new PasswordRotation(this, 'Rotation', { stage, secret: made.secret, key: this.key, of: made.rotates, topics })

    tellEvents(this, topics, made.rotates)

    this.host = stage.database.proxy ? this.#proxy(network, made) : made.host
    this.readerHost = made.readerHost ?? this.host
    this.certificatesUrl = stage.database.proxy
      ? undefined
      : `https://truststore.pki.rds.amazonaws.com/${place.region}/${place.region}-bundle.pem`
    // For people: a certificate bears none of these names.
    network.name(this, 'database', this.host)
    network.name(this, 'reader', this.readerHost)
  }

  /**
   * Keeps connections while the server behind it changes. It does not share few among many: a session of ours chooses
   * its role when it begins, so the proxy gives each a connection of its own.
   * @returns where to connect
   */
  #proxy(network: Network, { target, secret }: Made): string {
    const proxy = new DatabaseProxy(this, 'Proxy', {
      dbProxyName: identifierOf(this.stage),
      proxyTarget:
        'instance' in target ? ProxyTarget.fromInstance(target.instance) : ProxyTarget.fromCluster(target.cluster),
      secrets: [secret],
      vpc: network.vpc,
      vpcSubnets: network.tiers.data,
      securityGroups: [network.groups.databaseProxy],
      requireTLS: true,
      idleClientTimeout: Duration.minutes(30),
      borrowTimeout: Duration.seconds(10),
      maxConnectionsPercent: 90,
      maxIdleConnectionsPercent: 20,
    })
    return proxy.endpoint
  }
}
