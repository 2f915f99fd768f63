import { AnswersInput } from '@baton/engine'
import Type from 'typebox'
import { closed, Id, Instant, Nullable } from './common.ts'
import { AssigneesView, OneOffView, ProcessView, TaskId } from './process-view.ts'
import type { route } from './route.ts'

const Text = Type.String({ minLength: 1, maxLength: 10_000 })
const Reason = Type.Optional(Type.String({ maxLength: 2000 }))
const ProcessParams = Type.Object({ processId: Id }, closed)
const TaskParams = Type.Object({ processId: Id, taskId: TaskId }, closed)

/** A write answers with the process as it then is. Send `Prefer: return=minimal` for 204 instead. */
const write = <
  const M extends 'POST' | 'PUT' | 'PATCH' | 'DELETE',
  const P extends string,
  S extends Parameters<typeof route>[0]['params'],
  B extends Parameters<typeof route>[0]['body'],
>(
  method: M,
  path: P,
  summary: string,
  params: S,
  body: B,
) => ({
  method,
  path,
  summary,
  tag: 'Processes' as const,
  access: 'member' as const,
  params,
  body,
  response: ProcessView,
})

const taskPath = '/processes/:processId/tasks/:taskId' as const

export const saveDraft = write(
  'PUT',
  `${taskPath}/draft`,
  'Save answers while typing',
  TaskParams,
  Type.Object({ answers: AnswersInput }, closed),
)
export const completeTask = write(
  'POST',
  `${taskPath}/completion`,
  'Complete, approve, reject, acknowledge or send',
  TaskParams,
  Type.Object(
    {
      outcome: Type.Optional(Type.Enum(['completed', 'approved', 'rejected', 'acknowledged', 'sent'])),
      answers: Type.Optional(AnswersInput),
      reason: Reason,
    },
    closed,
  ),
)
export const reopenTask = write(
  'POST',
  `${taskPath}/reopening`,
  'Reopen a completed task',
  TaskParams,
  Type.Object({ reason: Reason }, closed),
)
export const assignTask = write('PUT', `${taskPath}/assignees`, 'Set who does it', TaskParams, AssigneesView)
export const changeDeadline = write(
  'PUT',
  `${taskPath}/deadline`,
  'Set or clear the deadline',
  TaskParams,
  Type.Object({ dueAt: Nullable(Instant) }, closed),
)
export const reportProblem = write(
  'POST',
  `${taskPath}/problem`,
  'Report a problem: blocks completion',
  TaskParams,
  Type.Object({ text: Text }, closed),
)
export const resolveProblem = write(
  'POST',
  `${taskPath}/problem/resolution`,
  'Resolve the problem',
  TaskParams,
  Type.Object({ text: Text }, closed),
)
export const addTask = write(
  'POST',
  '/processes/:processId/tasks',
  'Add a one-off task',
  ProcessParams,
  Type.Object({ task: OneOffView, assignees: Type.Optional(AssigneesView), dueAt: Type.Optional(Instant) }, closed),
)
export const comment = write(
  'POST',
  '/processes/:processId/comments',
  'Comment on a process or one of its tasks',
  ProcessParams,
  Type.Object(
    { taskId: Type.Optional(TaskId), text: Text, mentions: Type.Optional(Type.Array(Id, { maxItems: 50 })) },
    closed,
  ),
)
export const amendKickoff = write(
  'PUT',
  '/processes/:processId/kickoff',
  'Change answers of the kick-off form',
  ProcessParams,
  Type.Object({ answers: AnswersInput }, closed),
)
export const renameProcess = write(
  'PUT',
  '/processes/:processId/name',
  'Rename',
  ProcessParams,
  Type.Object({ name: Type.String({ minLength: 1, maxLength: 250 }) }, closed),
)
export const archiveProcess = write('POST', '/processes/:processId/archive', 'Archive', ProcessParams, undefined)
export const unarchiveProcess = write(
  'DELETE',
  '/processes/:processId/archive',
  'Take out of the archive',
  ProcessParams,
  undefined,
)
export const cancelProcess = write(
  'POST',
  '/processes/:processId/cancellation',
  'Cancel: open work leaves all lists',
  ProcessParams,
  Type.Object({ reason: Reason }, closed),
)
export const watchProcess = write(
  'PUT',
  '/processes/:processId/watchers/:personId',
  'Watch',
  Type.Object({ processId: Id, personId: Id }, closed),
  undefined,
)
export const unwatchProcess = write(
  'DELETE',
  '/processes/:processId/watchers/:personId',
  'Stop watching',
  Type.Object({ processId: Id, personId: Id }, closed),
  undefined,
)
