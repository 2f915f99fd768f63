import type { Assignees, Definition, Instant, OrgId, Process, ProcessEvent, TaskId } from '@baton/engine'
import {
  expireTask,
  notifyAssigned,
  notifyMentioned,
  notifyProblem,
  queued,
  type QueuedJob,
  remind,
  writeStepMail,
} from './jobs.ts'

const hour = 3_600_000
/** The reminder before a deadline comes a day ahead, or after three quarters of a shorter time. */
const longestLead = 24 * hour
/** A deadline nearer than this gets no reminder before it: the notice of assignment has just said so. */
const shortestNotice = hour

/**
 * What is to be done in the background because of these events.
 * @param before the process before the events; absent at launch
 * @param after the process after them; its version is the sequence number of the last event
 */
export function jobsThatFollow(
  orgId: OrgId,
  definition: Definition,
  before: Process | undefined,
  events: readonly ProcessEvent[],
  after: Process,
): QueuedJob[] {
  const jobs: QueuedJob[] = []
  const processId = after.id
  const firstSeq = after.version - events.length + 1

  for (const [index, event] of events.entries()) {
    const seq = firstSeq + index
    switch (event.type) {
      case 'TaskOpened':
        jobs.push(...noticeOfAssignment(event, { people: [], groups: [] }, seq))
        if (event.dueAt) jobs.push(...timers(event.taskId, event.dueAt, event.at))
        break
      case 'TaskAdded':
        jobs.push(...noticeOfAssignment(event, { people: [], groups: [] }, seq))
        if (event.dueAt) jobs.push(...timers(event.taskId, event.dueAt, event.at))
        break
      case 'TaskAssigned':
        if (isOpen(event.taskId)) {
          const had = before?.tasks.find(({ id }) => id === event.taskId)?.assignees ?? { people: [], groups: [] }
          jobs.push(...noticeOfAssignment(event, had, seq))
        }
        break
      case 'TaskReopened':
        if (isOpen(event.taskId)) {
          const task = after.tasks.find(({ id }) => id === event.taskId)
          if (task)
            jobs.push(...noticeOfAssignment({ ...event, assignees: task.assignees }, { people: [], groups: [] }, seq))
          if (task?.dueAt && task.dueAt > event.at) jobs.push(...timers(event.taskId, task.dueAt, event.at))
        }
        break
      case 'DeadlineChanged':
        if (event.dueAt && isOpen(event.taskId)) jobs.push(...timers(event.taskId, event.dueAt, event.at))
        break
      case 'TaskCompleted':
        if (event.outcome === 'sent') jobs.push(queued(writeStepMail, { orgId, processId, taskId: event.taskId, seq }))
        break
      case 'CommentAdded':
        if (event.mentions.some((person) => person !== event.by))
          jobs.push(queued(notifyMentioned, { orgId, processId, seq }))
        break
      case 'ProblemReported':
        jobs.push(queued(notifyProblem, { orgId, processId, taskId: event.taskId, seq }))
        break
      default:
    }
  }
  return jobs

  function isOpen(taskId: TaskId): boolean {
    return after.status === 'active' && after.tasks.find(({ id }) => id === taskId)?.status === 'open'
  }

  /** Nobody is told of what they did themselves, nor twice of the same. */
  function noticeOfAssignment(
    event: { taskId: TaskId; assignees: Assignees; by: string },
    had: Assignees,
    seq: number,
  ): QueuedJob[] {
    const people = event.assignees.people.filter((person) => person !== event.by && !had.people.includes(person))
    const groups = event.assignees.groups.filter((group) => !had.groups.includes(group))
    if ((people.length === 0 && groups.length === 0) || !isOpen(event.taskId)) return []
    return [queued(notifyAssigned, { orgId, processId, taskId: event.taskId, seq, people, groups })]
  }

  /** Timers of a task have one key each, so that a moved deadline takes the place of the old one. */
  function timers(taskId: TaskId, dueAt: Instant, now: Instant): QueuedJob[] {
    if (!isOpen(taskId)) return []
    const payload = { orgId, processId, taskId, dueAt }
    const due = Date.parse(dueAt)
    const left = due - Date.parse(now)
    const jobs: QueuedJob[] = []
    if (left >= shortestNotice) {
      const runAt = new Date(due - Math.min(longestLead, left / 4)).toISOString()
      jobs.push(queued(remind, { ...payload, kind: 'due_soon' }, { runAt, jobKey: `due_soon:${processId}:${taskId}` }))
    }
    if (definition.steps.get(taskId)?.type === 'expiring')
      jobs.push(queued(expireTask, payload, { runAt: dueAt, jobKey: `expire:${processId}:${taskId}` }))
    else
      jobs.push(
        queued(remind, { ...payload, kind: 'overdue' }, { runAt: dueAt, jobKey: `overdue:${processId}:${taskId}` }),
      )
    return jobs
  }
}
