import { sendMail } from '@baton/commands'
import { noteMail, takeMail } from '@baton/database'
import { MailRefused } from '@baton/integrations'
import { carriesOut } from '../context.ts'
import { mailFailed } from './write-step-mail.ts'

/**
 * Sends one mail of the outbox, or holds it there when there is no mail server.
 * Safe to run twice: a mail that was sent is not taken again. If the worker dies between the server's yes and our note
 * of it, the mail goes out a second time with the same Message-ID (decision 0004).
 */
export const sendMailJob = carriesOut(sendMail, async (context, { orgId, mailId }, { attempt, attempts }) => {
  const { db, mail: door, clock, mailFrom } = context
  if (!door) {
    await db.write(orgId, async (tx) => {
      if (await takeMail(tx, orgId, mailId)) await noteMail(tx, orgId, mailId, { state: 'held' })
    })
    return
  }
  const mail = await db.write(orgId, (tx) => takeMail(tx, orgId, mailId))
  if (!mail) return
  try {
    await door.send({
      messageId: mail.message_id,
      from: mailFrom,
      to: addresses(mail.to_address),
      cc: addresses(mail.cc_address ?? ''),
      subject: mail.subject,
      html: mail.html,
      text: mail.text,
      kind: mail.kind,
    })
  } catch (error) {
    const given = error instanceof MailRefused || attempt >= attempts
    const reason = error instanceof Error ? error.message : String(error)
    await db.write(orgId, (tx) => noteMail(tx, orgId, mailId, { state: given ? 'failed' : 'queued', error: reason }))
    if (!given) throw error
    if (mail.kind === 'step_mail' && mail.process_id && mail.task_id) {
      const task = { orgId, processId: mail.process_id, taskId: mail.task_id }
      await mailFailed(context, task, `The mail to ${mail.to_address} was not sent: ${reason}`)
    }
    return
  }
  await db.write(orgId, (tx) => noteMail(tx, orgId, mailId, { state: 'sent', sentAt: clock.now().toISOString() }))
})

const addresses = (list: string): string[] => list.split(', ').filter((address) => address !== '')
