import { AnswersInput } from '@baton/engine'
import Type, { type Static } from 'typebox'
import { closed, Id, Instant, Nullable, Page, paging } from './common.ts'
import { ActorRef, AssigneesView, ProcessView, TaskId } from './process-view.ts'
import { route } from './route.ts'

export * from './process-changes.ts'
export * from './process-view.ts'

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
  /** Where it has got to, of the milestones of `template`, which must be given too; `-`: at none. */
  milestone: Type.Optional(Type.String({ pattern: '^(-|[a-z][a-z0-9_]{0,62})$' })),
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
/** Where the processes of a template stand: the columns of the board. Milestones that none has reached are absent. */
export const countMilestones = route({
  method: 'GET',
  path: '/processes/counts/milestones',
  summary: 'How many processes of a template stand at each milestone',
  tag: 'Processes',
  access: 'member',
  query: Type.Object({ template: Id }, closed),
  response: Type.Object(
    {
      /** Active ones. `more`: there are more than `count`, which is as far as they are counted. */
      milestones: Type.Array(
        Type.Object({ milestone: Nullable(Type.String()), count: Type.Integer(), more: Type.Boolean() }, closed),
      ),
      finished: Type.Integer(),
      cancelled: Type.Integer(),
    },
    closed,
  ),
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
