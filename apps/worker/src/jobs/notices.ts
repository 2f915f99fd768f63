import { queued, sendMail } from '@baton/commands'
import { mailReaders, mailSubject, type NewMail, queueJobs, type Reader, writeMail } from '@baton/database'
import type { Process } from '@baton/engine'
import { noticeMail, type NoticeKind } from '@baton/integrations'
import { newId } from '@baton/runtime'
import type { WorkerContext } from '../context.ts'

/** A notice about a process, to be written to each reader in their language and zone. */
export type Notice = {
  kind: NoticeKind
  orgId: string
  process: Process
  task?: { id: string; title: string; dueAt?: string | undefined } | undefined
  people: readonly string[]
  groups?: readonly string[]
  /** Who caused it: named in the mail, and not told of it. */
  actor?: string | null
  /** Somebody's words. */
  quote?: string
  /** What makes it one of a kind within the process, e.g. the number of the event it follows from. */
  key: string
}

/** Writes a notice to all of its readers into the outbox and queues the sending. A second run writes none twice. */
export async function writeNotices(context: WorkerContext, notice: Notice): Promise<void> {
  const { orgId, process, task, actor } = notice
  const found = await context.db.read(orgId, async (db) => ({
    readers: await mailReaders(db, orgId, notice.people, notice.groups ?? []),
    subject: await mailSubject(db, orgId, process.templateId),
    actorName: actor ? await nameOf(db, orgId, actor) : undefined,
  }))
  const readers = found.readers.filter(({ id }) => id !== actor)
  const url = `${context.publicUrl}/processes/${process.id}${task ? `/tasks/${task.id}` : ''}`

  const mails = await Promise.all(
    readers.map(async (reader): Promise<NewMail> => {
      const id = newId()
      const content = await noticeMail(notice.kind, {
        subject: {
          organization: found.subject?.organization ?? '',
          process: process.name,
          task: task?.title,
          emoji: found.subject?.emoji ?? undefined,
          dueAt: task?.dueAt,
          url,
        },
        reader,
        ...(found.actorName ? { actor: found.actorName } : {}),
        ...(notice.quote ? { quote: notice.quote } : {}),
      })
      return {
        id,
        messageKey: `${notice.kind}:${process.id}:${notice.key}:${reader.id}`,
        messageId: messageIdOf(id, context.mailFrom),
        to: reader.email,
        toPerson: reader.id,
        kind: notice.kind,
        processId: process.id,
        taskId: task?.id,
        ...content,
      }
    }),
  )
  await writeMails(context, orgId, mails)
}

/** Writes mails that are not there yet, and queues the sending of each in the same transaction. */
export async function writeMails(context: WorkerContext, orgId: string, mails: NewMail[]): Promise<void> {
  if (mails.length === 0) return
  await context.db.write(orgId, async (tx) => {
    for (const mail of mails) {
      if (await writeMail(tx, orgId, mail)) await queueJobs(tx, [queued(sendMail, { orgId, mailId: mail.id })])
    }
  })
}

/** The same at every try, and at home where the mail comes from. */
export const messageIdOf = (mailId: string, mailFrom: string): string =>
  `<${mailId}@${/@([^\s>]+)/.exec(mailFrom)?.[1] ?? 'localhost'}>`

async function nameOf(db: Reader, orgId: string, personId: string): Promise<string | undefined> {
  const row = await db
    .selectFrom('member')
    .where('org_id', '=', orgId)
    .where('id', '=', personId)
    .select('name')
    .executeTakeFirst()
  return row?.name
}
