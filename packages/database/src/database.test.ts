import { newId } from '@baton/runtime'
import { buildOrganization, type ClonedDatabase, cloneDatabase } from '@baton/testing'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Database, openDatabase } from './index.ts'
import { type Cuttable, cuttable } from './test/cuttable.ts'

let clone: ClonedDatabase
let wire: Cuttable
let db: Database
let here: string
let there: string
beforeAll(async () => {
  clone = await cloneDatabase()
  wire = await cuttable(clone.ownerUrl)
  // One connection, so that each test meets what the one before left on it.
  db = openDatabase({ url: wire.url, connections: 1 })
  here = (await buildOrganization(clone.db)).orgId
  there = (await buildOrganization(clone.db)).orgId
})
afterAll(async () => {
  await db.close()
  await wire.close()
  await clone.drop()
})

const namesOf = (orgId: string) =>
  db.read(orgId, (reader) => reader.selectFrom('organization').select('org_id').execute())
const newGroup = (orgId: string, name: string) => ({ org_id: orgId, id: newId(), name })
const groups = async () => (await clone.sql('select count(*)::int as n from people_group'))[0]!.n

test('one connection serves one organization after the other, and shows each only its own', async () => {
  const rows = await Promise.all([namesOf(here), namesOf(there), namesOf(here)])
  expect(rows).toEqual([[{ org_id: here }], [{ org_id: there }], [{ org_id: here }]])
})

test('what belongs to no organization shows nothing of any', async () => {
  await namesOf(here)
  const asked = db.outside((tx) => tx.selectFrom('organization').selectAll().execute())
  await expect(asked).rejects.toThrow(/baton.orgs|malformed array literal/)
})

test('a read cannot write', async () => {
  const before = await groups()
  const written = db.read(here, (reader) => sql`delete from people_group where org_id = ${here}`.execute(reader))
  await expect(written).rejects.toThrow('read-only transaction')
  expect(await groups()).toBe(before)
})

test('a write that fails halfway leaves nothing, and the connection goes on', async () => {
  const before = await groups()
  const failed = db.write(here, async (tx) => {
    await tx.insertInto('people_group').values(newGroup(here, 'Half')).execute()
    throw new Error('halfway')
  })
  await expect(failed).rejects.toThrow('halfway')
  const foreign = db.write(here, (tx) => tx.insertInto('people_group').values(newGroup(there, 'Theirs')).execute())
  await expect(foreign).rejects.toThrow('row-level security')
  expect(await groups()).toBe(before)
  expect(await namesOf(here)).toEqual([{ org_id: here }])
})

test('a connection that breaks ends its own query only', async () => {
  wire.cutAt('people_group', 'before')
  await expect(db.read(here, (reader) => reader.selectFrom('people_group').select('id').execute())).rejects.toThrow(
    'could not be reached',
  )
  expect(await namesOf(there)).toEqual([{ org_id: there }])
})

test('numbers and instants come as the engine has them', async () => {
  const { rows } = await db.read(here, (reader) =>
    sql<object>`select count(*) as n, '2026-03-04 13:00:00.5+01'::timestamptz as at, 'infinity'::timestamptz as never`.execute(
      reader,
    ),
  )
  expect(rows).toEqual([{ n: 1, at: '2026-03-04T12:00:00.500Z', never: 'infinity' }])
})
