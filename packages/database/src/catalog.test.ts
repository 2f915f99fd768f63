import { buildGroup, buildMember, buildOrganization, type ClonedDatabase, cloneDatabase } from '@baton/testing'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { connectionSettings, openTo } from './connection.ts'
import { buildScene, openStore } from './test/scene.ts'

/** Tables that belong to no organization. Whatever is not named here is held to the rules for tenant data. */
const notTenantData = ['account', 'login_attempt', 'membership', 'migration', 'worker_heartbeat']

let clone: ClonedDatabase
beforeAll(async () => (clone = await cloneDatabase()))
afterAll(() => clone.drop())

const tenantTables = () =>
  clone.sql<{ name: string; rls: boolean; forced: boolean; first: string; policies: string[]; commands: string[] }>(
    `select c.relname as name, c.relrowsecurity as rls, c.relforcerowsecurity as forced,
       (select a.attname from pg_index i join pg_attribute a on a.attrelid = c.oid and a.attnum = i.indkey[0]
        where i.indrelid = c.oid and i.indisprimary) as first,
       array(select pg_get_expr(p.polqual, c.oid) || ' / ' || pg_get_expr(p.polwithcheck, c.oid)
             from pg_policy p where p.polrelid = c.oid) as policies,
       array(select p.polcmd::text from pg_policy p where p.polrelid = c.oid) as commands
     from pg_class c where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p')
       and c.relname <> all ($1) order by 1`,
    [notTenantData],
  )

describe('every table of tenant data', () => {
  test('has its organization first in its primary key', async () => {
    const tables = await tenantTables()
    expect(tables.length).toBeGreaterThan(20)
    expect(tables.filter(({ first }) => first !== 'org_id').map(({ name }) => name)).toEqual([])
  })

  test('has row-level security enabled and forced, by the one policy', async () => {
    const condition = "(org_id = ANY ((( SELECT current_setting('baton.orgs'::text) AS current_setting))::uuid[]))"
    for (const { name, rls, forced, policies, commands } of await tenantTables()) {
      expect({ name, rls, forced, policies, commands }).toEqual({
        name,
        rls: true,
        forced: true,
        policies: [`${condition} / ${condition}`],
        commands: ['*'],
      })
    }
  })

  test('has its organization first in each foreign key', async () => {
    const wrong = await clone.sql(
      `select c.conrelid::regclass::text as name, c.conname from pg_constraint c
       join pg_attribute a on a.attrelid = c.conrelid and a.attnum = c.conkey[1]
       where c.contype = 'f' and c.connamespace = 'public'::regnamespace and a.attname <> 'org_id'
         and c.confrelid <> 'account'::regclass`,
    )
    expect(wrong).toEqual([])
  })
})

describe("the application's role", () => {
  test('owns nothing, cannot sign in, and cannot go round row-level security', async () => {
    const [role] = await clone.sql(
      `select rolsuper, rolbypassrls, rolcanlogin, rolcreaterole, rolcreatedb,
         (select count(*)::int from pg_class where relowner = r.oid) + (select count(*)::int from pg_proc where proowner = r.oid) as owns,
         (select count(*)::int from pg_auth_members where member = r.oid) as memberships
       from pg_roles r where rolname = 'baton_app'`,
    )
    expect(role).toEqual({
      rolsuper: false,
      rolbypassrls: false,
      rolcanlogin: false,
      rolcreaterole: false,
      rolcreatedb: false,
      owns: 0,
      memberships: 0,
    })
  })

  test('can neither empty tables, nor reference them, nor change history', async () => {
    const grants = await clone.sql<{ grant: string }>(
      `select table_name || ' ' || lower(privilege_type) as grant from information_schema.role_table_grants
       where grantee in ('baton_app', 'PUBLIC') and table_schema not in ('pg_catalog', 'information_schema')`,
    )
    const held = grants.map(({ grant }) => grant)
    expect(held.filter((grant) => /truncate|references|trigger|maintain/.test(grant))).toEqual([])
    expect(held.filter((grant) => /^(event|template_version) (update|delete)/.test(grant))).toEqual([])
    expect(held.filter((grant) => /^(membership|migration|worker_heartbeat) /.test(grant))).toEqual([])
    expect(held.filter((grant) => grant.startsWith('account delete'))).toEqual([])
  })

  test('cannot make anything in the schema', async () => {
    const [may] = await clone.sql(`select has_schema_privilege('baton_app', 'public', 'create') as create`)
    expect(may).toEqual({ create: false })
  })
})

test('a function that runs with the rights of its owner has a fixed search path and is given out by name', async () => {
  const functions = await clone.sql<{ name: string; path: string | null; everyone: boolean }>(
    `select p.oid::regprocedure::text as name,
       (select split_part(c, '=', 2) from unnest(p.proconfig) as c where c like 'search_path=%') as path,
       has_function_privilege('public', p.oid, 'execute') as everyone
     from pg_proc p where p.pronamespace = 'public'::regnamespace and p.prosecdef`,
  )
  expect(functions.length).toBeGreaterThan(4)
  for (const { name, path, everyone } of functions) {
    expect({ name, path, everyone }).toEqual({ name, path: 'pg_catalog, pg_temp', everyone: false })
  }
})

test('a view would run with the rights of its reader', async () => {
  const views = await clone.sql(
    `select relname from pg_class where relnamespace = 'public'::regnamespace and relkind in ('v', 'm')
       and coalesce(reloptions::text, '') not like '%security_invoker=true%'`,
  )
  expect(views).toEqual([])
})

describe('row-level security', () => {
  let mine: Awaited<ReturnType<typeof buildScene>>
  let tables: string[]
  beforeAll(async () => {
    tables = (await tenantTables()).map(({ name }) => name)
    const store = openStore(clone)
    for (const scene of [(mine = await buildScene(clone)), await buildScene(clone)]) {
      const group = await buildGroup(clone.db, scene.orgId)
      await buildMember(clone.db, scene.orgId, { groups: [group] })
      const { process } = await scene.launch(store, {
        idempotency: { actorId: scene.ana.id, key: 'one', requestHash: 'x' },
      })
      await scene.act(store, process.id, { type: 'watch', personId: scene.ana.id })
    }
    await store.close()
  })

  const asApplication = async <T>(work: (client: pg.Client) => Promise<T>): Promise<T> => {
    const client = new pg.Client(connectionSettings(clone.ownerUrl))
    await client.connect()
    try {
      return await work(client)
    } finally {
      await client.end()
    }
  }
  const mayRead = async (table: string) =>
    (await clone.sql<{ may: boolean }>(`select has_table_privilege('baton_app', $1, 'select') as may`, [table]))[0]!.may

  test('without an organization at hand every query is an error, never all rows', async () => {
    await asApplication(async (client) => {
      for (const table of tables) {
        const rows = await clone.sql(`select from ${table} limit 1`)
        if (rows.length === 0 || !(await mayRead(table))) continue
        await expect(client.query(`select * from ${table}`), table).rejects.toThrow('baton.orgs')
      }
    })
  })

  test('once an organization was at hand, its transaction takes that with it', async () => {
    await asApplication(async (client) => {
      await client.query(`begin; ${openTo([mine.orgId])}`)
      expect((await client.query('select from member')).rowCount).toBeGreaterThan(0)
      await client.query('commit')
      await expect(client.query('select from member')).rejects.toThrow('malformed array literal')
    })
  })

  test('shows no row of another organization and takes none in', async () => {
    await asApplication(async (client) => {
      for (const table of tables) {
        if (!(await mayRead(table))) continue
        await client.query(`begin; ${openTo([mine.orgId])}`)
        const { rows } = await client.query<{ org_id: string }>(`select distinct org_id from ${table}`)
        expect(
          rows.filter(({ org_id }) => org_id !== mine.orgId),
          table,
        ).toEqual([])
        await client.query('rollback')
      }
      const { orgId } = await buildOrganization(clone.db)
      await client.query(`begin; ${openTo([mine.orgId])}`)
      const foreign = client.query('insert into people_group (org_id, id, name) values ($1, gen_random_uuid(), $2)', [
        orgId,
        'Intruders',
      ])
      await expect(foreign).rejects.toThrow('row-level security')
      await client.query('rollback')
    })
  })

  test('an id that is no UUID never reaches the setting', () => {
    expect(() => openTo(["x}'; drop table member; --"])).toThrow('UUID')
  })
})

describe('history', () => {
  test('cannot be changed or deleted, not even by the owner', async () => {
    await expect(clone.sql('update event set type = $1', ['Other'])).rejects.toThrow('written once')
    await expect(clone.sql('delete from event')).rejects.toThrow('written once')
    await expect(clone.sql(`update template_version set document = '{}'`)).rejects.toThrow('written once')
    await expect(clone.sql('delete from template_version')).rejects.toThrow('written once')
  })
})
