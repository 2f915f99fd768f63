import { mails } from '@baton/contract'
import { mailsOf } from '@baton/database'
import { cursorOf, pageOf, placeIn } from '../../cursor.ts'
import { endpoint } from '../../endpoint.ts'
import { presentMail } from './present.ts'

export const listMails = endpoint(
  mails.listMails,
  async (ctx, { actor: { orgId }, query: { state, limit = 50, cursor } }) => {
    const place = placeIn('mails', 2, cursor)
    const rows = await ctx.db.read(orgId, (reader) =>
      mailsOf(reader, orgId, {
        states: state && (state === 'queued' ? ['queued', 'sending'] : [state]),
        before: place && { createdAt: place[0]!, id: place[1]! },
        limit: limit + 1,
      }),
    )
    const { items, next } = pageOf(rows, limit, (last) => cursorOf('mails', [last.exactCreatedAt, last.id]))
    return { items: items.map(presentMail), next }
  },
)
