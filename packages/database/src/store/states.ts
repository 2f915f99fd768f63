import { Defect, evolve, type Process } from '@baton/engine'
import { sql } from 'kysely'
import type { Reader, Writer } from '../database.ts'
import { eventOf } from './chain.ts'

/** What a state is worked out from: a snapshot, unless the process is young, and the events after it. */
export type StateParts = {
  /** Sequence number of the last event in the snapshot; 0 without one. */
  snapshot_version: number
  snapshot: Process | null
  /** `[type, at, actor, payload]` of each, in order. */
  events: [string, string, string | null, Record<string, unknown> | null][]
}

/**
 * The columns of StateParts, of the process in row `p`, joined with `stateSource`. To be read in one statement, so that
 * snapshot and events fit together.
 */
export const stateColumns = `coalesce(s.version, 0) as snapshot_version, s.state as snapshot,
  coalesce((select json_agg(json_build_array(e.type, e.at, e.actor, e.payload) order by e.seq) from event e
    where e.org_id = p.org_id and e.process_id = p.id and e.seq > coalesce(s.version, 0)), '[]') as events`
export const stateSource = 'left join process_snapshot s on s.org_id = p.org_id and s.process_id = p.id'

/**
 * The state of a process: the one way to it.
 * @throws Defect when there are no events, or one that is needed was erased
 */
export function stateOf(id: string, { snapshot, events }: StateParts): Process {
  let state = snapshot ?? undefined
  for (const [type, at, actor, payload] of events) {
    if (payload === null) throw new Defect(`Event ${(state?.version ?? 0) + 1} of process ${id} was erased too early.`)
    // Instants are written by PostgreSQL here, in its own zone.
    state = evolve(state, eventOf({ type, at: new Date(at).toISOString(), actor, payload }), id)
  }
  if (!state) throw new Defect(`Process ${id} has no events.`)
  return state
}

/** The newest state of a process; undefined when there is none. */
export async function processState(db: Reader, orgId: string, id: string): Promise<Process | undefined> {
  const { rows } = await sql<StateParts>`select ${sql.raw(stateColumns)} from process p ${sql.raw(stateSource)}
    where p.org_id = ${orgId} and p.id = ${id}`.execute(db)
  return rows[0] && stateOf(id, rows[0])
}

/**
 * Erases what an event said. That it happened, when and by whom stays, and the chain still verifies. The state keeps
 * what came of it: what it holds of a person is taken out by commands, as anywhere else.
 */
export async function erasePayload(tx: Writer, orgId: string, processId: string, seq: number): Promise<void> {
  // Nobody adds an event between the look and the snapshot.
  await sql`select from process where org_id = ${orgId} and id = ${processId} for update`.execute(tx)
  const state = await processState(tx, orgId, processId)
  if (!state) return
  await sql`insert into process_snapshot (org_id, process_id, version, state)
    values (${orgId}, ${processId}, ${state.version}, ${JSON.stringify(state)}::json)
    on conflict (org_id, process_id) do update set version = excluded.version, state = excluded.state`.execute(tx)
  await sql`select erase_event_payload(${orgId}, ${processId}, ${seq})`.execute(tx)
}
