import type { Settings } from '@baton/runtime'
import {
  environment,
  exit,
  explainFailure,
  freePort,
  makeFolder,
  onParentGone,
  onSignals,
  readSettings,
  stdout,
} from '@baton/runtime'
import { apiChild, webChild, workerChild } from './children.ts'
import type { Child } from './child.ts'
import { prepareDatabase } from './database.ts'
import { explain } from './explain.ts'
import { refuseTakenPort } from './port.ts'
import { restartOnChange } from './restart-on-change.ts'
import { buildWebApp } from './web-build.ts'
import { welcome } from './welcome.ts'

/** What is printed on the way, one line each. */
const say = (line: string) => void stdout.write(`${line}\n`)

/**
 * Runs a whole installation on this machine: database, api, worker and web app. Stays until it is told to stop or
 * a part of it dies, then ends all parts in the opposite order and exits. Nothing outlives it.
 * @param options.dev restarts servers when their sources change, and serves the web app from its sources
 */
export async function supervise({ dev }: { dev: boolean }): Promise<void> {
  const parts = new Parts()
  parts.endOnSignals()
  try {
    const settings = readSettings()
    // 0 asks for any port that is free.
    if (settings.PORT === 0) Object.assign(settings, readSettings({ ...environment, PORT: String(await freePort()) }))
    await start(settings, dev, parts)
  } catch (error) {
    await parts.end(1, explain(error))
  }
}

async function start(settings: Settings, dev: boolean, parts: Parts): Promise<void> {
  await refuseTakenPort(settings)
  await makeDataFolder(settings.DATA_DIR)
  const database = await prepareDatabase(settings, say)
  if (database.server) {
    parts.add('database', database.server)
    void database.server.failed.then((reason) => parts.end(1, reason.message))
  }
  const building = new AbortController()
  parts.add('web app build', { stop: async () => building.abort() })
  const [signIn] = await Promise.all([
    database.migrate().then(() => database.demo()),
    dev ? undefined : buildWebApp(say, building.signal),
  ])

  const surroundings = {
    DATABASE_URL: database.url,
    DATA_DIR: settings.DATA_DIR,
    // With a bucket there is no folder of files.
    ...(settings.S3_BUCKET ? {} : { FILES_DIR: settings.FILES_DIR }),
    PUBLIC_URL: settings.PUBLIC_URL,
  }
  // In development the server of the web app stands before it and has the port that people know.
  const apiPort = dev ? await freePort() : settings.PORT
  const api = await parts.start(apiChild(settings, surroundings, apiPort))
  const worker = await parts.start(workerChild(settings, surroundings))
  if (dev) {
    await parts.start(webChild(settings, apiPort))
    parts.forgive()
    parts.add('watching the sources', restartOnChange([api, worker], say))
  }
  say(welcome(settings, signIn, { dev }))
}

async function makeDataFolder(folder: string): Promise<void> {
  try {
    await makeFolder(folder)
  } catch (error) {
    throw explainFailure((error as Error).message, folder)
  }
}

/** What is running now, and its end. */
class Parts {
  private readonly running: { name: string; stop(): Promise<void> }[] = []
  private ending: Promise<void> | undefined
  private forgiving = false

  add(name: string, { stop }: { stop(): Promise<void> }): void {
    this.running.push({ name, stop })
  }

  /** From now on the death of a child is only told. */
  forgive(): void {
    this.forgiving = true
  }

  /** Starts a child and waits until it is ready. Its death ends everything with its reason. */
  async start(child: Child): Promise<Child> {
    this.add(child.name, { stop: () => child.stop() })
    child.onDeath(({ code, reason }) => this.onDeath(code, reason))
    await child.start()
    return child
  }

  /** Ctrl-C, a request to end and the death of whoever started this end everything; a second Ctrl-C at once. */
  endOnSignals(): void {
    let asked = 0
    onSignals(['SIGINT', 'SIGTERM', 'SIGHUP'], (name) => {
      asked += 1
      if (asked === 1) {
        say('\nStopping …')
        void this.end(0)
      } else if (name === 'SIGINT') {
        // Children and database notice that this is gone and end by themselves.
        exit(130)
      }
    })
    onParentGone(() => void this.end(0))
  }

  /** Stops the parts, the last one first, and exits. Only the first call counts. */
  end(code: number, reason?: string): Promise<void> {
    return (this.ending ??= this.stopAll(code, reason))
  }

  /** In development a fault in a source ends a server; it is started again when the fault is mended. */
  private onDeath(code: number, reason: string): void {
    if (this.forgiving) say(`\n${reason}\nIt starts again when a source changes.\n`)
    else void this.end(code || 1, reason)
  }

  private async stopAll(code: number, reason?: string): Promise<void> {
    if (reason) say(`\n${reason}\n`)
    for (let part = this.running.pop(); part; part = this.running.pop()) {
      await part.stop().catch((error: unknown) => say(`${part?.name} did not stop cleanly: ${explain(error)}`))
    }
    exit(code)
  }
}
