import { jobsThatFollow } from '@baton/commands'
import { openDatabase, openProcessStore } from '@baton/database'
import { smtpDoor } from '@baton/integrations'
import {
  createLog,
  createShutdown,
  onUncaught,
  readSettings,
  StartRefused,
  stderr,
  systemClock,
  exit,
} from '@baton/runtime'
import { startWorker } from './worker.ts'

onUncaught((error) => {
  stderr.write(`${error instanceof StartRefused ? error.message : String((error as Error)?.stack ?? error)}\n`)
  exit(1)
})

const settings = readSettings()
const url = settings.DATABASE_URL
if (!url) throw new StartRefused('The worker needs DATABASE_URL, such as postgres://owner:password@host:5432/baton.')

const log = createLog('worker', settings.LOG_LEVEL)
const shutdown = createShutdown({ log })
shutdown.listen()

const db = openDatabase({ url, connections: 6 })
shutdown.add('database', () => db.close())
const processes = openProcessStore({ url, jobsFor: jobsThatFollow, connections: 1 })
shutdown.add('process store', () => processes.close())
const mail = settings.SMTP_URL ? smtpDoor(settings.SMTP_URL) : undefined
if (mail) shutdown.add('mail', () => mail.close())

const worker = await startWorker(
  { db, processes, mail, clock: systemClock, log, publicUrl: settings.PUBLIC_URL, mailFrom: settings.MAIL_FROM },
  { url },
)
shutdown.add('worker', () => worker.stop())
log.info({ mail: mail ? 'smtp' : 'outbox only' }, 'at work')
