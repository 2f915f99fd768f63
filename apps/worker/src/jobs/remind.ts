import { remind } from '@baton/commands'
import { processAndTitle } from '@baton/database'
import { carriesOut } from '../context.ts'
import { writeNotices } from './notices.ts'

/**
 * Reminds the assignees of a task that is still open and still due at that time; the launcher where anyone may do it.
 * Safe to run twice: kind and deadline are in the key of each mail.
 */
export const remindJob = carriesOut(remind, async (context, { orgId, processId, taskId, kind, dueAt }) => {
  const found = await context.db.read(orgId, (db) => processAndTitle(db, orgId, processId, taskId))
  const task = found?.process.tasks.find(({ id }) => id === taskId)
  if (!found || found.process.status !== 'active' || found.process.archivedAt) return
  if (task?.status !== 'open' || task.dueAt !== dueAt) return
  const { people, groups } = task.assignees
  const nobody = people.length === 0 && groups.length === 0
  const { launchedBy } = found.process
  await writeNotices(context, {
    kind,
    orgId,
    process: found.process,
    task: { id: taskId, title: found.title ?? taskId, dueAt },
    people: nobody && launchedBy !== 'system' ? [launchedBy] : people.filter((id) => !task.completedFor?.includes(id)),
    groups: groups.filter((id) => !task.completedFor?.includes(id)),
    key: `${taskId}:${dueAt}`,
  })
})
