import { Answer, Field, stepOutcomes } from '@baton/engine'
import Type, { type Static } from 'typebox'
import { closed, Id, Instant } from './common.ts'

/** The id of the step for a step's task, a UUID for a one-off task. */
export const TaskId = Type.String({ minLength: 1, maxLength: 64 })
export const ActorRef = Type.String({ description: 'Id of a member, or `system`.' })
export const AssigneesView = Type.Object(
  { people: Type.Array(Id, { maxItems: 100 }), groups: Type.Array(Id, { maxItems: 20 }) },
  closed,
)
const Answers = Type.Record(Type.String(), Answer)
const TaskStatus = Type.Enum(['waiting', 'open', 'completed', 'skipped'])

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
