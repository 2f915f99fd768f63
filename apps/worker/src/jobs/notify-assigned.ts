import { notifyAssigned } from '@baton/commands'
import { eventAt, processAndTitle } from '@baton/database'
import { carriesOut } from '../context.ts'
import { writeNotices } from './notices.ts'

/**
 * Tells new assignees of a task that is still open and still theirs.
 * Safe to run twice: the event's number is in the key of each mail.
 */
export const notifyAssignedJob = carriesOut(
  notifyAssigned,
  async (context, { orgId, processId, taskId, seq, ...to }) => {
    const { found, event } = await context.db.read(orgId, async (db) => ({
      found: await processAndTitle(db, orgId, processId, taskId),
      event: await eventAt(db, orgId, processId, seq),
    }))
    const task = found?.process.tasks.find(({ id }) => id === taskId)
    if (!found || task?.status !== 'open' || found.process.status !== 'active' || found.process.archivedAt) return
    await writeNotices(context, {
      kind: 'assigned',
      orgId,
      process: found.process,
      task: { id: taskId, title: found.title ?? taskId, dueAt: task.dueAt },
      people: to.people.filter((person) => task.assignees.people.includes(person)),
      groups: to.groups.filter((group) => task.assignees.groups.includes(group)),
      actor: event?.actor ?? null,
      key: `${taskId}:${seq}`,
    })
  },
)
