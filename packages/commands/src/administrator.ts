import { type MemberActor, UserError } from '@baton/engine'

/** @throws UserError not_allowed for anyone but an administrator */
export function requireAdministrator(actor: MemberActor, to: string): void {
  if (actor.role === 'administrator') return
  throw new UserError('not_allowed', `Only administrators may ${to}. Ask one of them to do it.`)
}
