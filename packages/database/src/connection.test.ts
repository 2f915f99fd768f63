import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { OperationalError } from '@baton/engine'
import { startEmbeddedPostgres } from '@baton/runtime'
import { sql } from 'kysely'
import pg from 'pg'
import { expect, test } from 'vitest'
import { openOwnerPool } from './connection.ts'
import { openDatabase } from './database.ts'
import { migrate } from './migrate.ts'

test('connections that are opened after the password has changed use the new one', async () => {
  // The server of the other tests believes everyone.
  const folder = await mkdtemp(path.join(tmpdir(), 'baton-password-'))
  const server = await startEmbeddedPostgres({ folder })
  const stale = new URL(server.url)
  stale.password = 'never-right'
  let now = new URL(server.url).password
  const password = () => Promise.resolve(now)
  const database = openDatabase({ url: stale.href, password, connections: 2 })
  const owner = openOwnerPool(stale.href, 1, password)
  const admin = new pg.Client({ connectionString: server.url })
  try {
    await migrate(server.url)
    await admin.connect()
    const ask = () => database.outside((tx) => sql<{ n: number }>`select 1 as n`.execute(tx))
    expect((await ask()).rows).toEqual([{ n: 1 }])
    await admin.query(`alter role baton password 'changed'`)
    // Those that stand are not asked again.
    expect((await ask()).rows).toEqual([{ n: 1 }])
    await admin.query('select pg_terminate_backend(pid) from pg_stat_activity where pid <> pg_backend_pid()')
    await expect(ask()).rejects.toThrow(OperationalError)
    await expect(owner.query('select 1')).rejects.toMatchObject({ code: '28P01' })
    now = 'changed'
    expect((await ask()).rows).toEqual([{ n: 1 }])
    expect((await owner.query('select 1 as n')).rows).toEqual([{ n: 1 }])
  } finally {
    await admin.end()
    await database.close()
    await owner.end()
    await server.stop()
    await rm(folder, { recursive: true, force: true })
  }
}, 60_000)
