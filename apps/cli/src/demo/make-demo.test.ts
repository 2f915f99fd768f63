import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { migrate, openDatabase, verifyProcesses } from '@baton/database'
import { newId, nodeBinary } from '@baton/runtime'
import { buildOrganization, until } from '@baton/testing'
import pg from 'pg'
import { afterEach, expect, inject, test } from 'vitest'
import { makeDemo } from './make-demo.ts'
import { demoSignIn } from './organization.ts'

const undo: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const step of undo.splice(0).toReversed()) await step()
})

/** A migrated database whose owner has no special rights, as on a server of the user's own. */
async function plainDatabase() {
  const name = `demo_${newId().replaceAll('-', '')}`
  const server = await connected(inject('ownerUrl'))
  await server.query(`create role ${name} login nosuperuser nobypassrls`)
  await server.query(`grant baton_app to ${name}`)
  await server.query(`create database ${name} owner ${name}`)
  undo.push(async () => {
    await server.query(`drop database ${name} with (force)`)
    await server.query(`drop role ${name}`)
    await server.end()
  })
  const url = new URL(inject('ownerUrl'))
  url.pathname = name
  const looking = await connected(url.href)
  undo.push(() => looking.end())
  url.username = name
  await migrate(url.href)
  return { url: url.href, count: (from: string) => countOf(looking, from) }
}

async function connected(url: string) {
  const client = new pg.Client({ connectionString: url })
  client.on('error', () => {})
  await client.connect()
  return client
}

const countOf = async (client: pg.Client, from: string) =>
  (await client.query<{ n: number }>(`select count(*)::int as n from ${from}`)).rows[0]!.n

/** Makes the demo in a program of its own, which can be killed. */
function makeElsewhere(url: string): ChildProcess {
  const script = `import { makeDemo } from ${JSON.stringify(fileURLToPath(new URL('make-demo.ts', import.meta.url)))}
await makeDemo({ databaseUrl: ${JSON.stringify(url)} }, () => {})`
  const child = spawn(nodeBinary, ['--input-type=module', '--eval', script], { stdio: 'inherit' })
  undo.push(async () => child.kill('SIGKILL'))
  return child
}

const contents = ['organization', 'account', 'member', 'people_group', 'template', 'process', 'event', 'task']

test('a demo that was left half made is made anew at the next start, and is then whole', async () => {
  const whole = await plainDatabase()
  const now = new Date('2026-11-22T20:40:00Z')
  expect(await makeDemo({ databaseUrl: whole.url }, () => {}, now)).toEqual(demoSignIn)

  const { url, count } = await plainDatabase()
  const child = makeElsewhere(url)
  await until('some of its processes are there', async () => (await count('process')) > 0, 60_000)
  child.kill('SIGKILL')
  await once(child, 'exit')
  expect(await count('event')).toBeLessThan(await whole.count('event'))

  const said: string[] = []
  expect(await makeDemo({ databaseUrl: url }, (line) => said.push(line), now)).toEqual(demoSignIn)
  expect(said).toEqual([expect.stringContaining('half made')])
  for (const table of contents) expect([table, await count(table)]).toEqual([table, await whole.count(table)])
  expect(await count('graphile_worker._private_jobs')).toBe(await whole.count('graphile_worker._private_jobs'))
  const db = openDatabase({ url, connections: 1 })
  expect((await verifyProcesses(db)).faults).toEqual([])
  await db.close()

  // What guards history is back, and the next start leaves it as it is.
  const owner = await connected(url)
  const orgId = (await owner.query<{ id: string }>('select organization_ids() as id')).rows[0]!.id
  await owner.query(`select set_config('baton.orgs', $1, false)`, [`{${orgId}}`])
  await expect(owner.query('delete from event')).rejects.toThrow('written once')
  await owner.end()
  const events = await count('event')
  expect(await makeDemo({ databaseUrl: url }, (line) => said.push(line))).toEqual(demoSignIn)
  expect([said.length, await count('event')]).toEqual([1, events])
}, 120_000)

test('two starts on one database make one demo', async () => {
  const { url, count } = await plainDatabase()
  const both = [1, 2].map(() => makeDemo({ databaseUrl: url }, () => {}))
  expect(await Promise.all(both)).toEqual([demoSignIn, demoSignIn])
  expect(await count('organization')).toBe(1)
}, 60_000)

test('where there is an organization already, no demo is made', async () => {
  const { url, count } = await plainDatabase()
  const db = openDatabase({ url, connections: 1 })
  await buildOrganization(db)
  await db.close()
  expect(await makeDemo({ databaseUrl: url }, () => {})).toBeUndefined()
  expect(await count('organization')).toBe(1)
})
