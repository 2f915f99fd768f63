import { callerBySession, callerByToken, noteSessionUse, noteTokenUse, type Database } from '@baton/database'
import type { MemberActor } from '@baton/engine'
import type { Clock, Log } from '@baton/runtime'
import type { Presented } from './secrets.ts'

/** Who asks, and by which secret. `scopes` of an access token; a session may do all that its member may. */
export type Caller = { actor: MemberActor; secret: Presented; scopes: readonly string[] | undefined }

/**
 * Finds out who presented a secret. Remembers the answer for a while and forgets it as soon as anything is revoked in
 * the organization, on whichever node: every node hears of it from the database.
 */
export type Callers = {
  /** Undefined when the secret is unknown, expired or taken back, or its member deactivated. */
  find(secret: Presented): Promise<Caller | undefined>
  /** Forgets what is remembered of an organization; of all when absent. */
  forget(orgId?: string): void
  /** While notices of revocations may be missed, nothing is remembered. */
  remembers(stands: boolean): void
}

const rememberedMs = 30_000
const mostRemembered = 20_000
/** How often it is noted that a secret is in use. */
const notedEveryMs = 5 * 60_000

export function createCallers({ db, clock, log }: { db: Database; clock: Clock; log: Log }): Callers {
  const remembered = new Map<string, { orgId: string; until: number; caller: Promise<Caller | undefined> }>()
  let trusted = true

  const noteUse = (secret: Presented, lastSeenAt: string | null, now: Date) => {
    if (lastSeenAt !== null && now.getTime() - Date.parse(lastSeenAt) < notedEveryMs) return
    const note = secret.kind === 'session' ? noteSessionUse : noteTokenUse
    db.write(secret.orgId, (tx) => note(tx, secret.orgId, secret.hash, now.toISOString())).catch((error: unknown) =>
      log.warn({ err: error }, 'the use of a secret could not be noted'),
    )
  }

  async function look(secret: Presented, entry: { until: number }): Promise<Caller | undefined> {
    const now = clock.now()
    const query = secret.kind === 'session' ? callerBySession : callerByToken
    const found = await db.read(secret.orgId, (reader) => query(reader, secret.orgId, secret.hash, now.toISOString()))
    if (!found) return undefined
    if (found.expiresAt !== null) entry.until = Math.min(entry.until, Date.parse(found.expiresAt))
    noteUse(secret, found.lastSeenAt, now)
    const { memberId: id, role, groups } = found
    return {
      actor: { kind: 'member', orgId: secret.orgId, id, role, groups },
      secret,
      scopes: found.scopes ?? undefined,
    }
  }

  return {
    async find(secret) {
      const key = secret.hash.toString('base64')
      const known = remembered.get(key)
      if (known && known.until > clock.now().getTime()) return known.caller
      const entry = {
        orgId: secret.orgId,
        until: clock.now().getTime() + rememberedMs,
        caller: Promise.resolve<Caller | undefined>(undefined),
      }
      entry.caller = look(secret, entry)
      if (trusted) {
        remembered.set(key, entry)
        if (remembered.size > mostRemembered) remembered.delete(remembered.keys().next().value!)
      }
      const forgetThis = () => {
        if (remembered.get(key) === entry) remembered.delete(key)
      }
      try {
        const caller = await entry.caller
        // Made-up secrets must not push out the real ones.
        if (!caller) forgetThis()
        return caller
      } catch (error) {
        forgetThis()
        throw error
      }
    },
    forget(orgId) {
      if (orgId === undefined) remembered.clear()
      else for (const [key, entry] of remembered) if (entry.orgId === orgId) remembered.delete(key)
    },
    remembers(stands) {
      trusted = stands
      remembered.clear()
    },
  }
}
