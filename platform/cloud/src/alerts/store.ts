/** What is stored under a name, with the number of times it was written. */
export interface Stored<T> {
  value: T
  version: number
}

export interface Writing {
  /** The version that was read; 0 when there was nothing. */
  version: number
  /** Milliseconds since 1970; by it `pending` finds the value. Absent: nothing is to be done with it. */
  pendingAt?: number
  /** Milliseconds since 1970; the store may forget it from then on. */
  expiresAt: number
}

/**
 * What the router remembers between calls. Memory of the function would not do: several instances of it run side by
 * side, each is thrown away at any time, and a retry may come to another one, so duplicates would be told again and
 * two instances would tell the same.
 */
export interface Store {
  /** The newest value; reads what any instance wrote before. */
  read<T>(id: string): Promise<Stored<T> | undefined>
  /** Writes if nobody wrote since it was read. @returns false when somebody did; nothing is written then */
  write(id: string, value: unknown, writing: Writing): Promise<boolean>
  /** Names of values that are pending at or before `now`, the longest waiting first. */
  pending(now: number, limit: number): Promise<string[]>
}

/** Somebody else kept writing in between. */
export class Contended extends Error {
  override readonly name = 'Contended'
}

/**
 * Changes a value on its newest state.
 * @param change must be pure: it runs again when somebody wrote in between; returns `undefined` to leave all as it is
 * @returns the value after it
 * @throws Contended after 30 tries
 */
export async function change<T>(
  store: Store,
  id: string,
  describe: (value: T) => Omit<Writing, 'version'>,
  change: (value: T | undefined) => T | undefined,
): Promise<T | undefined> {
  for (let attempt = 0; attempt < 30; attempt++) {
    const stored = await store.read<T>(id)
    const next = change(stored?.value)
    if (next === undefined || next === stored?.value) return stored?.value
    if (await store.write(id, next, { ...describe(next), version: stored?.version ?? 0 })) return next
  }
  throw new Contended(`“${id}” could not be changed: somebody else wrote in between, 30 times.`)
}

/** A store in memory with the same promises, for tests. */
export function memoryStore(): Store & { size(): number } {
  const rows = new Map<string, { text: string; version: number; pendingAt?: number }>()
  return {
    size: () => rows.size,
    read: async <T>(id: string) => {
      const row = rows.get(id)
      return row && { value: JSON.parse(row.text) as T, version: row.version }
    },
    write: async (id, value, { version, pendingAt }) => {
      if ((rows.get(id)?.version ?? 0) !== version) return false
      rows.set(id, { text: JSON.stringify(value), version: version + 1, pendingAt })
      return true
    },
    pending: async (now, limit) =>
      [...rows]
        .filter(([, row]) => row.pendingAt !== undefined && row.pendingAt <= now)
        .toSorted(([, a], [, b]) => a.pendingAt! - b.pendingAt!)
        .slice(0, limit)
        .map(([id]) => id),
  }
}
