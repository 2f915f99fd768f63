import { type Installation, published, type Signed, signedIn } from '../installation.ts'
import { load, refusals } from '../load.ts'
import { procedure } from '../procedure.ts'
import { percentile, type Result, within } from '../result.ts'

const sizes = [10_000, 1_000_000] as const
const people = 500
const seconds = 3

/** My tasks and the tracker, by filter, sort and depth, at ten thousand and at a million processes. */
export async function lists(installation: Installation): Promise<Result[]> {
  const results: Result[] = []
  for (const size of sizes) {
    const signed = await signedIn(installation)
    const templateId = await published(installation, signed.actor, procedure(signed.actor.id))
    await seed(installation, signed, templateId, size)
    results.push(...(await measure(installation, signed, templateId, size)))
  }
  return results
}

/**
 * Processes with one open task each, shared among the people, the rows in the shape that the store writes; past HTTP
 * and past the events, which no list reads. A tenth has finished, a twentieth is overdue.
 */
async function seed({ sql }: Installation, { actor }: Signed, templateId: string, size: number): Promise<void> {
  const { orgId } = actor
  // The first person is the one who is signed in.
  await sql('create temporary table if not exists worker (place int primary key, id uuid not null)')
  await sql('truncate worker')
  await sql(
    `insert into worker select n, case when n = 0 then $1::uuid else gen_random_uuid() end
     from generate_series(0, $2::int - 1) n`,
    [actor.id, people],
  )
  await sql('drop table if exists made')
  await sql(
    `create temporary table made as
     select n, gen_random_uuid() as id, w.id as person,
       case when n % 10 = 9 then 'finished' else 'active' end as listed_as,
       now() - make_interval(secs => n * 7) as launched_at,
       case when n % 5 = 4 then 'infinity'::timestamptz
         else now() + make_interval(mins => (n::bigint * 7919 % 43200)::int - case when n % 20 = 0 then 60000 else 0 end) end as due_at,
       'Supplier ' || lpad((n::bigint * 7919 % 1000003)::text, 7, '0') as name
     from generate_series(0, $1::int - 1) n join worker w on w.place = n % $2::int`,
    [size, people],
  )
  await sql(
    `insert into process (org_id, id, version, head, template_id, template_version, name, name_key, status,
       archived, listed_as, launched_by, launched_at, finished_at, due_at, updated_at, tasks_done, tasks_total,
       problems, milestone, next_tasks)
     select $1, id, 12, '\\x00', $2, 1, name,
       lower(name), listed_as, false, listed_as, $3, launched_at,
       case when listed_as = 'finished' then now() end, nullif(due_at, 'infinity'), launched_at, 3, 10, 0, null,
       jsonb_build_array(jsonb_build_object('id', 'check_4', 'title', 'Check 4 of ' || name,
         'people', jsonb_build_array(person), 'groups', '[]'::jsonb))
     from made`,
    [orgId, templateId, actor.id],
  )
  await sql(
    `insert into process_place (org_id, listed_as, due_at, process_id, template_id, milestone)
     select $1, listed_as, due_at, id, $2, '' from made`,
    [orgId, templateId],
  )
  await sql(
    `insert into process_activity (org_id, listed_as, updated_at, process_id)
     select $1, listed_as, date_trunc('minute', launched_at), id from made`,
    [orgId],
  )
  await sql(
    `insert into process_word (org_id, word, process_id)
     select $1, unnest(string_to_array(lower(name), ' ')), id from made`,
    [orgId],
  )
  await sql(
    `insert into task (org_id, process_id, task_id, position, type, title, status, optional, due_at, opened_at, problem,
       comments, fields_done, fields_total, assignees)
     select $1, id, 'check_4', 3, 'task', 'Check 4 of ' || name, 'open', false, nullif(due_at, 'infinity'), launched_at,
       false, 0, 1, 2, jsonb_build_object('people', jsonb_build_array(person), 'groups', '[]'::jsonb)
     from made where listed_as = 'active'`,
    [orgId],
  )
  await sql(
    `insert into assignment (org_id, assignee_id, bucket, sort_at, process_id, task_id)
     select $1, person, 0, due_at, id, 'check_4' from made where listed_as = 'active'`,
    [orgId],
  )
  await sql(
    `insert into process_count (org_id, template_id, listed_as, n)
     select $1, $2, listed_as, count(*) from made group by listed_as`,
    [orgId, templateId],
  )
  await sql('drop table made')
  await sql('vacuum analyze process, process_place, process_activity, process_word, task, assignment')
}

async function measure(
  { api }: Installation,
  { actor, token }: Signed,
  templateId: string,
  size: number,
): Promise<Result[]> {
  const headers = { authorization: `Bearer ${token}` }
  const at = (path: string, cursor?: string) => `${path}${cursor ? `&cursor=${encodeURIComponent(cursor)}` : ''}`
  /** The cursor after so many pages of a hundred. */
  const deep = async (path: string, pages: number): Promise<string | undefined> => {
    let cursor: string | undefined
    for (let page = 0; page < pages; page += 1) {
      const answer = (await (await fetch(api + at(`${path}&limit=100`, cursor), { headers })).json()) as {
        next?: string
      }
      if (!answer.next) return cursor
      cursor = answer.next
    }
    return cursor
  }
  const p95 = async (path: string): Promise<{ p95: number; wrong: string[] }> => {
    const next = () => ({ method: 'GET' as const, path })
    const result = await load({ origin: api, token, connections: 2, seconds, requests: () => next })
    return { p95: percentile(result.latencies, 0.95), wrong: refusals(result) }
  }

  const mine = '/api/v1/tasks?scope=mine&bucket=open'
  const tracker = '/api/v1/processes?status=active'
  const notes: string[] = []
  const first = await p95(mine)
  for (const [what, path] of [
    ['My tasks, deep', at(mine, await deep(mine, 15))],
    ['tracker, newest', tracker],
    ['tracker, 300 pages on', at(tracker, await deep(tracker, Math.min(300, size / 200)))],
    ['tracker by due', `${tracker}&sort=due`],
    ['tracker by name', `${tracker}&sort=name`],
    ['tracker of a template by last change', `${tracker}&template=${templateId}&sort=-updated`],
    ['tracker, overdue', `${tracker}&due=overdue`],
    ['tracker of an assignee', `${tracker}&assignee=${actor.id}`],
    ['tracker by text', `${tracker}&text=supplier%2000079`],
    ['counts of the chips', '/api/v1/processes/counts'],
    ['counts of My tasks', '/api/v1/tasks/counts'],
  ] as const) {
    const page = await p95(path)
    notes.push(`${what}: p95 ${page.p95.toFixed(1)} ms`, ...page.wrong)
  }
  const name = size === 1_000_000 ? 'lists' : `lists_${size}`
  return [
    within(name, 'ms', first.p95, 25, [
      `My tasks at ${size.toLocaleString('en')} processes, p95 through HTTP`,
      ...first.wrong,
      ...notes,
    ]),
  ]
}
