import type { Process, TemplateDocument } from '@baton/engine'
import { sql } from 'kysely'
import type { Reader, Writer } from '../database.ts'
import { stateColumns, stateOf, type StateParts, stateSource } from '../store/states.ts'
import { announce } from './announce.ts'

/** A mail before it is sent. Addresses are plain, separated by commas. */
export type NewMail = {
  id: string
  /** What it is about, e.g. `assigned:<process>:<task>:<seq>:<person>`: a second mail with the same key is not written. */
  messageKey: string
  messageId: string
  to: string
  cc?: string | undefined
  toPerson?: string | undefined
  subject: string
  html: string
  text: string
  kind: string
  processId: string
  taskId?: string | undefined
}

/** Writes a mail into the outbox, and tells those who look at it. False when one with its key is there already. */
export async function writeMail(tx: Writer, orgId: string, mail: NewMail): Promise<boolean> {
  const written = await tx
    .insertInto('mail')
    .values({
      org_id: orgId,
      id: mail.id,
      message_key: mail.messageKey,
      message_id: mail.messageId,
      to_address: mail.to,
      cc_address: mail.cc ?? null,
      to_person: mail.toPerson ?? null,
      subject: mail.subject,
      html: mail.html,
      text: mail.text,
      kind: mail.kind,
      process_id: mail.processId,
      task_id: mail.taskId ?? null,
      last_error: null,
      sent_at: null,
    })
    .onConflict((conflict) => conflict.columns(['org_id', 'message_key']).doNothing())
    .returning('id')
    .execute()
  if (written.length > 0) await announce(tx, orgId, { kind: 'mail', subjectId: mail.id })
  return written.length > 0
}

/** A mail with what sending it needs. */
export type MailToSend = {
  id: string
  message_id: string
  to_address: string
  cc_address: string | null
  subject: string
  html: string
  text: string
  kind: string
  process_id: string | null
  task_id: string | null
}

/**
 * Takes a mail for sending. Undefined when it was sent, failed for good or is held: there is nothing to do then. One
 * that is `sending` is taken again, since whoever took it before is dead: the queue lets a job run once at a time.
 */
export function takeMail(tx: Writer, orgId: string, mailId: string): Promise<MailToSend | undefined> {
  return tx
    .updateTable('mail')
    .set((mail) => ({ state: 'sending', attempts: mail('attempts', '+', 1) }))
    .where('org_id', '=', orgId)
    .where('id', '=', mailId)
    .where('state', 'in', ['queued', 'sending'])
    .returning([
      'id',
      'message_id',
      'to_address',
      'cc_address',
      'subject',
      'html',
      'text',
      'kind',
      'process_id',
      'task_id',
    ])
    .executeTakeFirst()
}

/** Notes what became of a mail, and tells those who look at the outbox. */
export async function noteMail(
  tx: Writer,
  orgId: string,
  mailId: string,
  outcome: { state: 'sent'; sentAt: string } | { state: 'held' } | { state: 'failed' | 'queued'; error: string },
): Promise<void> {
  await tx
    .updateTable('mail')
    .set({
      state: outcome.state,
      sent_at: 'sentAt' in outcome ? outcome.sentAt : null,
      last_error: 'error' in outcome ? outcome.error.slice(0, 1000) : null,
    })
    .where('org_id', '=', orgId)
    .where('id', '=', mailId)
    .execute()
  await announce(tx, orgId, { kind: 'mail', subjectId: mailId })
}

/** A member as a reader of mail; language and zone are the organization's where the member has none. */
export type MailReader = { id: string; name: string; email: string; locale: string; timeZone: string }

/** Active members among these people and in these groups, each once. */
export function mailReaders(
  db: Reader,
  orgId: string,
  people: readonly string[],
  groups: readonly string[],
): Promise<MailReader[]> {
  if (people.length === 0 && groups.length === 0) return Promise.resolve([])
  return db
    .selectFrom('member')
    .innerJoin('organization', 'organization.org_id', 'member.org_id')
    .where('member.org_id', '=', orgId)
    .where('member.status', '=', 'active')
    .where((is) =>
      is.or([
        is('member.id', 'in', people.length > 0 ? [...people] : [orgId]),
        is(
          'member.id',
          'in',
          is
            .selectFrom('group_member')
            .where('group_member.org_id', '=', orgId)
            .where('group_member.group_id', 'in', groups.length > 0 ? [...groups] : [orgId])
            .select('group_member.member_id'),
        ),
      ]),
    )
    .select((of) => [
      'member.id',
      'member.name',
      'member.email',
      of.fn.coalesce('member.locale', 'organization.locale').as('locale'),
      of.fn.coalesce('member.time_zone', 'organization.time_zone').as('timeZone'),
    ])
    .orderBy('member.id')
    .execute()
}

/** What mails about a process need to know, beside its readers. */
export type MailSubject = { organization: string; locale: string; timeZone: string; emoji: string | null }

export function mailSubject(db: Reader, orgId: string, templateId: string): Promise<MailSubject | undefined> {
  return db
    .selectFrom('organization')
    .leftJoin('template', (on) =>
      on.onRef('template.org_id', '=', 'organization.org_id').on('template.id', '=', templateId),
    )
    .where('organization.org_id', '=', orgId)
    .select([
      'organization.name as organization',
      'organization.locale',
      'organization.time_zone as timeZone',
      'template.emoji',
    ])
    .executeTakeFirst()
}

/** Names of members, deactivated ones included, for texts that name people. */
export async function memberNames(db: Reader, orgId: string): Promise<Map<string, string>> {
  const rows = await db.selectFrom('member').where('org_id', '=', orgId).select(['id', 'name']).execute()
  return new Map(rows.map(({ id, name }) => [id, name]))
}

/** Addresses of active members: nobody writes to those who have left. */
export async function memberAddresses(db: Reader, orgId: string): Promise<Map<string, string>> {
  const rows = await db
    .selectFrom('member')
    .where('org_id', '=', orgId)
    .where('status', '=', 'active')
    .select(['id', 'email'])
    .execute()
  return new Map(rows.map(({ id, email }) => [id, email]))
}

/** One event with its payload; undefined when there is none. */
export function eventAt(db: Reader, orgId: string, processId: string, seq: number) {
  return db
    .selectFrom('event')
    .where('org_id', '=', orgId)
    .where('process_id', '=', processId)
    .where('seq', '=', seq)
    .select(['type', 'at', 'actor', 'payload'])
    .executeTakeFirst()
}

/** The state of a process and the title of one of its tasks, its variables filled. */
export async function processAndTitle(
  db: Reader,
  orgId: string,
  processId: string,
  taskId?: string,
): Promise<{ process: Process; title: string | undefined } | undefined> {
  const { rows } = await sql<StateParts & { title: string | null }>`
    select ${sql.raw(stateColumns)}, task.title from process p ${sql.raw(stateSource)}
    left join task on task.org_id = p.org_id and task.process_id = p.id and task.task_id = ${taskId ?? ''}
    where p.org_id = ${orgId} and p.id = ${processId}`.execute(db)
  const [row] = rows
  return row && { process: stateOf(processId, row), title: row.title ?? undefined }
}

/** The document of a published version. */
export async function publishedDocument(
  db: Reader,
  orgId: string,
  templateId: string,
  version: number,
): Promise<TemplateDocument | undefined> {
  const row = await db
    .selectFrom('template_version')
    .where('org_id', '=', orgId)
    .where('template_id', '=', templateId)
    .where('version', '=', version)
    .select('document')
    .executeTakeFirst()
  return row?.document
}
