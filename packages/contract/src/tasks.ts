import Type, { type Static } from 'typebox'
import { closed, Id, Instant, Nullable, Page, paging } from './common.ts'
import { AssigneesView } from './processes.ts'
import { route } from './route.ts'

/** A row of My tasks. */
export const TaskRow = Type.Object(
  {
    processId: Id,
    taskId: Type.String(),
    title: Type.String(),
    type: Type.Enum(['task', 'approval', 'expiring', 'email']),
    status: Type.Enum(['waiting', 'open', 'completed', 'skipped']),
    outcome: Nullable(Type.String()),
    processName: Type.String(),
    templateId: Id,
    templateTitle: Type.String(),
    emoji: Nullable(Type.String()),
    dueAt: Nullable(Instant),
    openedAt: Nullable(Instant),
    completedAt: Nullable(Instant),
    /** Fields of its form: with a valid answer or draft, and all visible ones. */
    fieldsDone: Type.Integer(),
    fieldsTotal: Type.Integer(),
    problem: Type.Boolean(),
    comments: Type.Integer(),
    assignees: AssigneesView,
    /** Version of the process, to tell older notices from newer ones. */
    processVersion: Type.Integer(),
  },
  closed,
)
export type TaskRow = Static<typeof TaskRow>

export const taskScopes = ['mine', 'groups', 'unassigned', 'watching'] as const
export const taskBuckets = ['open', 'waiting', 'done'] as const

/**
 * `open`: soonest due first, without a deadline last. `waiting`: for the steps before them. `done`: mine of the last
 * 30 days, newest first.
 */
export const listTasks = route({
  method: 'GET',
  path: '/tasks',
  summary: 'My tasks, those of my groups, those anyone can take, or of processes I watch',
  tag: 'Tasks',
  access: 'member',
  query: Type.Object(
    { scope: Type.Optional(Type.Enum(taskScopes)), bucket: Type.Optional(Type.Enum(taskBuckets)), ...paging },
    closed,
  ),
  response: Page(TaskRow),
})
/** Of scope `mine`, in the member's time zone. Counts stop at 1,000. */
export const countTasks = route({
  method: 'GET',
  path: '/tasks/counts',
  summary: 'How much is on my plate',
  tag: 'Tasks',
  access: 'member',
  response: Type.Object(
    {
      open: Type.Integer(),
      overdue: Type.Integer(),
      today: Type.Integer(),
      waiting: Type.Integer(),
      groups: Type.Integer(),
    },
    closed,
  ),
})
