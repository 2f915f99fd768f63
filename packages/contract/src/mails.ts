import Type, { type Static } from 'typebox'
import { closed, Id, Instant, Nullable, Page, paging } from './common.ts'
import { route } from './route.ts'

/** `held`: there is no mail server, so it stays here to be read. */
export const mailStates = ['queued', 'sent', 'failed', 'held'] as const

const summary = {
  id: Id,
  to: Type.String(),
  subject: Type.String(),
  /** What it is about, e.g. `assigned`, `step_mail`. */
  kind: Type.String(),
  state: Type.Enum(mailStates),
  createdAt: Instant,
  sentAt: Nullable(Instant),
  error: Nullable(Type.String()),
  processId: Nullable(Id),
  taskId: Nullable(Type.String()),
}
export const MailSummary = Type.Object(summary, closed)
export type MailSummary = Static<typeof MailSummary>
export const MailView = Type.Object(
  { ...summary, html: Type.String(), text: Type.String(), messageId: Type.String() },
  closed,
)
export type MailView = Static<typeof MailView>

export const listMails = route({
  method: 'GET',
  path: '/mails',
  summary: 'The outbox, newest first',
  tag: 'Operations',
  access: 'administrator',
  query: Type.Object({ state: Type.Optional(Type.Enum(mailStates)), ...paging }, closed),
  response: Page(MailSummary),
})
export const getMail = route({
  method: 'GET',
  path: '/mails/:mailId',
  summary: 'One mail of the outbox',
  tag: 'Operations',
  access: 'administrator',
  params: Type.Object({ mailId: Id }, closed),
  response: MailView,
})
