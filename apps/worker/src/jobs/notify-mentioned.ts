import { notifyMentioned } from '@baton/commands'
import { eventAt, processAndTitle } from '@baton/database'
import { carriesOut } from '../context.ts'
import { writeNotices } from './notices.ts'

/**
 * Tells those whom a comment mentions. A comment that was erased tells nobody.
 * Safe to run twice: the event's number is in the key of each mail.
 */
export const notifyMentionedJob = carriesOut(notifyMentioned, async (context, { orgId, processId, seq }) => {
  const event = await context.db.read(orgId, (db) => eventAt(db, orgId, processId, seq))
  if (event?.type !== 'CommentAdded' || !event.payload) return
  const comment = event.payload as { text: string; mentions: string[]; taskId?: string }
  const found = await context.db.read(orgId, (db) => processAndTitle(db, orgId, processId, comment.taskId))
  if (!found) return
  await writeNotices(context, {
    kind: 'mentioned',
    orgId,
    process: found.process,
    task: comment.taskId ? { id: comment.taskId, title: found.title ?? comment.taskId } : undefined,
    people: comment.mentions,
    actor: event.actor,
    quote: comment.text,
    key: String(seq),
  })
})
