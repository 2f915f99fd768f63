import type { ChangeCursor } from '@baton/database'
import type { MemberActor } from '@baton/engine'
import type { Presented } from '../auth/secrets.ts'
import type { Sink } from './live.ts'
import { encodeFor, type EncodedChange } from './messages.ts'

/** One open stream. */
export type Listener = {
  actor: MemberActor
  secret: Presented
  sink: Sink
  /** What is told while it still catches up with what it missed; undefined once it has. */
  held: Buffer[] | undefined
}

/**
 * Those who listen to one organization, found by the person or group whose lists a change touches: nobody is asked
 * one by one whether it concerns them.
 */
export class Audience {
  /** Everything up to here has been told. */
  cursor: ChangeCursor | undefined
  /** The first look at where the changes stand, shared by those who come at once. */
  starting: Promise<ChangeCursor> | undefined
  readonly #listeners = new Set<Listener>()
  readonly #byKey = new Map<string, Set<Listener>>()

  get size(): number {
    return this.#listeners.size
  }

  all(): Listener[] {
    return [...this.#listeners]
  }

  add(listener: Listener): void {
    this.#listeners.add(listener)
    for (const key of keysOf(listener.actor)) {
      const found = this.#byKey.get(key)
      if (found) found.add(listener)
      else this.#byKey.set(key, new Set([listener]))
    }
  }

  /** False when it had left already. */
  remove(listener: Listener): boolean {
    if (!this.#listeners.delete(listener)) return false
    for (const key of keysOf(listener.actor)) {
      const found = this.#byKey.get(key)
      found?.delete(listener)
      if (found?.size === 0) this.#byKey.delete(key)
    }
    return true
  }

  /** Takes over a new role or new groups. */
  update(listener: Listener, actor: MemberActor): void {
    if (!this.remove(listener)) return
    listener.actor = actor
    this.add(listener)
  }

  /** Tells the changes to all. Most get the same bytes; only those whose lists are touched get their own. */
  tell(changes: readonly EncodedChange[], told: (listener: Listener) => void): void {
    const touched = new Set<Listener>()
    for (const { people } of changes)
      for (const key of people) for (const listener of this.#byKey.get(key) ?? []) touched.add(listener)
    const nobody = { kind: 'member', orgId: '', id: '', groups: [] } as const
    const shared = {
      member: encodeFor({ ...nobody, role: 'member' }, changes),
      administrator: encodeFor({ ...nobody, role: 'administrator' }, changes),
    }
    for (const listener of this.#listeners) {
      const bytes = touched.has(listener) ? encodeFor(listener.actor, changes) : shared[listener.actor.role]
      if (bytes.length === 0) continue
      if (listener.held) listener.held.push(bytes)
      else listener.sink.write(bytes)
      told(listener)
    }
  }
}

/** Under what a member is found. */
const keysOf = ({ id, groups }: MemberActor): string[] => [id, ...groups]
