import { fileURLToPath } from 'node:url'
import { loadSettings, s3Storage } from '@baton/integrations'
import {
  cloud,
  createLog,
  createShutdown,
  exit,
  onUncaught,
  StartRefused,
  stderr,
  systemClock,
  tellParent,
} from '@baton/runtime'
import { openContext } from './open-context.ts'
import { buildServer } from './server.ts'

const webFolder = fileURLToPath(new URL('../../web/dist', import.meta.url))

async function main(): Promise<void> {
  const { settings, databasePassword } = await loadSettings()
  if (settings.DATABASE_URL === undefined)
    throw new StartRefused(
      'DATABASE_URL should be the address of a PostgreSQL database, but is not set. `npm start` brings a database of its own.',
    )
  const log = createLog('api', settings.LOG_LEVEL)
  onUncaught((error) => {
    log.fatal({ err: error }, 'an error that nothing caught')
    exit(1)
  })
  const shutdown = createShutdown({ log, graceMs: cloud.stop.over * 1000 })
  const databaseUrl = settings.DATABASE_URL
  const { ctx, close } = await openContext({
    databaseUrl,
    databasePassword,
    filesFolder: settings.S3_BUCKET
      ? s3Storage({
          bucket: settings.S3_BUCKET,
          region: settings.AWS_REGION,
          endpoint: settings.S3_ENDPOINT,
          pathStyle: settings.S3_PATH_STYLE === 'true',
        })
      : settings.FILES_DIR,
    webFolder,
    publicUrl: settings.PUBLIC_URL,
    version: settings.BATON_VERSION,
    proxyHops: settings.PROXY_HOPS,
    drainSeconds: settings.DRAIN_SECONDS,
    clock: systemClock,
    log,
  }).catch((error: unknown) => {
    throw withoutDatabase(error, databaseUrl)
  })
  shutdown.add('database', close)
  const server = await buildServer(ctx)
  shutdown.add('server', () => server.close())
  // Streams never end by themselves, and the server waits for every answer to end.
  shutdown.add('live streams', () => ctx.live.close())
  shutdown.add('drain', () => ctx.drain.begin())
  await listen(server, settings.PORT, settings.HOST)
  shutdown.listen()
  log.info({ port: settings.PORT, host: settings.HOST }, 'listening')
  tellParent('ready')
}

/** What a person can do when the database cannot be used; other errors stay as they are. */
function withoutDatabase(error: unknown, url: string): unknown {
  const { host, pathname, username } = new URL(url)
  const { code } = error as { code?: string }
  const why: Record<string, string> = {
    ECONNREFUSED: `Nothing answers at ${host}. Start PostgreSQL there, or put DATABASE_URL right.`,
    ENOTFOUND: `There is no host ${host}. Put DATABASE_URL right.`,
    ETIMEDOUT: `${host} does not answer. Check the network, or put DATABASE_URL right.`,
    '28P01': `PostgreSQL at ${host} does not take the password of ${username}. Put DATABASE_URL right.`,
    '28000': `PostgreSQL at ${host} does not let ${username} in. Check its pg_hba.conf, or put DATABASE_URL right.`,
    '3D000': `There is no database ${pathname.slice(1)} at ${host}. Create it, or put DATABASE_URL right.`,
    '22023': `The database at ${host} lacks the role baton_app. Migrate it first: \`npm start\` does.`,
    '42501': `${username} may not act as the role baton_app. Migrate the database as its owner first: \`npm start\` does.`,
  }
  return code !== undefined && why[code] ? new StartRefused(`The database cannot be used. ${why[code]}`) : error
}

async function listen(server: Awaited<ReturnType<typeof buildServer>>, port: number, host: string): Promise<void> {
  try {
    await server.listen({ port, host })
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'EADDRINUSE')
      throw new StartRefused(
        `Port ${port} of ${host} is taken by another program. Stop it, or choose another one: PORT=${port + 1}`,
      )
    if (code === 'EACCES')
      throw new StartRefused(`Port ${port} may not be used by this account. Choose one above 1023: PORT=3000`)
    if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND')
      throw new StartRefused(
        `HOST=${host} is not an address of this machine. Use 127.0.0.1, or 0.0.0.0 for all of its addresses.`,
      )
    throw error
  }
}

try {
  await main()
} catch (error) {
  stderr.write(`${error instanceof StartRefused ? error.message : String((error as Error).stack)}\n`)
  exit(1)
}
