import type { Client } from 'pg'

/**
 * Erases an organization with everything that belongs to it, its history included, and the accounts of those who belong
 * to no other. All or nothing; nothing else may be running on it.
 * @param owner connected as the owner of the schema: only the owner may lift the guards of what is written once
 */
export async function eraseOrganization(owner: Client, orgId: string): Promise<void> {
  await owner.query('begin')
  try {
    // An owner without special rights is held by row-level security too.
    await owner.query(`select set_config('baton.orgs', $1, true)`, [`{${orgId}}`])
    await owner.query(
      `create temporary table erased_account on commit drop as
       select account_id from member where org_id = $1
       except select account_id from membership where org_id <> $1`,
      [orgId],
    )
    for (const table of await tenantTables(owner)) {
      await owner.query(`alter table ${table} disable trigger user`)
      await owner.query(`delete from ${table} where org_id = $1`, [orgId])
      await owner.query(`alter table ${table} enable trigger user`)
    }
    await owner.query('delete from account where id in (select account_id from erased_account)')
    await owner.query(`delete from graphile_worker._private_jobs where payload->>'orgId' = $1`, [orgId])
    await owner.query('commit')
  } catch (error) {
    await owner.query('rollback')
    throw error
  }
}

/** Tables whose rows belong to organizations, quoted, each before those it refers to. */
async function tenantTables(owner: Client): Promise<string[]> {
  const { rows } = await owner.query<{ name: string; refers_to: string[] }>(
    `select c.oid::regclass::text as name,
            array(select distinct f.confrelid::regclass::text from pg_constraint f
                  where f.contype = 'f' and f.conrelid = c.oid and f.confrelid <> c.oid) as refers_to
     from pg_class c
     join pg_attribute a on a.attrelid = c.oid and a.attname = 'org_id' and not a.attisdropped
     where c.relnamespace = 'public'::regnamespace and c.relkind = 'r'
     order by 1`,
  )
  const ordered: string[] = []
  let left = rows
  while (left.length > 0) {
    const free = left.filter(({ name }) => !left.some((other) => other.refers_to.includes(name)))
    if (free.length === 0) throw new Error(`Tables refer to each other in a circle: ${left.map((t) => t.name).join()}.`)
    ordered.push(...free.map(({ name }) => name))
    left = left.filter((table) => !free.includes(table))
  }
  return ordered
}
