import type { LiveChange } from '@baton/contract'
import { anyone, type ChangeCursor, type ChangeRow } from '@baton/database'
import type { MemberActor } from '@baton/engine'

/** A change as it goes out, encoded once for all listeners. */
export type EncodedChange = {
  /** For those whose lists it touches, with `mine`. */
  mine: Buffer
  others: Buffer
  /** People and groups whose lists it touches. */
  people: ReadonlySet<string>
  /** Touches the lists of all. */
  everyone: boolean
  /** Only administrators may see it. */
  administrators: boolean
}

/**
 * Changes in order; of one thing that changed several times only the last, with all that it touched. Its version is the
 * highest: of two transactions that wait for each other, the one that began first may be the one that wrote last.
 */
export function changesOf(rows: readonly ChangeRow[]): EncodedChange[] {
  const latest = new Map<string, { row: ChangeRow; tasks: Set<string>; people: Set<string> }>()
  for (const row of rows) {
    const key = `${row.kind} ${row.subjectId}`
    const before = latest.get(key)
    // Set again, so that it stands where its newest change does.
    latest.delete(key)
    latest.set(key, {
      row: { ...row, version: Math.max(row.version, before?.row.version ?? 0) },
      tasks: new Set([...(before?.tasks ?? []), ...row.tasks]),
      people: new Set([...(before?.people ?? []), ...row.people]),
    })
  }
  return [...latest.values()].map(({ row, tasks, people }) => {
    const change: LiveChange = {
      kind: row.kind === 'organization' ? 'people' : row.kind,
      id: row.subjectId,
      version: row.version,
      ...(tasks.size > 0 ? { tasks: [...tasks] } : {}),
    }
    const head = `id: ${cursorId(row.cursor, new Date(row.at))}\nevent: change\ndata: `
    return {
      mine: Buffer.from(`${head}${JSON.stringify({ ...change, mine: true })}\n\n`),
      others: Buffer.from(`${head}${JSON.stringify(change)}\n\n`),
      people,
      everyone: people.has(anyone),
      administrators: row.kind === 'mail',
    }
  })
}

/** These changes for one listener, in one piece. */
export const encodeFor = ({ id, role, groups }: MemberActor, changes: readonly EncodedChange[]): Buffer =>
  Buffer.concat(
    changes
      .filter(({ administrators }) => !administrators || role === 'administrator')
      .map((change) =>
        change.everyone || change.people.has(id) || groups.some((group) => change.people.has(group))
          ? change.mine
          : change.others,
      ),
  )

/** Says that changes were missed, and where the stream goes on. */
export const reset = (now: ChangeCursor, at: Date): string => `id: ${cursorId(now, at)}\nevent: reset\ndata: {}\n\n`

/** The id of an event: where a reader stands, and when that was in milliseconds. */
export const cursorId = ({ xid, position }: ChangeCursor, at: Date): string => `${xid}-${position}-${at.getTime()}`

/** Reads the id of an event; undefined when it is not one of ours. */
export function parseId(id: string): { cursor: ChangeCursor; at: number } | undefined {
  const match = /^(\d{1,19})-(\d{1,15})-(\d{1,15})$/.exec(id)
  if (!match) return undefined
  return { cursor: { xid: BigInt(match[1]!), position: Number(match[2]) }, at: Number(match[3]) }
}
