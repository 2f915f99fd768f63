import { notifyProblem } from '@baton/commands'
import { eventAt, processAndTitle } from '@baton/database'
import { carriesOut } from '../context.ts'
import { writeNotices } from './notices.ts'

/**
 * Tells launcher, assignees and watchers of a problem, unless it is resolved already.
 * Safe to run twice: the event's number is in the key of each mail.
 */
export const notifyProblemJob = carriesOut(notifyProblem, async (context, { orgId, processId, taskId, seq }) => {
  const { found, event } = await context.db.read(orgId, async (db) => ({
    found: await processAndTitle(db, orgId, processId, taskId),
    event: await eventAt(db, orgId, processId, seq),
  }))
  const task = found?.process.tasks.find(({ id }) => id === taskId)
  if (!found || !task?.problem || event?.type !== 'ProblemReported') return
  const { launchedBy, watchers } = found.process
  await writeNotices(context, {
    kind: 'problem',
    orgId,
    process: found.process,
    task: { id: taskId, title: found.title ?? taskId },
    people: [...task.assignees.people, ...watchers, ...(launchedBy === 'system' ? [] : [launchedBy])],
    groups: task.assignees.groups,
    actor: event.actor,
    quote: task.problem.text,
    key: `${taskId}:${seq}`,
  })
})
