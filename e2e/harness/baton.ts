import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { freePort, silentLog, systemClock } from '@baton/runtime'
import { cloneDatabase, type ClonedDatabase } from '@baton/testing'
import { inject } from 'vitest'
import type { ApiContext } from '../../apps/api/src/context.ts'
import { openContext } from '../../apps/api/src/open-context.ts'
import { buildServer } from '../../apps/api/src/server.ts'
import { startWorker } from '../../apps/worker/src/worker.ts'

/** A whole Baton as people meet it: api, worker and web app on a database of their own. */
export type Baton = {
  /** Without a slash at the end. */
  url: string
  ctx: ApiContext
  database: ClonedDatabase
  close(): Promise<void>
}

/** Starts one on a free port. There is no mail server, so mails are held in the outbox. */
export async function startBaton(): Promise<Baton> {
  const database = await cloneDatabase()
  const filesFolder = await mkdtemp(path.join(tmpdir(), 'baton-e2e-'))
  const port = await freePort()
  const url = `http://127.0.0.1:${port}`
  const { ctx, close } = await openContext({
    databaseUrl: database.ownerUrl,
    filesFolder,
    webFolder: inject('webFolder'),
    publicUrl: url,
    clock: systemClock,
    log: silentLog,
    ofNode: false,
  })
  const server = await buildServer(ctx)
  await server.listen({ port, host: '127.0.0.1' })
  const { db, processes } = ctx
  const mailFrom = 'Baton <baton@baton.example>'
  const worker = await startWorker(
    { db, processes, mail: undefined, clock: systemClock, log: silentLog, publicUrl: url, mailFrom },
    { url: database.ownerUrl },
  )
  return {
    url,
    ctx,
    database,
    async close() {
      await worker.stop()
      await ctx.live.close()
      await server.close()
      await close()
      await database.drop()
      await rm(filesFolder, { recursive: true, force: true })
    },
  }
}
