import type { GroupId, OrgId, PersonId } from './ids.ts'

/** What a member may do in the organization at large. */
export type Role = 'administrator' | 'member'

/** A signed-in member, with what access decisions need. */
export type MemberActor = {
  kind: 'member'
  orgId: OrgId
  id: PersonId
  role: Role
  /** Groups of the member at the time of the request. */
  groups: readonly GroupId[]
}

/** Baton itself: timers, mail that could not be sent. `name` says which part, for the log. */
export type SystemActor = { kind: 'system'; orgId: OrgId; name: string }

/** Who asks for a command. Guests join this union with the identity work; nothing else decides on access. */
export type Actor = MemberActor | SystemActor

/** How an actor is recorded in events: the person's id, or `system`. */
export type ActorRef = PersonId | 'system'

export const actorRef = (actor: Actor): ActorRef => (actor.kind === 'system' ? 'system' : actor.id)
