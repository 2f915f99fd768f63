import { session } from '@baton/contract'
import { endpoint } from '../../endpoint.ts'
import { meOf } from './present.ts'

export const getMe = endpoint(session.getMe, (ctx, { actor }) =>
  ctx.db.read(actor.orgId, (reader) => meOf(reader, actor)),
)
