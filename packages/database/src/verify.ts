import { compileTemplate, type Definition, evolve, fold, type Process, type ProcessEvent } from '@baton/engine'
import { sql } from 'kysely'
import type { Database, Reader } from './database.ts'
import { canonicalJson, chainStart, eventHash, eventOf, payloadHash } from './store/chain.ts'
import { project, type Projection } from './store/project.ts'
import { toTheMinute } from './store/rows.ts'
import { bucket, type Tables } from './tables.ts'
import type { Selectable } from 'kysely'

/** Where the record and what is shown of it part. */
export type Fault = {
  orgId: string
  /** Absent: a number of the whole organization. */
  processId?: string
  /** In English: what was wanted and what was found. */
  message: string
}
export type Verification = { organizations: number; processes: number; events: number; faults: Fault[] }

/** Done tasks leave people's lists after so many days. */
export const daysDoneIsListed = 30
const pageSize = 200

/**
 * Walks the chain of every process, works its state out again from its events, and compares it with its snapshot and
 * with the rows of lists. Reads only; takes each process as one snapshot has it.
 * @param orgId one organization; every one when absent
 * @returns the first fault of each process; none when all is as it should be
 */
export async function verifyProcesses(db: Database, orgId?: string): Promise<Verification> {
  const ids = orgId === undefined ? await organizationIds(db) : [orgId]
  const result: Verification = { organizations: ids.length, processes: 0, events: 0, faults: [] }
  for (const id of ids) await verifyOrganization(db, id, result)
  return result
}

/** Every organization there is. */
export function organizationIds(db: Database): Promise<string[]> {
  return db.outside(async (tx) => {
    const { rows } = await sql<{ id: string }>`select organization_ids() as id`.execute(tx)
    return rows.map(({ id }) => id)
  })
}

async function verifyOrganization(db: Database, orgId: string, result: Verification): Promise<void> {
  const definitions = new Map<string, Definition>()
  for (let after = '00000000-0000-0000-0000-000000000000'; ;) {
    const page = await db.read(orgId, (reader) => pageOf(reader, orgId, after))
    for (const stored of page) {
      const key = `${stored.template_id}/${stored.template_version}`
      if (!definitions.has(key))
        definitions.set(key, await db.read(orgId, (reader) => definitionOf(reader, orgId, stored)))
      const message = faultOf(stored, definitions.get(key)!)
      if (message) result.faults.push({ orgId, processId: stored.id, message })
      result.events += stored.events.length
    }
    result.processes += page.length
    if (page.length < pageSize) break
    after = page.at(-1)!.id
  }
  result.faults.push(...(await wrongNumbers(db, orgId)))
}

type Stored = Omit<Selectable<Tables['process']>, 'org_id'> & {
  org_id: string
  head_hex: string
  snapshot: { version: number; state: Process } | null
  events: {
    seq: number
    type: string
    at: string
    actor: string | null
    payload: Record<string, unknown> | null
    payload_hash: string
    hash: string
  }[]
  tasks: Record<string, unknown>[]
  assignments: { assignee_id: string; bucket: number; sort_at: string; task_id: string }[]
  places: { listed_as: string; due_at: string; template_id: string; milestone: string }[]
  activity: { listed_as: string; updated_at: string }[]
  words: string[]
  watchers: string[]
}

/** Everything of some processes, in one statement and so in one snapshot. */
async function pageOf(db: Reader, orgId: string, after: string): Promise<Stored[]> {
  const instant = (column: string) =>
    sql.raw(
      `case when isfinite(${column}) then to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') else ${column}::text end`,
    )
  const of = (table: string, id = 'process_id') => sql.raw(`${table} x where x.org_id = p.org_id and x.${id} = p.id`)
  const { rows } = await sql<Stored>`
    select p.*, encode(p.head, 'hex') as head_hex,
      (select json_build_object('version', x.version, 'state', x.state) from ${of('process_snapshot')}) as snapshot,
      coalesce((select jsonb_agg(jsonb_build_object('seq', x.seq, 'type', x.type, 'at', ${instant('x.at')}, 'actor', x.actor,
        'payload', x.payload, 'payload_hash', encode(x.payload_hash, 'hex'), 'hash', encode(x.hash, 'hex')) order by x.seq)
        from ${of('event')}), '[]') as events,
      coalesce((select jsonb_agg(to_jsonb(x) - 'org_id' - 'process_id' || jsonb_build_object('due_at', ${instant('x.due_at')},
        'opened_at', ${instant('x.opened_at')}, 'completed_at', ${instant('x.completed_at')}) order by x.position)
        from ${of('task')}), '[]') as tasks,
      coalesce((select jsonb_agg(jsonb_build_object('assignee_id', x.assignee_id, 'bucket', x.bucket,
        'sort_at', ${instant('x.sort_at')}, 'task_id', x.task_id)) from ${of('assignment')}), '[]') as assignments,
      coalesce((select jsonb_agg(jsonb_build_object('listed_as', x.listed_as, 'due_at', ${instant('x.due_at')},
        'template_id', x.template_id, 'milestone', x.milestone)) from ${of('process_place')}), '[]') as places,
      coalesce((select jsonb_agg(jsonb_build_object('listed_as', x.listed_as, 'updated_at', ${instant('x.updated_at')}))
        from ${of('process_activity')}), '[]') as activity,
      coalesce((select jsonb_agg(x.word) from ${of('process_word')}), '[]') as words,
      coalesce((select jsonb_agg(x.person_id) from ${of('watcher')}), '[]') as watchers
    from process p where p.org_id = ${orgId} and p.id > ${after}::uuid order by p.id limit ${pageSize}`.execute(db)
  return rows
}

async function definitionOf(db: Reader, orgId: string, { template_id, template_version }: Stored): Promise<Definition> {
  const { document } = await db
    .selectFrom('template_version')
    .where('org_id', '=', orgId)
    .where('template_id', '=', template_id)
    .where('version', '=', template_version)
    .select('document')
    .executeTakeFirstOrThrow()
  return compileTemplate(document)
}

function faultOf(stored: Stored, definition: Definition): string | undefined {
  const chain = chainFault(stored)
  if (chain) return chain
  const snapshot = snapshotFault(stored)
  if (snapshot) return snapshot
  const since = stored.snapshot?.version ?? 0
  const newer = stored.events.slice(since).map((event): ProcessEvent => eventOf(event))
  const state = newer.reduce<Process | undefined>(
    (process, event) => evolve(process, event, stored.id),
    stored.snapshot?.state,
  )
  return rowFault(stored, state!, definition)
}

function snapshotFault({ id, snapshot, events, version }: Stored): string | undefined {
  const erased = events.findLast(({ payload }) => payload === null)
  if (erased && erased.seq > (snapshot?.version ?? 0))
    return `Event ${erased.seq} was erased before any snapshot of it.`
  if (!snapshot) return undefined
  if (snapshot.version > version) return `The row has version ${version}, its snapshot ${snapshot.version}.`
  if (snapshot.state.version !== snapshot.version)
    return `The snapshot has version ${snapshot.version}, its state ${snapshot.state.version}.`
  // What was erased cannot be worked out again; that it happened is still in the chain.
  if (erased) return undefined
  const folded = fold(
    id,
    events.slice(0, snapshot.version).map((event): ProcessEvent => eventOf(event)),
  )
  const path = differs(snapshot.state, folded, 'state')
  return path && `The snapshot is not what the events before it make: ${path}.`
}

function chainFault({ org_id, id, version, head_hex, events }: Stored): string | undefined {
  let previous: Buffer = chainStart
  for (const [index, event] of events.entries()) {
    if (event.seq !== index + 1) return `Event ${index + 1} was wanted, event ${event.seq} was found.`
    const digest = Buffer.from(event.payload_hash, 'hex')
    if (event.payload && !payloadHash(canonicalJson(event.payload)).equals(digest)) {
      return `What event ${event.seq} says was changed: its hash is another.`
    }
    const { type, actor, at, seq } = event
    previous = eventHash(previous, org_id, id, {
      seq,
      type: type as ProcessEvent['type'],
      at,
      actor,
      payloadHash: digest,
    })
    if (previous.toString('hex') !== event.hash) return `The chain breaks at event ${event.seq}.`
  }
  if (events.length !== version) return `${version} events were wanted, ${events.length} were found.`
  if (previous.toString('hex') !== head_hex) return 'The chain does not end where the process says it does.'
  return undefined
}

const noNames = { locale: 'en', timeZone: 'UTC', personName: () => undefined }

function rowFault(stored: Stored, state: Process, definition: Definition): string | undefined {
  const wanted = project(state, definition, noNames)
  const updatedAt = toTheMinute(stored.events.at(-1)!.at)
  const since = new Date(Date.now() - daysDoneIsListed * 86_400_000).toISOString()
  const listed = (rows: Projection['assignments']) =>
    sorted(rows.filter((row) => row.bucket !== bucket.done || row.sort_at > since))
  return (
    differs(
      withoutTitles(stored.tasks),
      withoutTitles(wanted.tasks.map((task) => ({ ...task, assignees: JSON.parse(task.assignees) }))),
      'task',
    ) ??
    differs(listed(stored.assignments), listed(wanted.assignments), 'assignment') ??
    differs(stored.places, [wanted.place], 'process_place') ??
    differs(stored.activity, [{ listed_as: wanted.listing.listed_as, updated_at: updatedAt }], 'process_activity') ??
    differs(stored.words.toSorted(), wanted.words.toSorted(), 'process_word') ??
    differs(stored.watchers.toSorted(), wanted.watchers.toSorted(), 'watcher') ??
    listingFault(stored, wanted)
  )
}

function listingFault(stored: Stored, { listing }: Projection): string | undefined {
  const { next_tasks, ...columns } = listing
  const row = Object.fromEntries(Object.keys(columns).map((name) => [name, stored[name as keyof typeof columns]]))
  return (
    differs(row, columns, 'process') ??
    differs(withoutTitles(stored.next_tasks), withoutTitles(next_tasks), 'process.next_tasks')
  )
}

/** Titles speak of people and in a language, and both may have changed since they were written. */
const withoutTitles = (rows: object[]) => rows.map((row) => ({ ...row, title: undefined }))
const sorted = <T>(rows: T[]): T[] => rows.toSorted((a, b) => (canonicalJson(a) < canonicalJson(b) ? -1 : 1))

/** The place where two values part, with both; undefined when they are the same. */
function differs(found: unknown, wanted: unknown, path: string): string | undefined {
  if (canonicalJson(found) === canonicalJson(wanted)) return undefined
  if (isPart(found) && isPart(wanted) && Array.isArray(found) === Array.isArray(wanted)) {
    for (const key of new Set([...Object.keys(wanted), ...Object.keys(found)])) {
      const inner = differs(found[key] ?? null, wanted[key] ?? null, `${path}/${key}`)
      if (inner) return inner
    }
  }
  return `${path} should be ${canonicalJson(wanted)} and is ${canonicalJson(found)}`
}
const isPart = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null

async function wrongNumbers(db: Database, orgId: string): Promise<Fault[]> {
  const rows = await db.read(orgId, async (reader) => {
    const result = await sql<{ template_id: string; listed_as: string; wanted: number; found: number }>`
      select template_id, listed_as, coalesce(wanted, 0) as wanted, coalesce(found, 0) as found from
        (select template_id, listed_as, count(*) as wanted from process where org_id = ${orgId} group by 1, 2) as real
        full join (select template_id, listed_as, sum(n)::bigint as found from (
          select template_id, listed_as, n from process_count where org_id = ${orgId}
          union all select template_id, listed_as, n from process_count_delta where org_id = ${orgId}) as parts group by 1, 2) as kept
        using (template_id, listed_as)
      where coalesce(wanted, 0) <> coalesce(found, 0)`.execute(reader)
    return result.rows
  })
  return rows.map(({ template_id, listed_as, wanted, found }) => ({
    orgId,
    message: `The number of ${listed_as} processes of template ${template_id} should be ${wanted} and is ${found}.`,
  }))
}
