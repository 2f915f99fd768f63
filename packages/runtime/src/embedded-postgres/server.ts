import type { ChildProcess } from 'node:child_process'
import { spawn } from 'node:child_process'
import { chmod, chown, mkdir, open, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { totalmem } from 'node:os'
import path from 'node:path'
import { ownPid, platform, signal } from '../node.ts'
import { StartRefused } from '../start-refused.ts'
import type { Account } from './account.ts'
import { databaseAccount } from './account.ts'
import type { Binaries } from './binaries.ts'
import { findBinaries } from './binaries.ts'
import { explainFailure, isPortTaken } from './failures.ts'
import type { Folder } from './folder.ts'
import { clusterVersion, folderAt, ownerPassword, releaseFolder, runningServer, takeFolder } from './folder.ts'

/** A running PostgreSQL server of our own. */
export type EmbeddedPostgres = {
  /** Connects as the owner, a superuser, to the first database. */
  url: string
  /** The port on 127.0.0.1; another one at each start. */
  port: number
  /** The file that holds everything it says. */
  log: string
  /** Fulfilled when the server has ended without `stop`; the message says why. */
  failed: Promise<StartRefused>
  /** Ends all connections and the server, and waits for it. Open transactions are rolled back. */
  stop(): Promise<void>
}

/** Where and how a server of our own is to run. */
export type EmbeddedPostgresOptions = {
  /** The folder for its data, log and password; made when missing. */
  folder: string
  /** Made to be thrown away: nothing survives a crash, and the folder is removed at the end. For tests. */
  temporary?: boolean
  /** Databases to make with the cluster, `baton` when not given. The first is the one `url` names. */
  databases?: string[]
  /** Settings of PostgreSQL that replace ours, by name. */
  settings?: Record<string, string>
}

const owner = 'baton'

/**
 * Starts a PostgreSQL server in a folder, making its cluster on the first start. It listens on 127.0.0.1 only and
 * never outlives the process that started it, not even when that one is killed.
 * @throws StartRefused when it cannot, with what to do about it
 */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const folder = folderAt(path.resolve(options.folder))
  const account = await databaseAccount()
  const binaries = await findBinaries(account)
  await takeFolder(folder, account)
  try {
    await refuseOtherVersion(folder, binaries)
    const password = await ownerPassword(folder)
    if (!(await clusterVersion(folder))) await makeCluster(folder, binaries, account, options)
    if (options.temporary && account) await chown(folder.root, account.uid, account.gid)
    return await startOnFreePort(folder, binaries, password, options)
  } catch (error) {
    await releaseFolder(folder)
    if (error instanceof StartRefused) throw error
    throw explainFailure((error as Error).message, folder.root)
  }
}

async function refuseOtherVersion(folder: Folder, { majorVersion }: Binaries): Promise<void> {
  const found = await clusterVersion(folder)
  if (found === undefined || found === majorVersion) return
  throw new StartRefused(
    `The data in ${folder.data} was made by PostgreSQL ${found}, but this Baton brings PostgreSQL ${majorVersion}. ` +
      `Dump it with a Baton that brings ${found} and restore it here, or set DATA_DIR to another folder.`,
  )
}

/** Made beside its place and moved there when complete, so that a start that is killed leaves no half of one. */
async function makeCluster(
  folder: Folder,
  { initdb, postgres }: Binaries,
  account: Account | undefined,
  { temporary, databases = [owner] }: EmbeddedPostgresOptions,
): Promise<void> {
  const unfinished = `${folder.data}.unfinished`
  await rm(unfinished, { recursive: true, force: true })
  await mkdir(unfinished, { mode: 0o700 })
  const passwordFile = path.join(folder.root, 'password.initdb')
  await writeFile(passwordFile, await readFile(folder.password), { mode: 0o600 })
  if (account) {
    await chown(unfinished, account.uid, account.gid)
    await chown(passwordFile, account.uid, account.gid)
  }
  // The account may not be allowed to walk to the folder by its path; a file that is open already needs no path.
  const pwfile = await open(passwordFile)
  try {
    const locale = ['--encoding=UTF8', '--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--locale=C']
    const auth = temporary ? ['--auth=trust'] : ['--auth=scram-sha-256', '--pwfile=/dev/fd/3']
    const words = [`--username=${owner}`, '--no-instructions', ...(temporary ? ['--no-sync'] : []), ...locale, ...auth]
    await finish(initdb, ['-D', here(unfinished), ...words], unfinished, account, pwfile.fd)
    const create = databases.map((name) => `CREATE DATABASE ${name};\n`).join('')
    await finish(postgres, ['--single', '-D', here(unfinished), 'postgres'], unfinished, account, undefined, create)
    await rename(unfinished, folder.data)
  } catch (error) {
    await rm(unfinished, { recursive: true, force: true })
    throw explainFailure((error as Error).message, folder.root)
  } finally {
    await pwfile.close()
    await rm(passwordFile, { force: true })
  }
}

/** A name for the working directory that needs no permission on the folders above it. */
const here = (folder: string) => (platform === 'linux' ? '/proc/self/cwd' : folder)

const surroundings = { LC_ALL: 'C', TZ: 'UTC' }

/** Runs a program of PostgreSQL to its end. Rejects with what it said when it fails. */
function finish(
  program: string,
  words: string[],
  cwd: string,
  account: Account | undefined,
  fd?: number,
  input = '',
): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, words, {
      cwd,
      ...account,
      env: surroundings,
      stdio: ['pipe', 'pipe', 'pipe', fd ?? 'ignore'],
    })
    let said = ''
    child.stdout!.on('data', (chunk) => (said += chunk))
    child.stderr!.on('data', (chunk) => (said += chunk))
    child.on('error', reject)
    child.on('close', (code) => (code === 0 ? resolve() : reject(new Error(said))))
    child.stdin!.on('error', () => {})
    child.stdin!.end(input)
  })
}

async function startOnFreePort(folder: Folder, binaries: Binaries, password: string, options: EmbeddedPostgresOptions) {
  for (let attempt = 1; ; attempt += 1) {
    const port = await freePort()
    const said = await beginLog(folder)
    const server = await launch(folder, binaries, port, options, said.fd)
    await said.close()
    const reason = await ready(folder, server, port, said.from)
    if (!reason) return handle(folder, server, { ...options, port, password, from: said.from })
    if (!isPortTaken(reason) || attempt === 5) throw explainFailure(reason, folder.root, folder.log)
  }
}

/** Lies below the ports that systems give out by themselves, so that none is taken between look and use. */
const lookedThrough = { from: 20_000, ports: 12_000 }

/** Others that look at the same time have another number, and so begin elsewhere. */
let looks = ownPid * 31

/** A port of 127.0.0.1 that nobody uses at this moment, and that is not given again soon. */
export async function freePort(): Promise<number> {
  for (let tries = 0; tries < lookedThrough.ports; tries += 1) {
    const port = lookedThrough.from + ((looks += 1) % lookedThrough.ports)
    if (await canListen(port)) return port
  }
  throw new StartRefused('No port of 127.0.0.1 is free to be listened on. End some of the programs that run.')
}

function canListen(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer()
    probe.on('error', () => resolve(false))
    probe.listen(port, '127.0.0.1', () => probe.close(() => resolve(true)))
  })
}

/** Opens the log for appending; it begins anew when it has grown over 10 MB. */
async function beginLog(folder: Folder) {
  const size = (await stat(folder.log).catch(() => undefined))?.size ?? 0
  const file = await open(folder.log, size > 10_000_000 ? 'w' : 'a', 0o600)
  return { fd: file.fd, from: size > 10_000_000 ? 0 : size, close: () => file.close() }
}

const megabyte = 1024 * 1024

function settingsOf(port: number, { temporary, settings }: EmbeddedPostgresOptions): string[] {
  const memory = Math.min(1024, Math.max(128, Math.floor(totalmem() / megabyte / 8)))
  const chosen: Record<string, string> = {
    port: String(port),
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    max_connections: '200',
    shared_buffers: temporary ? '128MB' : `${memory}MB`,
    max_wal_size: '2GB',
    checkpoint_timeout: '15min',
    random_page_cost: '1.1',
    timezone: 'UTC',
    log_timezone: 'UTC',
    lc_messages: 'C',
    // Each compilation costs more than any query of ours takes.
    jit: 'off',
    ...(temporary
      ? { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off', wal_level: 'minimal', max_wal_senders: '0' }
      : {}),
    ...settings,
  }
  return Object.entries(chosen).flatMap(([name, value]) => ['-c', `${name}=${value}`])
}

/**
 * Stands between us and the server and holds a pipe to us open. When the pipe closes, because we asked or because we
 * are gone, it asks the server to end at once (SIGINT is PostgreSQL's “fast”). The server has its own session, so
 * that Ctrl-C reaches it last.
 */
const guard = `
exec 3<&0
"$@" </dev/null 3<&- & server=$!
( read -r _ <&3; kill -INT $server ) 2>/dev/null & watch=$!
exec 3<&-
wait $server; code=$?
kill $watch 2>/dev/null
[ -z "$REMOVE" ] || rm -rf "$REMOVE"
exit $code
`

async function launch(
  folder: Folder,
  { postgres }: Binaries,
  port: number,
  options: EmbeddedPostgresOptions,
  log: number,
) {
  const account = await databaseAccount()
  const words = ['-D', here(folder.data), ...settingsOf(port, options)]
  const common = { cwd: folder.data, ...account, detached: true, stdio: ['pipe', log, log] as ['pipe', number, number] }
  await chmod(folder.data, 0o700)
  if (platform === 'win32') return spawn(postgres, words, { ...common, detached: false, env: surroundings })
  const env = { ...surroundings, PATH: '/usr/bin:/bin', REMOVE: options.temporary ? folder.root : '' }
  return spawn('/bin/sh', ['-c', guard, 'baton-postgresql', postgres, ...words], { ...common, env })
}

/** Waits until the server answers. Returns what it said instead when it ends before. */
async function ready(folder: Folder, server: ChildProcess, port: number, from: number): Promise<string | undefined> {
  let failure: string | undefined
  server.once('error', (error) => (failure = error.message))
  while (failure === undefined && server.exitCode === null && server.signalCode === null) {
    const found = await runningServer(folder)
    if (found?.ready && found.port === port) return undefined
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
  return failure ?? sayings(folder, from)
}

/** What the server said from this place of its log on. */
async function sayings(folder: Folder, from: number): Promise<string> {
  const log = await readFile(folder.log).catch(() => Buffer.alloc(0))
  return log.subarray(from).toString('utf8')
}

function handle(
  folder: Folder,
  server: ChildProcess,
  options: EmbeddedPostgresOptions & { port: number; password: string; from: number },
): EmbeddedPostgres {
  const { port, password, from, temporary, databases = [owner] } = options
  let stopping = false
  const ended = new Promise<void>((resolve) => {
    if (server.exitCode !== null || server.signalCode !== null) resolve()
    else server.once('exit', () => resolve())
  })
  const failed = new Promise<StartRefused>((resolve) => {
    void ended.then(async () => {
      if (!stopping) resolve(explainFailure(await sayings(folder, from), folder.root, folder.log))
    })
  })
  const stop = async () => {
    stopping = true
    const running = await runningServer(folder)
    server.stdin?.on('error', () => {})
    server.stdin?.end()
    if (platform === 'win32') server.kill()
    // A backend that does not end within half a minute is cut off; the log is replayed at the next start.
    const impatience = setTimeout(() => running && signal(running.pid, 'SIGQUIT'), 30_000)
    await ended
    clearTimeout(impatience)
    await releaseFolder(folder)
    if (temporary) await rm(folder.root, { recursive: true, force: true })
  }
  const url = `postgres://${owner}:${password}@127.0.0.1:${port}/${databases[0]}`
  return { url, port, log: folder.log, failed, stop }
}
