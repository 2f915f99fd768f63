import { type ClonedDatabase, cloneDatabase } from '@baton/testing'
import { Kysely, PostgresDialect } from 'kysely'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { connectionSettings } from '../connection.ts'
import { milestoneCounts, mostAtMilestone, type TrackerQuery, type TrackerSort, trackerPage } from '../index.ts'
import type { Tables } from '../tables.ts'
import { buildCrowd, type Crowd } from '../test/many-processes.ts'

const size = 40_000

let clone: ClonedDatabase
let crowd: Crowd
let client: pg.Client
/** What was asked of the database last. */
let asked: { sql: string; parameters: readonly unknown[] }[] = []
let db: Kysely<Tables>

beforeAll(async () => {
  clone = await cloneDatabase()
  crowd = await buildCrowd(clone, size)
  client = new pg.Client(connectionSettings(clone.ownerUrl, { 'baton.orgs': `{${crowd.orgId}}` }))
  await client.connect()
  const pool = { connect: async () => Object.assign(client, { release: () => {} }), end: async () => {} }
  db = new Kysely<Tables>({
    dialect: new PostgresDialect({ pool: pool as never }),
    log: (event) => void asked.push(event.query),
  })
}, 120_000)
afterAll(async () => {
  await client.end()
  await clone.drop()
})

type Plan = {
  'Node Type': string
  'Relation Name'?: string
  'Actual Rows': number
  'Actual Loops': number
  'Rows Removed by Filter'?: number
  'Rows Removed by Index Recheck'?: number
  'Shared Hit Blocks': number
  'Shared Read Blocks': number
  Plans?: Plan[]
}

/** Rows of tables and indexes that a plan looked at, kept or not; a table that is read from end to end is named. */
function readBy(plan: Plan): { rows: number; wholeTables: string[] } {
  const inner = (plan.Plans ?? []).map(readBy)
  const { 'Node Type': type, 'Relation Name': table = '', 'Actual Loops': loops } = plan
  const isScan = type.endsWith('Scan') && !['CTE Scan', 'Subquery Scan', 'Function Scan'].includes(type)
  const each =
    plan['Actual Rows'] + (plan['Rows Removed by Filter'] ?? 0) + (plan['Rows Removed by Index Recheck'] ?? 0)
  return {
    rows: (isScan ? each * loops : 0) + inner.reduce((sum, { rows }) => sum + rows, 0),
    wholeTables: [...(type === 'Seq Scan' ? [table] : []), ...inner.flatMap(({ wholeTables }) => wholeTables)],
  }
}

type Cost = { rows: number; blocks: number; wholeTables: string[]; plan: string }

/** What a page costs, planned for its values and, as prepared statements may be, for any. */
async function costOf(query: TrackerQuery) {
  asked = []
  const page = await trackerPage(db, crowd.orgId, query)
  const costs: Cost[] = []
  const statements = asked
  for (const mode of ['force_custom_plan', 'force_generic_plan']) {
    await client.query(`begin read only; set local plan_cache_mode = ${mode}`)
    const cost: Cost = { rows: 0, blocks: 0, wholeTables: [], plan: '' }
    for (const { sql, parameters } of statements) {
      await client.query(`prepare page as ${sql}`)
      const values = parameters.map((value) =>
        value === null ? 'null' : pg.escapeLiteral(Array.isArray(value) ? `{${value.join(',')}}` : String(value)),
      )
      const run = `execute page${values.length > 0 ? `(${values.join(', ')})` : ''}`
      const { rows: plan } = await client.query(`explain (analyze, buffers, timing off, format json) ${run}`)
      await client.query('deallocate page')
      const root = plan[0]['QUERY PLAN'][0].Plan as Plan
      const found = readBy(root)
      cost.rows += found.rows
      cost.blocks += root['Shared Hit Blocks'] + root['Shared Read Blocks']
      cost.wholeTables.push(...found.wholeTables)
      cost.plan += JSON.stringify(plan[0]['QUERY PLAN'][0], null, 1)
    }
    await client.query('rollback')
    costs.push(cost)
  }
  return { ids: page.map(({ id }) => id), costs }
}

const now = new Date().toISOString()
const active: TrackerQuery['listedAs'] = ['active']
const everywhere: TrackerQuery['listedAs'] = ['active', 'finished', 'cancelled']
const filters = (): Record<string, Partial<TrackerQuery>> => {
  const { template, launcher, assignee } = crowd
  return {
    nothing: {},
    'a common template': { templateId: template.common },
    'a rare template': { templateId: template.rare },
    'a milestone': { templateId: template.common, milestone: 'then' },
    'no milestone': { templateId: template.common, milestone: null },
    'a milestone of a rare template': { templateId: template.rare, milestone: 'first' },
    'a common launcher': { launchedBy: launcher.common },
    'a rare launcher': { launchedBy: launcher.rare },
    'a rare launcher of a template': { launchedBy: launcher.rare, templateId: template.common },
    'a group with half of the tasks': { assignee: assignee.half },
    'a group with many tasks': { assignee: assignee.some },
    'a group with few tasks': { assignee: assignee.rare },
    overdue: { due: { to: now } },
    'overdue of a rare launcher': { due: { to: now }, launchedBy: launcher.rare },
    'due within the hour': { due: { from: now, to: new Date(Date.parse(now) + 3_600_000).toISOString() } },
    'without deadline': { due: 'none' },
    'with problems': { problems: true },
    'without problems': { problems: false },
    'with problems, overdue, of a template': { problems: true, due: { to: now }, templateId: template.common },
    'a common word': { text: 'supplier' },
    'a rare word': { text: 'supp 00079' },
  }
}
const sorts = ['launched', 'name', 'due', 'updated'] as const

type Known = {
  id: string
  listedAs: string
  templateId: string
  milestone: string | null
  launchedBy: string
  assignee: string | null
  problems: number
  due: number | null
  name: string
  /** What it is sorted by, and how the database writes that. */
  keys: Record<TrackerSort, string | number>
  texts: Record<TrackerSort, string>
}

/** Everything that can be filtered and sorted by, read without any of what is tested here. */
async function everything(): Promise<Known[]> {
  const { rows } = await client.query(
    `select p.id, p.listed_as as "listedAs", p.template_id as "templateId", p.milestone, p.launched_by as "launchedBy",
       t.assignees->'groups'->>0 as assignee, p.problems::int, p.name, extract(epoch from p.due_at)::float8 as due,
       jsonb_build_object('launched', extract(epoch from p.launched_at), 'name', p.name_key,
         'due', coalesce(extract(epoch from p.due_at), 1e12),
         'updated', extract(epoch from date_trunc('minute', p.updated_at))) as keys,
       jsonb_build_object('launched', p.launched_at::text, 'name', p.name_key,
         'due', coalesce(p.due_at, 'infinity')::text, 'updated', date_trunc('minute', p.updated_at)::text) as texts
     from process p left join task t on t.org_id = p.org_id and t.process_id = p.id`,
  )
  return rows as Known[]
}

const passes = (row: Known, query: TrackerQuery): boolean => {
  const { due } = query
  const at = row.due === null ? undefined : row.due * 1000
  const words = query.text?.split(' ').map((word) => new RegExp(`\\b${word}`, 'i')) ?? []
  return (
    query.listedAs.some((place) => place === row.listedAs) &&
    (query.templateId === undefined || row.templateId === query.templateId) &&
    (query.milestone === undefined || row.milestone === query.milestone) &&
    (query.launchedBy === undefined || row.launchedBy === query.launchedBy) &&
    (query.assignee === undefined || row.assignee === query.assignee) &&
    (query.problems === undefined || row.problems > 0 === query.problems) &&
    (due === undefined ||
      (due === 'none'
        ? at === undefined
        : at !== undefined && at < Date.parse(due.to) && (!due.from || at >= Date.parse(due.from)))) &&
    words.every((word) => word.test(row.name))
  )
}

/** The most rows of tables and indexes that any page may look at, those counted to find the way to it among them. */
const mostRows = 11_000

test('what stands at each milestone is counted as far as anyone reads, without counting all', async () => {
  const wanted = ['first', 'last', 'then', null].map((milestone) => ({ milestone, n: mostAtMilestone + 1 }))
  const counts = await milestoneCounts(db, crowd.orgId, crowd.template.common)
  expect(counts.toSorted((a, b) => (a.milestone ?? 'z').localeCompare(b.milestone ?? 'z'))).toEqual(wanted)
  const rare = await milestoneCounts(db, crowd.orgId, crowd.template.rare)
  expect(rare.reduce((sum, { n }) => sum + n, 0)).toBe(size / 200)
})

/** The same in blocks: a range of an index that is passed over without a match shows only here. */
const mostBlocks = 12_000

describe(`a page of the tracker out of ${size.toLocaleString('en')} processes`, () => {
  let all: Known[]
  beforeAll(async () => {
    all = await everything()
  })

  test.each(sorts)(
    'by %s is right and looks at few rows, whatever it is filtered by, at any depth',
    async (sort) => {
      const sorted = all.toSorted(({ keys: a, id: idA }, { keys: b, id: idB }) =>
        a[sort] === b[sort] ? (idA < idB ? -1 : 1) : a[sort] < b[sort] ? -1 : 1,
      )
      for (const [name, filter] of Object.entries(filters()))
        for (const descending of [false, true])
          for (const listedAs of [active, everywhere]) {
            const query: TrackerQuery = { listedAs, sort, descending, limit: 51, ...filter }
            const matching = (descending ? sorted.toReversed() : sorted).filter((row) => passes(row, query))
            for (const start of listedAs === active ? [0] : [0, Math.floor(matching.length / 2)]) {
              const last = matching[start - 1]
              const after = last && { value: last.texts[sort], id: last.id }
              const { ids, costs } = await costOf({ ...query, after })
              const what = `${name}, ${descending ? 'descending' : 'ascending'}, ${listedAs.join()}, from ${start}`
              expect(ids, what).toEqual(matching.slice(start, start + 51).map(({ id }) => id))
              for (const { rows, blocks, wholeTables, plan } of costs) {
                expect(wholeTables, `${what}\n${plan}`).toEqual([])
                expect(rows, `${what}\n${plan}`).toBeLessThan(mostRows)
                expect(blocks, `${what}\n${plan}`).toBeLessThan(mostBlocks)
              }
            }
          }
    },
    120_000,
  )
})
