import { type ChildProcess, spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { createOrganization, jobsThatFollow, launchProcess } from '@baton/commands'
import { type Database, migrate, openDatabase, openProcessStore, type ProcessStore } from '@baton/database'
import type { MemberActor, TemplateDocument } from '@baton/engine'
import {
  environment,
  freePort,
  newId,
  nodeBinary,
  smallMemory,
  startEmbeddedPostgres,
  systemClock,
} from '@baton/runtime'
import pg from 'pg'

export const root = fileURLToPath(new URL('../../', import.meta.url))

/** A whole installation of its own: durable PostgreSQL with Baton's settings, api and worker as they run in earnest. */
export type Installation = {
  /** Of the database, as its owner. */
  url: string
  /** Of the api, without a slash at the end. */
  api: string
  apiPid: number
  /** Of the database server, whose children its connections are. */
  databasePid: number
  db: Database
  processes: ProcessStore
  sql: <R extends pg.QueryResultRow>(text: string, values?: unknown[]) => Promise<R[]>
  /** Starts a worker and tells its number. */
  startWorker: () => Promise<number>
  stop: () => Promise<void>
}

export type InstallationOptions = {
  /** A folder into which the api, when it ends, writes on what it spent its processor time. */
  profile?: string
  /** Milliseconds by which each write to the disk that makes commits durable takes longer, 0 to 100. */
  flushMs?: number
}

export async function startInstallation({ profile, flushMs = 0 }: InstallationOptions = {}): Promise<Installation> {
  const folder = await mkdtemp(path.join(tmpdir(), 'baton-bench-'))
  // Whoever writes waits that long first, and takes along who comes meanwhile.
  const slowDisk = { commit_delay: String(Math.round(flushMs * 1000)), commit_siblings: '0' }
  const server = await startEmbeddedPostgres({ folder, settings: flushMs > 0 ? slowDisk : {} })
  await migrate(server.url)
  const port = await freePort()
  const settings = {
    ...smallMemory.variables,
    ...environment,
    DATABASE_URL: server.url,
    PORT: String(port),
    FILES_DIR: folder,
    LOG_LEVEL: 'warn',
  }
  const children: ChildProcess[] = []
  const start = (app: keyof typeof smallMemory.words) => {
    const measured = profile && app === 'api' ? ['--cpu-prof', `--cpu-prof-dir=${profile}`] : []
    const words = [...smallMemory.words[app], ...measured, path.join(root, 'apps', app, 'src/main.ts')]
    const child = spawn(nodeBinary, words, { env: settings, stdio: 'inherit' })
    children.push(child)
    return child.pid!
  }
  const apiPid = start('api')
  const api = `http://127.0.0.1:${port}`
  await answering(`${api}/readyz`)
  const db = openDatabase({ url: server.url })
  const processes = openProcessStore({ url: server.url, jobsFor: jobsThatFollow })
  const pool = new pg.Pool({ connectionString: server.url, max: 2 })
  // The server may end before the last of its connections has.
  pool.on('error', () => {})
  const databasePid = Number.parseInt(await readFile(path.join(folder, 'data/postmaster.pid'), 'utf8'), 10)
  return {
    url: server.url,
    api,
    apiPid,
    databasePid,
    db,
    processes,
    sql: async (text, values) => (await pool.query(text, values)).rows,
    startWorker: async () => start('worker'),
    async stop() {
      for (const child of children.toReversed()) await ended(child)
      await processes.close()
      await db.close()
      await pool.end()
      await server.stop()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

async function answering(url: string): Promise<void> {
  for (let left = 600; left > 0; left -= 1) {
    const well = await fetch(url).then(
      ({ ok }) => ok,
      () => false,
    )
    if (well) return
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
  throw new Error(`${url} did not answer within a minute.`)
}

async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return
  const gone = new Promise((resolve) => child.once('exit', resolve))
  child.kill('SIGTERM')
  await gone
}

/** Resident memory of an operating system process, in MB (10^6 bytes); undefined where that cannot be told. */
export async function residentMegabytes(pid: number): Promise<number | undefined> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '')
  const kilobytes = /VmRSS:\s+(\d+) kB/.exec(status)?.[1]
  return kilobytes ? (Number(kilobytes) * 1024) / 1e6 : undefined
}

/** An organization with an administrator who is signed in by a token. */
export type Signed = { actor: MemberActor; token: string }

export async function signedIn({ db }: Installation): Promise<Signed> {
  const actor = await createOrganization(
    { db, newId },
    {
      name: 'Bench',
      timeZone: 'Europe/Zurich',
      locale: 'en',
      administrator: { name: 'Bench', email: `${newId()}@bench.example`, passwordHash: 'none' },
    },
  )
  const token = `baton_pat_${actor.orgId.replaceAll('-', '')}_${'b'.repeat(43)}`
  await db.write(actor.orgId, (tx) =>
    tx
      .insertInto('access_token')
      .values({
        org_id: actor.orgId,
        token_hash: createHash('sha256').update(token).digest(),
        id: newId(),
        member_id: actor.id,
        name: 'bench',
        scopes: ['read', 'write'],
        last_used_at: null,
        expires_at: null,
      })
      .execute(),
  )
  return { actor, token }
}

/** A published template. */
export async function published({ db }: Installation, { orgId, id }: MemberActor, document: TemplateDocument) {
  const templateId = newId()
  await db.write(orgId, async (tx) => {
    await tx
      .insertInto('template')
      .values({
        org_id: orgId,
        id: templateId,
        title: document.title,
        emoji: null,
        owner_id: id,
        draft: JSON.stringify(document),
        published_revision: 1,
        published_version: 1,
        updated_by: id,
      })
      .execute()
    await tx
      .insertInto('template_version')
      .values({
        org_id: orgId,
        template_id: templateId,
        version: 1,
        document: JSON.stringify(document),
        published_by: id,
      })
      .execute()
  })
  return templateId
}

/** Launches so many processes past HTTP, for measurements that need them to be there. */
export async function launchMany(
  { db, processes }: Installation,
  actor: MemberActor,
  templateId: string,
  count: number,
): Promise<string[]> {
  const ids: string[] = []
  const context = { db, processes, clock: systemClock, newId }
  const one = async () => {
    while (ids.length < count) {
      const place = ids.push('') - 1
      const { process } = await launchProcess(context, {
        actor,
        templateId,
        name: `Process ${place}`,
        answers: { supplier: `Supplier ${place}`, amount: (place * 37) % 20_000 },
      })
      ids[place] = process.id
    }
  }
  await Promise.all(Array.from({ length: 128 }, one))
  return ids
}
