import { AnswersInput, Answer, Field, stepOutcomes } from '@baton/engine'
import Type, { type Static } from 'typebox'
import { closed, Id, Instant, Nullable, Page, paging } from './common.ts'
import { route } from './route.ts'

const TaskId = Type.String({ minLength: 1, maxLength: 64 })
const ActorRef = Type.String({ description: 'Id of a member, or `system`.' })
export const AssigneesView = Type.Object(
  { people: Type.Array(Id, { maxItems: 100 }), groups: Type.Array(Id, { maxItems: 20 }) },
  closed,
)
const Answers = Type.Record(Type.String(), Answer)
const TaskStatus = Type.Enum(['waiting', 'open', 'completed', 'skipped'])
const Text = Type.String({ minLength: 1, maxLength: 10_000 })
const Reason = Type.Optional(Type.String({ maxLength: 2000 }))

export const OneOffView = Type.Object(
  {
    type: Type.Enum(['task', 'approval']),
    title: Type.String({ minLength: 1, maxLength: 250 }),
    instructions: Type.Optional(Type.String({ maxLength: 50_000 })),
    optional: Type.Optional(Type.Boolean()),
    fields: Type.Optional(Type.Array(Field, { maxItems: 200 })),
    after: Type.Optional(TaskId),
  },
  closed,
)

export const TaskView = Type.Object(
  {
    id: TaskId,
    status: TaskStatus,
    skipped: Type.Optional(Type.Enum(['hidden', 'stopped'])),
    outcome: Type.Optional(Type.Enum(stepOutcomes)),
    assignees: AssigneesView,
    assignedByHand: Type.Optional(Type.Literal(true)),
    completedFor: Type.Optional(Type.Array(Id)),
    dueAt: Type.Optional(Instant),
    dueByHand: Type.Optional(Type.Literal(true)),
    openedAt: Type.Optional(Instant),
    completedAt: Type.Optional(Instant),
    completedBy: Type.Optional(ActorRef),
    reason: Type.Optional(Type.String()),
    reopened: Type.Optional(Type.Integer()),
    problem: Type.Optional(Type.Object({ text: Type.String(), by: ActorRef, at: Instant }, closed)),
    comments: Type.Optional(Type.Integer()),
    draft: Type.Optional(Answers),
    oneOff: Type.Optional(OneOffView),
  },
  closed,
)

/** The state of a process, as the engine of the browser takes it. Its template version is fetched once and kept. */
export const ProcessView = Type.Object(
  {
    id: Id,
    version: Type.Integer(),
    templateId: Id,
    templateVersion: Type.Integer(),
    name: Type.String(),
    status: Type.Enum(['active', 'finished', 'cancelled']),
    launchedBy: ActorRef,
    launchedAt: Instant,
    finishedAt: Type.Optional(Instant),
    archivedAt: Type.Optional(Instant),
    answers: Answers,
    tasks: Type.Array(TaskView),
    watchers: Type.Array(Id),
    comments: Type.Optional(Type.Integer()),
  },
  closed,
)
export type ProcessView = Static<typeof ProcessView>

export const processStatuses = ['active', 'finished', 'cancelled', 'archived'] as const
export const processSorts = ['launched', '-launched', 'name', '-name', 'due', '-due', 'updated', '-updated'] as const

export const ProcessSummary = Type.Object(
  {
    id: Id,
    name: Type.String(),
    templateId: Id,
    templateVersion: Type.Integer(),
    templateTitle: Type.String(),
    emoji: Nullable(Type.String()),
    status: Type.Enum(['active', 'finished', 'cancelled']),
    archived: Type.Boolean(),
    launchedBy: ActorRef,
    launchedAt: Instant,
    finishedAt: Nullable(Instant),
    /** Earliest due time of the open tasks. */
    dueAt: Nullable(Instant),
    /** Completed and all tasks that are not skipped. */
    done: Type.Integer(),
    total: Type.Integer(),
    problems: Type.Integer(),
    /** Of the first open task; null when it has none. */
    milestone: Nullable(Type.Object({ id: Type.String(), title: Type.String() }, closed)),
    /** Up to three open tasks, in order. */
    next: Type.Array(
      Type.Object({ taskId: TaskId, title: Type.String(), assignees: AssigneesView, dueAt: Nullable(Instant) }, closed),
    ),
    updatedAt: Instant,
  },
  closed,
)
export type ProcessSummary = Static<typeof ProcessSummary>

/** Filters of the tracker; the same words stand in the address of the web app. */
export const ProcessFilters = {
  status: Type.Optional(Type.Enum(processStatuses)),
  template: Type.Optional(Id),
  /** Launched by. */
  launchedBy: Type.Optional(Id),
  /** Has an open task of this person or group. */
  assignee: Type.Optional(Id),
  due: Type.Optional(Type.Enum(['overdue', 'today', 'week', 'none'])),
  problems: Type.Optional(Type.Boolean()),
  /** Part of the name. */
  text: Type.Optional(Type.String({ minLength: 1, maxLength: 100 })),
}

export const listProcesses = route({
  method: 'GET',
  path: '/processes',
  summary: 'The tracker: processes by filter and sort',
  tag: 'Processes',
  access: 'member',
  query: Type.Object({ ...ProcessFilters, sort: Type.Optional(Type.Enum(processSorts)), ...paging }, closed),
  response: Page(ProcessSummary),
})
/** Active ones for each template, and by status; from maintained counters. */
export const countProcesses = route({
  method: 'GET',
  path: '/processes/counts',
  summary: 'Counts for the filter chips',
  tag: 'Processes',
  access: 'member',
  response: Type.Object(
    {
      byStatus: Type.Object(
        { active: Type.Integer(), finished: Type.Integer(), cancelled: Type.Integer(), archived: Type.Integer() },
        closed,
      ),
      byTemplate: Type.Array(Type.Object({ templateId: Id, active: Type.Integer(), total: Type.Integer() }, closed)),
    },
    closed,
  ),
})
export const launchProcess = route({
  method: 'POST',
  path: '/processes',
  summary: 'Launch a process',
  tag: 'Processes',
  access: 'member',
  status: 201,
  body: Type.Object(
    {
      templateId: Id,
      /** The newest published one unless given. */
      templateVersion: Type.Optional(Type.Integer({ minimum: 1 })),
      name: Type.Optional(Type.String({ maxLength: 250 })),
      answers: Type.Optional(AnswersInput),
      tasks: Type.Optional(
        Type.Record(
          Type.String(),
          Type.Object({ assignees: Type.Optional(AssigneesView), dueAt: Type.Optional(Nullable(Instant)) }, closed),
        ),
      ),
    },
    closed,
  ),
  response: ProcessView,
})

const ProcessParams = Type.Object({ processId: Id }, closed)
const TaskParams = Type.Object({ processId: Id, taskId: TaskId }, closed)

export const getProcess = route({
  method: 'GET',
  path: '/processes/:processId',
  summary: 'A process',
  tag: 'Processes',
  access: 'member',
  params: ProcessParams,
  response: ProcessView,
})

/** One event in the log. `payload` is what the type of event carries (see the guide); null when it was erased. */
export const EventView = Type.Object(
  {
    seq: Type.Integer(),
    type: Type.String(),
    at: Instant,
    by: ActorRef,
    payload: Nullable(Type.Record(Type.String(), Type.Unknown())),
  },
  closed,
)
export type EventView = Static<typeof EventView>

/** Newest first. */
export const listEvents = route({
  method: 'GET',
  path: '/processes/:processId/events',
  summary: 'What happened in a process',
  tag: 'Processes',
  access: 'member',
  params: ProcessParams,
  query: Type.Object({ task: Type.Optional(TaskId), comments: Type.Optional(Type.Boolean()), ...paging }, closed),
  response: Page(EventView),
})

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
