import { expireTask, queued } from '@baton/commands'
import { queueJobs } from '@baton/database'
import { decide } from '@baton/engine'
import { carriesOut, decideContext } from '../context.ts'

/**
 * Completes an expiring task at its deadline. The engine looks again: nothing happens when the task is no longer open
 * or its deadline has moved. Safe to run twice: the second run finds it completed.
 */
export const expireTaskJob = carriesOut(expireTask, async (context, payload) => {
  const { orgId, processId, taskId, dueAt } = payload
  // The queue goes by the database's clock; where ours is behind, the job would come too early and be lost.
  if (context.clock.now().toISOString() < dueAt) {
    const again = queued(expireTask, payload, { runAt: dueAt, jobKey: `expire:${processId}:${taskId}:again` })
    await context.db.write(orgId, (tx) => queueJobs(tx, [again]))
    return
  }
  await context.processes.change(orgId, processId, (process, definition, { timeZone }) =>
    decide(
      definition,
      process,
      { type: 'expire', taskId, by: { kind: 'system', orgId, name: 'timer' } },
      decideContext(context, timeZone),
    ),
  )
})
