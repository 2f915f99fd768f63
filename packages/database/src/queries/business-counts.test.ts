import { newId } from '@baton/runtime'
import { type ClonedDatabase, cloneDatabase } from '@baton/testing'
import { Kysely, PostgresDialect } from 'kysely'
import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { connectionSettings } from '../connection.ts'
import { businessCounts } from '../index.ts'
import type { Tables } from '../tables.ts'
import { buildCrowd } from '../test/many-processes.ts'

const size = 20_000

let clone: ClonedDatabase
let orgId: string
let client: pg.Client
let asked: { sql: string; parameters: readonly unknown[] } | undefined
let db: Kysely<Tables>

beforeAll(async () => {
  clone = await cloneDatabase()
  ;({ orgId } = await buildCrowd(clone, size))
  client = new pg.Client(connectionSettings(clone.ownerUrl, { 'baton.orgs': `{${orgId}}` }))
  await client.connect()
  const pool = { connect: async () => Object.assign(client, { release: () => {} }), end: async () => {} }
  db = new Kysely<Tables>({
    dialect: new PostgresDialect({ pool: pool as never }),
    log: (event) => void (asked = event.query),
  })
  await client.query(
    `insert into mail (org_id, id, message_key, message_id, to_address, subject, html, text, kind, state, created_at, sent_at)
     select $1, gen_random_uuid(), 'key ' || n, 'id', 'a@b.example', 's', 'h', 't', 'assigned',
       case when n % 100 = 0 then 'failed' else 'sent' end, now() - make_interval(secs => n * 60),
       case when n % 100 = 0 then null else now() - make_interval(secs => n * 60) end
     from generate_series(0, 19999) n`,
    [orgId],
  )
  await clone.sql('vacuum analyze mail')
}, 120_000)
afterAll(async () => {
  await client.end()
  await clone.drop()
})

const span = () => {
  const to = Math.floor(Date.now() / 60_000) * 60_000 - 60_000
  return { from: new Date(to - 60_000).toISOString(), to: new Date(to).toISOString() }
}

const counted = async (what: string, values: unknown[]): Promise<number> =>
  Number((await client.query(`select count(*) as n from ${what}`, values)).rows[0].n)

test('what is counted of a minute is what happened in it, and how things stand now', async () => {
  const { from, to } = span()
  const counts = await businessCounts(db, orgId, { from, to })
  expect(counts).toMatchObject({
    // The crowd is written past the counters.
    open: 0,
    overdue: await counted(`task where org_id = $1 and status = 'open' and due_at < $2`, [orgId, to]),
    mailSent: await counted('mail where org_id = $1 and sent_at >= $2 and sent_at < $3', [orgId, from, to]),
    mailFailed: await counted(
      `mail where org_id = $1 and state = 'failed' and created_at >= $2::timestamptz - interval '1 day'`,
      [orgId, to],
    ),
    finished: 0,
    completed: 0,
  })
  expect(counts.overdue).toBeGreaterThan(1_000)
  expect(counts.mailSent).toBeGreaterThan(0)
  expect(counts.mailFailed).toBeGreaterThan(0)
})

test('a launch, a completion and a finish count in their own minute only', async () => {
  const { from, to } = span()
  const within = new Date(Date.parse(from) + 30_000).toISOString()
  const before = new Date(Date.parse(from) - 1).toISOString()
  const add = async (launchedAt: string, finishedAt: string | null) => {
    const id = newId()
    await client.query(
      `insert into process select org_id, $2, 1, head, template_id, template_version, name, name_key,
         case when $4::timestamptz is null then 'active' else 'finished' end, archived,
         case when $4::timestamptz is null then 'active' else 'finished' end,
         launched_by, $3::timestamptz, $4::timestamptz, null, $3::timestamptz, 1, 1, 0, null, '[]'
       from process where org_id = $1 limit 1`,
      [orgId, id, launchedAt, finishedAt],
    )
    await client.query(
      `insert into process_activity values ($1, case when $4 then 'finished' else 'active' end, date_trunc('minute', $3::timestamptz), $2)`,
      [orgId, id, finishedAt ?? launchedAt, finishedAt !== null],
    )
    for (const [taskId, completedAt] of [
      ['a', before],
      ['b', within],
      ['c', to],
    ])
      await client.query(
        `insert into task (org_id, process_id, task_id, position, type, title, status, optional, completed_at, problem,
           comments, fields_done, fields_total, assignees)
         values ($1, $2, $3, 0, 'task', 'T', 'completed', false, $4, false, 0, 0, 0, '{}')`,
        [orgId, id, taskId, completedAt],
      )
  }
  const first = await businessCounts(db, orgId, { from, to })
  await add(within, null)
  await add(before, within)
  await add(to, null)
  await add(from, to)
  const then = await businessCounts(db, orgId, { from, to })
  expect(then.launched - first.launched).toBe(2)
  expect(then.finished - first.finished).toBe(1)
  expect(then.completed - first.completed).toBe(4)
})

test('counting reads what happened lately and what is late, and no table from end to end', async () => {
  await businessCounts(db, orgId, span())
  await client.query('begin read only')
  await client.query(`prepare counts as ${asked!.sql}`)
  const values = asked!.parameters.map((value) => pg.escapeLiteral(String(value))).join(', ')
  const { rows } = await client.query(`explain (analyze, timing off, format json) execute counts(${values})`)
  await client.query('rollback')
  const plan = JSON.stringify(rows)
  // The counters are a handful of rows.
  expect(plan).not.toMatch(/"Seq Scan"[^}]*"Relation Name":"(?!process_count)/)
  const root = rows[0]['QUERY PLAN'][0].Plan
  expect(rowsOf(root, 'mail')).toBeLessThan(30)
  expect(rowsOf(root, 'process')).toBeLessThan(size / 20)
  expect(rowsOf(root, 'process_place')).toBeLessThanOrEqual(5_000)
  expect(rowsOf(root, 'task')).toBeLessThan(size / 2)
})

type Plan = {
  'Relation Name'?: string
  'Actual Rows': number
  'Actual Loops': number
  'Rows Removed by Filter'?: number
  Plans?: Plan[]
}

/** Rows of a table that a plan looked at, kept or not. */
const rowsOf = (plan: Plan, table: string): number =>
  (plan['Relation Name'] === table
    ? (plan['Actual Rows'] + (plan['Rows Removed by Filter'] ?? 0)) * plan['Actual Loops']
    : 0) + (plan.Plans ?? []).reduce((sum, inner) => sum + rowsOf(inner, table), 0)
