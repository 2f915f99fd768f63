import { rm } from 'node:fs/promises'
import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { cloud, createLog, type Log } from '@baton/runtime'
import { sharedWithPages } from '../files/shared-with-pages.ts'
import { Balancer, type BalancerOptions } from './balancer.ts'
import { createBucketDoor } from './bucket-door.ts'
import { createCdn } from './cdn.ts'
import { LocalEnvironment, webGate, workerGate, type Gate } from './environment.ts'
import { Instance, type Version } from './instance.ts'
import { startMailServer, type MailServer } from './mail-server.ts'
import { Election, periodicTasksOf } from './periodic-tasks.ts'
import { credentials, region, startServices, type Services } from './services.ts'
import { Sqsd, type SqsdOptions } from './sqsd.ts'
import { askOnce } from './target-health.ts'
import { uploadWebApp } from './web-upload.ts'

export type LocalCloudOptions = {
  /** Everything of it lies here and is taken away with it. */
  folder: string
  /** Of the database, as its owner. */
  databaseUrl: string
  version: Version
  /** The web app as it is packaged; without it only the API is there. */
  webApp?: string
  /** Instances of the API; 2 when not given. */
  apiInstances?: number
  workerInstances?: number
  /** Of the address that people open; any that is free when not given. */
  port?: number
  /** Waits shorter than in the cloud, so that what they are for is seen sooner. */
  gate?: Partial<Gate>
  balancer?: Partial<BalancerOptions>
  sqsd?: Partial<SqsdOptions>
  /** `maxReceiveCount` of the queue. */
  maxReceives?: number
  /** Settings that take the place of those made here. */
  properties?: Record<string, string>
  ownProxy?: boolean
  log?: Log
}

/** One installation as the stacks would make it, on this machine. */
export type LocalCloud = {
  /** Where people open it. */
  url: string
  /** Of the API, at the balancer. */
  apiUrl: string
  balancer: Balancer
  api: LocalEnvironment
  worker: LocalEnvironment
  mail: MailServer
  services: Services
  /** The bucket of files as browsers and programs reach it, and whether it lets pages use it by themselves. */
  files: { url: string; shared: boolean }
  stop: () => Promise<void>
}

/**
 * Starts files, queues and a mail server, then the API behind a balancer and the worker behind a queue, from a real
 * bundle, and a distribution before them.
 * @throws DeploymentFailed when the bundle does not start; nothing is left running then
 */
export async function startLocalCloud(options: LocalCloudOptions): Promise<LocalCloud> {
  const ends: (() => unknown)[] = [() => rm(options.folder, { recursive: true, force: true })]
  const stop = async () => {
    for (let end = ends.pop(); end; end = ends.pop()) await end()
  }
  try {
    const log = options.log ?? createLog('local cloud', 'error')
    const services = await startServices({ maxReceives: options.maxReceives })
    ends.push(services.stop)
    const mail = await startMailServer()
    ends.push(mail.stop)
    const balancer = new Balancer(options.balancer)
    await balancer.listen()
    ends.push(() => balancer.close())
    const files = { url: '', shared: true }
    const door = createBucketDoor({
      servicePort: services.server.port,
      shared: () => (files.shared ? sharedWithPages(url) : undefined),
      keys: credentials,
    })
    files.url = await opened(door, 0, '127.0.0.1')
    ends.push(() => closed(door))
    const cdn = createCdn({
      bucket: `${services.endpoint}/baton-web`,
      balancerPort: balancer.port,
      filesOrigin: files.url,
    })
    const url = await opened(cdn, options.port ?? 0, 'localhost')
    ends.push(() => closed(cdn))
    if (options.webApp) await uploadWebApp(options.webApp, `${services.endpoint}/baton-web`)

    const settings = settingsFor({ options, services, mail, url, filesUrl: files.url })
    let count = 0
    const launch = (role: 'api' | 'worker', daemon?: (bundle: string, port: number) => Promise<Sqsd>) =>
      Instance.launch({
        id: `${role}-${(count += 1)}`,
        folder: options.folder,
        properties: settings[role],
        daemon,
        ownProxy: options.ownProxy,
      })

    const api = new LocalEnvironment({
      policy: { kind: 'RollingWithAdditionalBatch', batchSize: 1 },
      gate: { ...webGate, ...options.gate },
      tier: {
        launch: () => launch('api'),
        join: ({ port }) => balancer.register(port),
        leave: ({ port }) => balancer.deregister(port),
        isWell: async ({ port }) => balancer.stateOf(port) === 'healthy',
      },
    })
    const election = new Election()
    const daemon = async (bundle: string, port: number) =>
      new Sqsd({
        sqs: services.sqs,
        queueUrl: services.queue.url,
        port,
        options: options.sqsd,
        periodicTasks: await periodicTasksOf(bundle),
        election,
        log,
      })
    const worker = new LocalEnvironment({
      policy: { kind: 'AllAtOnce' },
      gate: { ...workerGate, ...options.gate },
      tier: {
        launch: () => launch('worker', daemon),
        join: () => {},
        leave: async () => {},
        isWell: ({ port }) => askOnce(port, cloud.paths.ready, 2_000),
      },
    })
    for (const environment of [api, worker]) ends.push(() => environment.stop())
    await Promise.all([
      api.create(options.version, options.apiInstances ?? 2),
      worker.create(options.version, options.workerInstances ?? 1),
    ])
    return { url, apiUrl: `http://127.0.0.1:${balancer.port}`, balancer, api, worker, mail, services, files, stop }
  } catch (error) {
    await stop()
    throw error
  }
}

/** What the stacks would set, with what stands in for AWS. */
function settingsFor({
  options,
  services,
  mail,
  url,
  filesUrl,
}: {
  options: LocalCloudOptions
  services: Services
  mail: MailServer
  url: string
  filesUrl: string
}) {
  const both = {
    PUBLIC_URL: url,
    DATABASE_URL: options.databaseUrl,
    AWS_REGION: region,
    AWS_ACCESS_KEY_ID: credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
    S3_BUCKET: services.bucket,
    S3_ENDPOINT: filesUrl,
    S3_PATH_STYLE: 'true',
    SMTP_URL: mail.url,
    MAIL_FROM: 'Baton <baton@baton.example>',
    LOG_LEVEL: 'info',
  }
  return {
    // Distribution, balancer and the instance's own proxy.
    api: { ...both, BATON_ROLE: 'api', PROXY_HOPS: '3', ...options.properties },
    worker: {
      ...both,
      BATON_ROLE: 'worker',
      SQS_MAIL_QUEUE_URL: services.queue.url,
      SQS_ENDPOINT: services.endpoint,
      ...options.properties,
    },
  }
}

async function opened(server: Server, port: number, name: string): Promise<string> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', resolve)
  })
  return `http://${name}:${(server.address() as AddressInfo).port}`
}

async function closed(server: Server): Promise<void> {
  const done = new Promise((resolve) => server.close(resolve))
  server.closeAllConnections()
  await done
}
