import type { JobFamily } from '@baton/runtime'
import { nodePlatforms, type BeanstalkPlatform } from './platforms.ts'

/** One region in which a stage runs, with the names under which people reach it there. */
export interface Place {
  /** As AWS spells it: `eu-central-1`. */
  region: string
  /** What people type into the browser; also the part of mail addresses behind the @. */
  domain: string
  /** The public hosted zone that holds `domain`, as Route 53 names it: `Z…`. */
  zoneId: string
}

/**
 * How instances reach the world. With `none` endpoints lead to AWS only: no mail server, no webhook, and a database
 * behind its proxy, since the certificates of one without come from outside.
 */
export type Nat = { kind: 'gateway'; perZone: boolean } | { kind: 'instance'; instanceType: string } | { kind: 'none' }

export interface NetworkChoice {
  /** The address range of the whole network, a /16. Ranges of stages never overlap, so that they can be peered. */
  cidr: string
  zones: 2 | 3
  nat: Nat
  flowLogDays: number
}

export interface BastionChoice {
  instanceType: string
  /** Session Manager is always there. With `ssh`, port 22 opens to these ranges only, never to everyone. */
  ssh?: { allowedCidrs: string[]; keyPairName: string }
}

export type DatabaseChoice = {
  backupDays: number
  /** A second endpoint for reading that lags by moments. */
  readReplica: boolean
  /** RDS Proxy: keeps connections through a failover; keeps a serverless cluster from pausing. */
  proxy: boolean
} & (
  | { kind: 'rds'; instanceClass: string; multiAz: boolean; storageGib: number; maxStorageGib: number }
  | { kind: 'aurora'; minAcu: number; maxAcu: number; pauseAfterSeconds?: number }
)

export interface ApiChoice {
  instanceType: string
  minInstances: number
  maxInstances: number
  waf: boolean
  /**
   * Names of the keys by which the firewall knows the distribution, made when they are deployed. The distribution shows
   * the last one always, with or without a firewall, and all are taken: to change, add one, deploy, take the first away
   * and deploy again.
   */
  originKeys: string[]
}

/** One worker environment: Beanstalk's daemon reads one queue, so each environment has exactly one. */
export interface WorkerChoice {
  /** Named after what it does when it does one thing. */
  name: string
  families: JobFamily[]
  instanceType: string
  /** `single` is one instance updated in place; `scaled` adds instances while the oldest message waits too long. */
  size: { kind: 'single' } | { kind: 'scaled'; min: number; max: number; scaleOutAtAgeSeconds: number }
}

/** Everything in which environments differ. What is not here is the same everywhere. */
export interface Stage {
  name: string
  /** Production: protected against deletion, state kept when a stack goes. */
  critical: boolean
  places: Place[]
  platform: BeanstalkPlatform
  network: NetworkChoice
  bastion: BastionChoice
  database: DatabaseChoice
  api: ApiChoice
  workers: WorkerChoice[]
  logDays: number
  /** US dollars a month; people are told at 80 % and when the forecast passes it. */
  monthlyBudgetUsd: number
  /** Who gets alarms by plain mail when nothing else works. */
  alarmMail: string
  /** The repository that may deploy here, with the immutable numbers GitHub puts into its tokens, and its branch. */
  delivery: {
    owner: string
    ownerId: number
    repository: string
    repositoryId: number
    branch: string
    /** An account has one provider for GitHub's tokens: exactly one of the stages in it makes it. */
    makesProvider: boolean
  }
  /** Hours in which instances run, where nobody needs them at night; absent: always. UTC cron, five fields. */
  awake?: { start: string; stop: string }
}

/**
 * The environments of Baton. A new one is one more entry; a second region is one more place.
 *
 * `baton.example` is a reserved name that resolves nowhere: plans can be read with it, deploying refuses it.
 */
export const stages: Stage[] = [
  {
    name: 'staging',
    critical: false,
    places: [{ region: 'eu-central-1', domain: 'staging.baton.example', zoneId: 'Z0000000STAGING' }],
    platform: nodePlatforms.node24,
    network: { cidr: '10.40.0.0/16', zones: 2, nat: { kind: 'instance', instanceType: 't4g.nano' }, flowLogDays: 3 },
    bastion: { instanceType: 't4g.nano' },
    database: {
      kind: 'rds',
      instanceClass: 't4g.micro',
      multiAz: false,
      storageGib: 20,
      maxStorageGib: 50,
      backupDays: 3,
      readReplica: false,
      proxy: false,
    },
    api: { instanceType: 't4g.micro', minInstances: 1, maxInstances: 2, waf: false, originKeys: ['first'] },
    workers: [
      {
        name: 'all',
        families: ['mail', 'webhooks', 'integrations', 'schedules'],
        instanceType: 't4g.micro',
        size: { kind: 'single' },
      },
    ],
    logDays: 7,
    monthlyBudgetUsd: 150,
    alarmMail: 'operations@baton.example',
    delivery: { owner: 'baton', ownerId: 1, repository: 'baton', repositoryId: 1, branch: 'main', makesProvider: true },
    awake: { start: '0 6 * * 1-5', stop: '0 19 * * 1-5' },
  },
  {
    name: 'production',
    critical: true,
    places: [{ region: 'eu-central-1', domain: 'app.baton.example', zoneId: 'Z0000PRODUCTION' }],
    platform: nodePlatforms.node24,
    network: { cidr: '10.50.0.0/16', zones: 3, nat: { kind: 'gateway', perZone: true }, flowLogDays: 30 },
    bastion: { instanceType: 't4g.micro' },
    database: {
      kind: 'rds',
      instanceClass: 'm7g.large',
      multiAz: true,
      storageGib: 100,
      maxStorageGib: 1000,
      backupDays: 35,
      readReplica: true,
      proxy: false,
    },
    api: { instanceType: 'm7g.large', minInstances: 3, maxInstances: 12, waf: true, originKeys: ['first'] },
    workers: [
      {
        name: 'mail',
        families: ['mail'],
        instanceType: 't4g.small',
        size: { kind: 'scaled', min: 2, max: 6, scaleOutAtAgeSeconds: 60 },
      },
      {
        name: 'webhooks',
        families: ['webhooks'],
        instanceType: 't4g.small',
        size: { kind: 'scaled', min: 1, max: 6, scaleOutAtAgeSeconds: 120 },
      },
      {
        name: 'integrations',
        families: ['integrations'],
        instanceType: 't4g.small',
        size: { kind: 'scaled', min: 1, max: 4, scaleOutAtAgeSeconds: 300 },
      },
      { name: 'schedules', families: ['schedules'], instanceType: 't4g.small', size: { kind: 'single' } },
    ],
    logDays: 90,
    monthlyBudgetUsd: 2500,
    alarmMail: 'operations@baton.example',
    delivery: {
      owner: 'baton',
      ownerId: 1,
      repository: 'baton',
      repositoryId: 1,
      branch: 'production',
      makesProvider: false,
    },
  },
]
