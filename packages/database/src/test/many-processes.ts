import { newId } from '@baton/runtime'
import type { ClonedDatabase } from '@baton/testing'
import { buildScene } from './scene.ts'

/** An organization with very many processes, and what to filter them by: something common, and something rare. */
export type Crowd = {
  orgId: string
  template: { common: string; rare: string }
  launcher: { common: string; rare: string }
  /** Groups with half, a twelfth and next to none of the open tasks. */
  assignee: { half: string; some: string; rare: string }
}

/**
 * Writes rows in the shape that the store writes, past its events: one open task each, a tenth has finished, a fifth is
 * overdue, one in two hundred has a problem. Nine tenths are of one template, half were launched by one person.
 */
export async function buildCrowd(clone: ClonedDatabase, size: number): Promise<Crowd> {
  const { sql } = clone
  const { orgId, ana, ben, templateId } = await buildScene(clone)
  const rareTemplate = newId()
  await sql(
    `insert into template (org_id, id, title, owner_id, draft, updated_by)
     select org_id, $2, 'Rare', owner_id, draft, updated_by from template where org_id = $1`,
    [orgId, rareTemplate],
  )
  await sql(
    `insert into template_version (org_id, template_id, version, document, published_by)
     select org_id, $2, 1, document, published_by from template_version where org_id = $1 and template_id = $3`,
    [orgId, rareTemplate, templateId],
  )
  const crowd: Crowd = {
    orgId,
    template: { common: templateId, rare: rareTemplate },
    launcher: { common: ana.id, rare: ben.id },
    assignee: { half: newId(), some: newId(), rare: newId() },
  }
  const { half, some, rare } = crowd.assignee
  await sql(
    `create table made as
     select gen_random_uuid() as id, case when n % 10 = 9 then 'finished' else 'active' end as listed_as,
       case when n % 200 = 7 then $2::uuid else $1::uuid end as template_id,
       case when n % 2 = 0 then $3 when n % 400 = 1 then $4 else '00000000-0000-7000-8000-' || lpad((n % 300)::text, 12, '0')
         end as launched_by,
       case when n % 2 = 0 then $5::uuid when n % 12 = 1 then $6::uuid when n % 600 = 3 then $7::uuid
         else ('00000000-0000-7000-9000-' || lpad((n % 300)::text, 12, '0'))::uuid end as assignee,
       now() - make_interval(secs => n * 7) as launched_at,
       now() - make_interval(secs => (n::bigint * 6007 % 900000)::int) as updated_at,
       case when n % 7 = 4 or n % 10 = 9 then 'infinity'::timestamptz
         else now() + make_interval(mins => (n::bigint * 7919 % 43200)::int - 8600) end as due_at,
       case when n % 200 = 11 then 1 else 0 end as problems,
       case when n % 10 = 9 then '' else (array['first', 'then', 'last', ''])[1 + n % 4] end as milestone,
       'Supplier ' || lpad((n::bigint * 7919 % 1000003)::text, 7, '0') as name
     from generate_series(0, $8::int - 1) n`,
    [templateId, rareTemplate, ana.id, ben.id, half, some, rare, size],
  )
  for (const statement of [
    `insert into process (org_id, id, version, head, template_id, template_version, name, name_key, status,
       archived, listed_as, launched_by, launched_at, finished_at, due_at, updated_at, tasks_done, tasks_total, problems,
       milestone, next_tasks)
     select $1, id, 12, '\\x00', template_id, 1, name, lower(name), listed_as, false, listed_as, launched_by,
       launched_at, null, nullif(due_at, 'infinity'), updated_at, 3, 10, problems, nullif(milestone, ''), '[]' from made`,
    `insert into process_place (org_id, listed_as, due_at, process_id, template_id, milestone)
     select $1, listed_as, due_at, id, template_id, milestone from made`,
    `insert into process_activity (org_id, listed_as, updated_at, process_id)
     select $1, listed_as, date_trunc('minute', updated_at), id from made`,
    `insert into process_word (org_id, word, process_id)
     select $1, unnest(string_to_array(lower(name), ' ')), id from made`,
    `insert into task (org_id, process_id, task_id, position, type, title, status, optional, due_at, problem, comments,
       fields_done, fields_total, assignees)
     select $1, id, 'check', 0, 'task', 'Check', 'open', false, nullif(due_at, 'infinity'), false, 0, 0, 0,
       jsonb_build_object('people', '[]'::jsonb, 'groups', jsonb_build_array(assignee))
     from made where listed_as = 'active'`,
    `insert into assignment (org_id, assignee_id, bucket, sort_at, process_id, task_id)
     select $1, assignee, 0, due_at, id, 'check' from made where listed_as = 'active'`,
  ])
    await sql(statement, [orgId])
  await sql('drop table made')
  await sql('vacuum analyze process, process_place, process_activity, process_word, task, assignment')
  return crowd
}
