import { mails } from '@baton/contract'
import { mailById } from '@baton/database'
import { UserError } from '@baton/engine'
import { endpoint } from '../../endpoint.ts'
import { presentMail } from './present.ts'

export const getMail = endpoint(mails.getMail, async (ctx, { actor: { orgId }, params }) => {
  const row = await ctx.db.read(orgId, (reader) => mailById(reader, orgId, params.mailId))
  if (!row) throw new UserError('mail_not_found', 'There is no mail with this id in the outbox of your organization.')
  return { ...presentMail(row), html: row.html, text: row.text, messageId: row.messageId }
})
