import { Defect, type Process } from '@baton/engine'
import type pg from 'pg'
import { keyOf, type RecentStates } from './recent.ts'
import { stateColumns, stateOf, type StateParts, stateSource } from './states.ts'

/** A process that is locked until the transaction ends, as it is now. */
export type Locked = {
  org_id: string
  id: string
  version: number
  head: Buffer
  state: Process
  /** Version of its snapshot, 0 without one; perhaps an earlier one than there is. */
  snapshot: number
  /** Characters of what it was worked out from, about as many as of the state as JSON. */
  size: number
  updated_at: string
}

type Name = { orgId: string; processId: string }
type Known = Pick<Locked, 'state' | 'snapshot' | 'size'>
type Row = Omit<Locked, keyof Known> & { xmin: string }

/**
 * Locks processes in the order of their ids, so that two batches never wait for each other in a circle. Those that are
 * not there are missing from the result. What this node wrote itself is remembered; only the others are read.
 */
export async function lockProcesses(client: pg.ClientBase, wanted: Name[], recent: RecentStates): Promise<Locked[]> {
  const ids = [wanted.map(({ orgId }) => orgId), wanted.map(({ processId }) => processId)]
  const locking = client.query<Row>({
    name: 'lock processes',
    text: `select p.org_id, p.id, p.xmin, p.version, p.head, p.updated_at
      from unnest($1::uuid[], $2::uuid[]) as r(org_id, id)
      join process p on p.org_id = r.org_id and p.id = r.id
      order by p.org_id, p.id for update of p`,
    values: ids,
  })
  // A statement of its own: the one that waits for a lock sees what was there before it waited.
  const strangers = wanted.filter(({ orgId, processId }) => !recent.find(orgId, processId))
  const [{ rows }, states] = await Promise.all([locking, readStates(client, strangers)])

  const changed: Name[] = []
  for (const { org_id: orgId, id: processId, xmin, version } of rows) {
    const key = keyOf(orgId, processId)
    if (states.has(key)) continue
    const known = recent.find(orgId, processId)
    if (known?.xmin === xmin && known.process.version === version) states.set(key, { ...known, state: known.process })
    else changed.push({ orgId, processId })
  }
  for (const [key, state] of await readStates(client, changed)) states.set(key, state)
  return rows.map(({ xmin: _, ...row }) => {
    const known = states.get(keyOf(row.org_id, row.id))
    if (known?.state.version !== row.version)
      throw new Defect(`The events of process ${row.id} do not make its version.`)
    return { ...row, state: known.state, snapshot: known.snapshot, size: known.size }
  })
}

async function readStates(client: pg.ClientBase, wanted: Name[]): Promise<Map<string, Known>> {
  if (wanted.length === 0) return new Map()
  const { rows } = await client.query<{ org_id: string; id: string; size: number } & StateParts>({
    name: 'read states',
    text: `select p.org_id, p.id, ${stateColumns}
      from unnest($1::uuid[], $2::uuid[]) as r(org_id, id)
      join process p on p.org_id = r.org_id and p.id = r.id
      ${stateSource}`,
    values: [wanted.map(({ orgId }) => orgId), wanted.map(({ processId }) => processId)],
  })
  return new Map(
    rows.map((row) => {
      const state = stateOf(row.id, row)
      const size = JSON.stringify(state).length
      return [keyOf(row.org_id, row.id), { state, snapshot: row.snapshot_version, size }]
    }),
  )
}
