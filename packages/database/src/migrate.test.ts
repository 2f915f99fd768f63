import { newId } from '@baton/runtime'
import { buildMember, buildOrganization, until } from '@baton/testing'
import { sql } from 'kysely'
import pg from 'pg'
import { afterAll, expect, inject, test } from 'vitest'
import { migrate, openDatabase, verifyProcesses } from './index.ts'
import { buildScene, openStore } from './test/scene.ts'

const made: string[] = []

/** A database of its own, empty, and how to connect to it as `role`. */
async function emptyDatabase(role?: string): Promise<string> {
  const name = `migrate_${newId().replaceAll('-', '')}`
  await asOwner((client) => client.query(`create database "${name}"${role ? ` owner ${role}` : ''}`))
  made.push(name)
  const url = new URL(inject('ownerUrl'))
  url.pathname = name
  if (role) url.username = role
  return url.href
}

async function asOwner<T>(work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: inject('ownerUrl') })
  await client.connect()
  try {
    return await work(client)
  } finally {
    await client.end()
  }
}

afterAll(() =>
  asOwner(async (client) => {
    for (const name of made) await client.query(`drop database "${name}" with (force)`)
  }),
)

test('several nodes may migrate at once; the second finds nothing to do', async () => {
  const url = await emptyDatabase()
  const done = await Promise.all([migrate(url), migrate(url), migrate(url)])
  expect(done.filter((names) => names.length > 0)).toHaveLength(1)
  expect(await migrate(url)).toEqual([])
})

test('a server that ends while a node migrates fails the migration, and not the program', async () => {
  const url = await emptyDatabase()
  const before = new pg.Client({ connectionString: url })
  await before.connect()
  await before.query(`select pg_advisory_lock(hashtextextended('baton migrate', 0))`)
  const failed = migrate(url).catch((error: Error) => error.message)
  await until('it to wait for the one before', async () => {
    const { rowCount } = await before.query(
      `select pg_terminate_backend(pid) from pg_stat_activity
       where datname = current_database() and application_name = 'baton migrate' and wait_event_type = 'Lock'`,
    )
    return rowCount === 1
  })
  expect(await failed).toMatch(/terminat/)
  await before.end()
  expect((await migrate(url)).length).toBeGreaterThan(0)
})

test('an owner without special rights will do, and is itself held by row-level security', async () => {
  const role = `plain_${newId().slice(-12)}`
  await asOwner(async (client) => {
    await client.query(`create role ${role} login nosuperuser nobypassrls`)
    await client.query(`grant baton_app to ${role}`)
  })
  const ownerUrl = await emptyDatabase(role)
  await migrate(ownerUrl)
  const db = openDatabase({ url: ownerUrl, connections: 2 })
  const owner = new pg.Pool({ connectionString: ownerUrl, max: 1 })
  const clone = { ownerUrl, db, sql: async (text: string) => (await owner.query(text)).rows, drop: async () => {} }
  const scene = await buildScene(clone)
  const store = openStore(clone)
  const { process } = await scene.launch(store)
  await scene.act(store, process.id, { type: 'complete', taskId: 'check' })
  await store.close()
  expect((await verifyProcesses(db)).faults).toEqual([])
  const { rows } = await db.outside((tx) =>
    sql<{ org_id: string }>`select org_id from memberships_of(${scene.ana.accountId})`.execute(tx),
  )
  expect(rows).toEqual([{ org_id: scene.orgId }])
  await expect(owner.query('select * from process')).rejects.toThrow('baton.orgs')
  await db.close()
  await owner.end()
})

test('an owner who may not switch to the role of the application is told what to do', async () => {
  const role = `stranger_${newId().slice(-12)}`
  await asOwner((client) => client.query(`create role ${role} login nosuperuser`))
  await expect(migrate(await emptyDatabase(role))).rejects.toMatchObject({
    hint: expect.stringContaining('grant baton_app to'),
  })
})

test('whoever signs in is shown the organizations of the account, and no other', async () => {
  const url = await emptyDatabase()
  await migrate(url)
  const db = openDatabase({ url, connections: 2 })
  const [first, second] = [await buildOrganization(db, { name: 'B' }), await buildOrganization(db, { name: 'A' })]
  const email = 'both@example.org'
  const member = await buildMember(db, first.orgId, { email })
  await db.write(second.orgId, (tx) =>
    tx
      .insertInto('member')
      .values({ org_id: second.orgId, id: newId(), account_id: member.accountId, name: 'Both', email, role: 'member' })
      .execute(),
  )
  const found = await db.outside((tx) =>
    sql<{ org_name: string }>`select org_name from memberships_of(${member.accountId})`.execute(tx),
  )
  expect(found.rows.map(({ org_name }) => org_name)).toEqual(['A', 'B'])
  // What the function looked at stays within it.
  await expect(
    db.outside(async (tx) => {
      await sql`select * from memberships_of(${member.accountId})`.execute(tx)
      return tx.selectFrom('organization').selectAll().execute()
    }),
  ).rejects.toThrow(/baton.orgs|malformed array literal/)
  await db.close()
})
