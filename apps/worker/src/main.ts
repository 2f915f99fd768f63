import { jobsThatFollow } from '@baton/commands'
import { openDatabase, openProcessStore } from '@baton/database'
import { cloudWatchDoor, loadSettings, namedSender, smtpDoor, sqsDoor } from '@baton/integrations'
import { cloud, createLog, createShutdown, exit, onUncaught, StartRefused, stderr, systemClock } from '@baton/runtime'
import { startWorker } from './worker.ts'

onUncaught((error) => {
  stderr.write(`${error instanceof StartRefused ? error.message : String((error as Error)?.stack ?? error)}\n`)
  exit(1)
})

const { settings, databasePassword: password } = await loadSettings()
const url = settings.DATABASE_URL
if (!url) throw new StartRefused('The worker needs DATABASE_URL, such as postgres://owner:password@host:5432/baton.')

const log = createLog('worker', settings.LOG_LEVEL)
const shutdown = createShutdown({ log, graceMs: cloud.stop.over * 1000 })
shutdown.listen()

const db = openDatabase({ url, password, connections: 6 })
shutdown.add('database', () => db.close())
const processes = openProcessStore({ url, password, jobsFor: jobsThatFollow, connections: 1 })
shutdown.add('process store', () => processes.close())
const mail = settings.SMTP_URL ? smtpDoor(settings.SMTP_URL) : undefined
if (mail) shutdown.add('mail', () => mail.close())

const { CLOUD_METRICS_NAMESPACE: namespace, CLOUD_METRICS_STAGE: stage } = settings
const metrics =
  namespace && stage
    ? cloudWatchDoor({ region: settings.AWS_REGION, endpoint: settings.CLOUD_METRICS_ENDPOINT, namespace, stage })
    : undefined
if (metrics) shutdown.add('metrics', async () => metrics.close())

const context = {
  db,
  processes,
  mail,
  metrics,
  clock: systemClock,
  log,
  publicUrl: settings.PUBLIC_URL,
  mailFrom: namedSender(settings.MAIL_FROM),
}
if (settings.BATON_ROLE === 'worker') {
  const { queuesOf, startCloudWorker } = await import('./cloud/cloud-worker.ts')
  const worker = await startCloudWorker(context, {
    url,
    password,
    queues: queuesOf(settings),
    door: sqsDoor({ region: settings.AWS_REGION, endpoint: settings.SQS_ENDPOINT }),
    host: settings.HOST,
    port: settings.PORT,
    version: settings.BATON_VERSION ?? 'unknown',
  })
  shutdown.add('worker', () => worker.stop())
  log.info({ mail: mail ? 'smtp' : 'outbox only', port: worker.port }, 'at work for the cloud')
} else {
  const worker = await startWorker(context, { url, password })
  shutdown.add('worker', () => worker.stop())
  log.info({ mail: mail ? 'smtp' : 'outbox only' }, 'at work')
}
