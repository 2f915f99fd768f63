import { readdirSync, readFileSync } from 'node:fs'
import { findingsOf } from '@baton/engine'
import { toYaml } from '@baton/importers'
import { cloneDatabase, type ClonedDatabase } from '@baton/testing'
import { afterEach, describe, expect, test } from 'vitest'
import { emailOf, groups } from './organization.ts'
import { handles } from './play.ts'
import { demoTemplates, seedDemo } from './seed-demo.ts'

const id = (kind: number, index: number) => `0198a000-0000-7000-8000-0000000${kind}${String(index).padStart(4, '0')}`
const directory = {
  members: handles.map((handle, index) => ({ id: id(1, index), email: emailOf(handle) })),
  groups: Object.keys(groups).map((name, index) => ({ id: id(2, index), name })),
}

describe('the templates of the demo', async () => {
  const templates = await demoTemplates(directory)

  test.each([...templates])('%s can be published', (_, document) => {
    const known = {
      members: new Set(directory.members.map((member) => member.id)),
      groups: new Set(directory.groups.map((group) => group.id)),
    }
    expect(findingsOf(document, known)).toEqual([])
  })

  test('are written as an export writes them', () => {
    const folder = new URL('./templates/', import.meta.url)
    for (const name of readdirSync(folder))
      expect(toYaml(templates.get(name.replace('.yaml', ''))!, directory)).toBe(
        readFileSync(new URL(name, folder), 'utf8'),
      )
  })
})

describe('the demo organization', () => {
  let database: ClonedDatabase
  afterEach(() => database.drop())

  test.each(['2026-11-22T20:40:00Z', '2027-03-01T05:10:00Z', '2028-02-29T12:00:00Z'])(
    'tells its stories whenever it is made: %s',
    async (now) => {
      database = await cloneDatabase()
      await seedDemo({ databaseUrl: database.ownerUrl }, new Date(now))
      const [count] = await database.sql<{
        finished: number
        active: number
        problems: number
        overdue: number
        future: number
      }>(
        `select count(*) filter (where status = 'finished')::int as finished,
              count(*) filter (where status = 'active')::int as active,
              (select count(*)::int from task where status = 'open' and problem) as problems,
              (select count(*)::int from task where status = 'open' and due_at < $1) as overdue,
              (select count(*)::int from event where at > $1) as future
       from process`,
        [now],
      )
      expect(count).toMatchObject({ problems: 2, future: 0 })
      expect(count!.finished).toBeGreaterThanOrEqual(7)
      expect(count!.active).toBeGreaterThanOrEqual(12)
      expect(count!.overdue).toBeGreaterThanOrEqual(2)
      // A worker that runs beside must not end a step before the person who ends it in the story.
      const soon = await database.sql(
        `select 1 from graphile_worker.jobs
         where task_identifier = 'expire-task' and run_at < now() + interval '1 minute'`,
      )
      expect(soon).toEqual([])
    },
  )
})
