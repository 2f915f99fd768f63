import { randomBytes } from 'node:crypto'
import { chown, lchown, open, readFile, readdir, rm, stat, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { makeFolder } from '../make-folder.ts'
import { isAlive, ownPid, platform, signal } from '../node.ts'
import { StartRefused } from '../start-refused.ts'
import type { Account } from './account.ts'
import { explainFailure } from './failures.ts'

/** The parts of the folder that holds one database server. */
export type Folder = {
  root: string
  /** The cluster itself; it exists only when it is complete. */
  data: string
  /** Everything PostgreSQL said. */
  log: string
  /** Holds the password of the owner, made at random with the cluster. */
  password: string
  /** Names the operating system process that uses this folder. */
  owner: string
}

/** Names the parts of a folder without touching it. */
export function folderAt(root: string): Folder {
  const at = (name: string) => path.join(root, name)
  return { root, data: at('data'), log: at('server.log'), password: at('password'), owner: at('owner.pid') }
}

/**
 * Makes the folder, takes it for this operating system process and ends a server that was left behind in it.
 * @throws StartRefused when it cannot be written to or another Baton is using it
 */
export async function takeFolder(folder: Folder, account: Account | undefined): Promise<void> {
  try {
    await makeFolder(folder.root)
    await claim(folder)
  } catch (error) {
    if (error instanceof StartRefused) throw error
    throw explainFailure((error as Error).message, folder.root)
  }
  await endLeftBehind(folder)
  if (account && (await uidOf(folder.data)) === 0) await giveTo(account, folder.data)
}

/** Lets others use the folder. */
export const releaseFolder = (folder: Folder): Promise<void> => rm(folder.owner, { force: true })

/** The password of the owner of the database, made on first use. Other users of the machine cannot read it. */
export async function ownerPassword(folder: Folder): Promise<string> {
  const found = await readFile(folder.password, 'utf8').catch(() => undefined)
  if (found) return found.trim()
  const made = randomBytes(24).toString('base64url')
  await writeFile(folder.password, `${made}\n`, { mode: 0o600 })
  return made
}

/**
 * The major version of PostgreSQL that made the cluster, such as `18`; `undefined` when there is none yet.
 * @throws StartRefused when there is something else in its place
 */
export async function clusterVersion(folder: Folder): Promise<string | undefined> {
  const version = await readFile(path.join(folder.data, 'PG_VERSION'), 'utf8').catch(() => undefined)
  if (version) return version.trim()
  const content = await readdir(folder.data).catch(() => undefined)
  if (content === undefined) return undefined
  throw new StartRefused(
    `${folder.data} should hold the data of PostgreSQL, but there is no readable PG_VERSION in it. ` +
      'Move the folder away, or set DATA_DIR to another folder.',
  )
}

/** What `postmaster.pid` says of a server that runs on the cluster. */
export async function runningServer(
  folder: Folder,
): Promise<{ pid: number; port: number; ready: boolean } | undefined> {
  const text = await readFile(path.join(folder.data, 'postmaster.pid'), 'utf8').catch(() => undefined)
  if (!text) return undefined
  // The order of the lines is PostgreSQL's: number, folder, start, port, socket folder, address, memory, state.
  const lines = text.split('\n')
  return { pid: Number(lines[0]), port: Number(lines[3]), ready: lines[7]?.trim() === 'ready' }
}

async function claim(folder: Folder): Promise<void> {
  for (let attempt = 0; attempt < 5; attempt += 1) {
    try {
      const file = await open(folder.owner, 'wx', 0o644)
      await file.writeFile(`${ownPid} ${await birthOf(ownPid)}\n`)
      await file.close()
      return
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
    }
    const [pid, birth] = (await readFile(folder.owner, 'utf8').catch(() => '')).trim().split(' ')
    const inUse = pid && Number(pid) !== ownPid && isAlive(Number(pid)) && (await birthOf(Number(pid))) === birth
    if (inUse) {
      throw new StartRefused(
        `Baton is already running on ${folder.root} (its process number is ${pid}). ` +
          'Stop that one with Ctrl-C, or set DATA_DIR to another folder.',
      )
    }
    await rm(folder.owner, { force: true })
  }
  throw new StartRefused(`${folder.owner} could not be taken: several starts wanted it at once. Try again.`)
}

/** When an operating system process began, so that a number that was given out again is not mistaken for it. */
async function birthOf(pid: number): Promise<string> {
  const fields = await processFields(pid)
  // A process that has ended keeps its number until its parent asks for its exit code, which some never do.
  if (fields?.[0] === 'Z') return 'ended'
  return fields?.[19] ?? 'unknown'
}

/** The fields of Linux's `/proc/<pid>/stat` from the third on; the first is the state, the name stands before. */
async function processFields(pid: number): Promise<string[] | undefined> {
  const text = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => undefined)
  return text?.slice(text.lastIndexOf(')') + 2).split(' ')
}

/**
 * Ends a server whose Baton is gone. It ends itself when its starter dies; this covers the moments until then and
 * the case that its guard was killed too.
 */
async function endLeftBehind(folder: Folder): Promise<void> {
  const found = await runningServer(folder)
  if (!found) return
  const deadline = Date.now() + 30_000
  while (isAlive(found.pid) && (await isPostgres(found.pid))) {
    if (Date.now() > deadline) {
      throw new StartRefused(
        `A PostgreSQL server that an earlier start left behind (process number ${found.pid}) still uses ` +
          `${folder.data} and does not end. End it by hand (kill -INT ${found.pid}) and start again.`,
      )
    }
    if (platform === 'linux') signal(found.pid, 'SIGINT')
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
  await rm(path.join(folder.data, 'postmaster.pid'), { force: true })
}

/** Elsewhere than on Linux nothing tells names without a further program, so a living number is taken for one. */
async function isPostgres(pid: number): Promise<boolean> {
  if (platform !== 'linux') return true
  const text = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '')
  const [state] = (await processFields(pid)) ?? []
  return text.includes('(postgres)') && state !== 'Z'
}

const uidOf = async (file: string): Promise<number | undefined> => (await stat(file).catch(() => undefined))?.uid

/** Gives a cluster that root copied here to the account that is to run it. */
async function giveTo({ uid, gid }: Account, folder: string): Promise<void> {
  const content = await readdir(folder, { recursive: true })
  for (const name of content) await lchown(path.join(folder, name), uid, gid)
  await chown(folder, uid, gid)
}
