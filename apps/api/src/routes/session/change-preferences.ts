import { session } from '@baton/contract'
import { savePreferences } from '@baton/database'
import { UserError } from '@baton/engine'
import { endpoint } from '../../endpoint.ts'
import { meOf } from './present.ts'

export const changePreferences = endpoint(session.changePreferences, (ctx, { actor, body }) => {
  if (body.timeZone !== undefined) requireTimeZone(body.timeZone)
  return ctx.db.write(actor.orgId, async (tx) => {
    await savePreferences(tx, actor.orgId, actor.id, body)
    return meOf(tx, actor)
  })
})

function requireTimeZone(timeZone: string): void {
  try {
    new Intl.DateTimeFormat('en', { timeZone })
  } catch {
    const message = `A time zone such as Europe/Zurich was wanted, found “${timeZone}”.`
    throw new UserError('invalid_request', message, [{ path: '/timeZone', code: 'unknown_time_zone', message }])
  }
}
