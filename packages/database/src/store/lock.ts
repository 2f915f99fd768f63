import { Defect, type Process } from '@baton/engine'
import type pg from 'pg'
import { keyOf, type RecentStates } from './recent.ts'

/** A process that is locked until the transaction ends, as it is now. */
export type Locked = {
  org_id: string
  id: string
  version: number
  head: Buffer
  state: Process
  updated_at: string
}

/**
 * Locks processes in the order of their ids, so that two batches never wait for each other in a circle. Those that are
 * not there are missing from the result.
 */
export async function lockProcesses(
  client: pg.ClientBase,
  wanted: { orgId: string; processId: string }[],
  recent: RecentStates,
): Promise<Locked[]> {
  const known = wanted.map(({ orgId, processId }) => recent.find(orgId, processId))
  const { rows } = await client.query<Omit<Locked, 'state'> & { state: Process | null }>({
    name: 'lock processes',
    text: `select p.org_id, p.id, p.version, p.head, p.updated_at,
        case when p.xmin = r.xmin and p.version = r.version then null else p.state end as state
      from unnest($1::uuid[], $2::uuid[], $3::xid[], $4::bigint[]) as r(org_id, id, xmin, version)
      join process p on p.org_id = r.org_id and p.id = r.id
      order by p.org_id, p.id for update of p`,
    values: [
      wanted.map(({ orgId }) => orgId),
      wanted.map(({ processId }) => processId),
      known.map((one) => one?.xmin ?? null),
      known.map((one) => one?.process.version ?? null),
    ],
  })
  const byKey = new Map(wanted.map(({ orgId, processId }, place) => [keyOf(orgId, processId), known[place]?.process]))
  return rows.map((row) => {
    const state = row.state ?? byKey.get(keyOf(row.org_id, row.id))
    if (state?.version !== row.version) throw new Defect(`Process ${row.id} was locked in another state than told.`)
    return { ...row, state }
  })
}
