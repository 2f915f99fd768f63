import type { MailSummary } from '@baton/contract'
import type { MailState } from '@baton/database'

type Row = Omit<MailSummary, 'state'> & { state: MailState }

export const presentMail = (row: Row): MailSummary => ({
  id: row.id,
  to: row.to,
  subject: row.subject,
  kind: row.kind,
  // Being sent at this moment is of no interest to people.
  state: row.state === 'sending' ? 'queued' : row.state,
  createdAt: row.createdAt,
  sentAt: row.sentAt,
  error: row.error,
  processId: row.processId,
  taskId: row.taskId,
})
