import Type, { type Static } from 'typebox'
import { Id, Key } from '../people/ids.ts'
import { Field } from './fields.ts'
import { Rule } from './rules.ts'

const closed = { additionalProperties: false } as const
const Title = Type.String({ maxLength: 250 })
const Markdown = Type.String({ maxLength: 50_000 })

/** A named stretch of the steps. Steps name the milestone they belong to; its order is the order of this list. */
export const Milestone = Type.Object({ id: Key, title: Title }, closed)
export type Milestone = Static<typeof Milestone>

export const stepTypes = ['task', 'approval', 'expiring', 'email'] as const
export type StepType = (typeof stepTypes)[number]

/**
 * Who gets the task. All four empty or absent: nobody, and any member may take it.
 * `completion: 'all'`: each person, and one member of each group, must complete it; else the first who does.
 */
export const Assignment = Type.Object(
  {
    launcher: Type.Optional(Type.Boolean()),
    members: Type.Optional(Type.Array(Id, { maxItems: 100 })),
    groups: Type.Optional(Type.Array(Id, { maxItems: 20 })),
    /** A people field whose answer names the assignees. */
    field: Type.Optional(Key),
    completion: Type.Optional(Type.Enum(['any', 'all'])),
  },
  closed,
)
export type Assignment = Static<typeof Assignment>

export const deadlineUnits = ['minutes', 'hours', 'days', 'weeks', 'months'] as const
export type DeadlineUnit = (typeof deadlineUnits)[number]

/**
 * When the task is due: `amount` `unit`s after (or before) its anchor. Days, weeks and months step the calendar of the
 * organization's time zone, so a change of clocks does not move the hour; a date anchor counts from 17:00 of that day.
 */
export const Deadline = Type.Object(
  {
    amount: Type.Integer({ minimum: 0, maximum: 10_000 }),
    unit: Type.Enum(deadlineUnits),
    direction: Type.Optional(Type.Enum(['after', 'before'])),
    from: Type.Union([
      Type.Object({ launch: Type.Literal(true) }, closed),
      Type.Object({ opened: Type.Literal(true) }, closed),
      Type.Object({ completed: Key }, closed),
      Type.Object({ field: Key }, closed),
    ]),
  },
  closed,
)
export type Deadline = Static<typeof Deadline>

/** What an e-mail step sends. Every text may hold variables. */
export const StepMail = Type.Object(
  {
    /** Plain addresses or variables of e-mail fields, separated by commas. */
    to: Type.String({ maxLength: 1000 }),
    cc: Type.Optional(Type.String({ maxLength: 1000 })),
    subject: Type.String({ maxLength: 500 }),
    body: Markdown,
    /** `automatically` as soon as the step opens, or `by_hand` when an assignee presses Send. */
    send: Type.Enum(['automatically', 'by_hand']),
  },
  closed,
)
export type StepMail = Static<typeof StepMail>

/**
 * One step. Its task opens when every step in `after` is done or skipped; with no `after` it opens at launch. A skipped
 * step lets pass only what it would wait for itself, so hiding the middle of a chain does not open its end.
 * `expiring` needs a deadline: it is acknowledged by a person or completes itself then.
 */
export const Step = Type.Object(
  {
    id: Key,
    type: Type.Enum(stepTypes),
    title: Title,
    instructions: Type.Optional(Markdown),
    milestone: Type.Optional(Key),
    /** A process can finish without it. */
    optional: Type.Optional(Type.Boolean()),
    after: Type.Optional(Type.Array(Key, { maxItems: 100 })),
    /** Hidden until a rule shows it. */
    hidden: Type.Optional(Type.Boolean()),
    assign: Type.Optional(Assignment),
    deadline: Type.Optional(Deadline),
    fields: Type.Optional(Type.Array(Field, { maxItems: 200 })),
    mail: Type.Optional(StepMail),
    /**
     * approval: what a rejection does to the steps that wait for this one. `stop` (the default): they are skipped,
     * and those that wait for them, except where a rule of their own shows them. `continue`: they open all the same.
     */
    whenRejected: Type.Optional(Type.Enum(['stop', 'continue'])),
  },
  closed,
)
export type Step = Static<typeof Step>

/**
 * How something is done. Drafts may be incomplete; `findingsOf` lists what keeps a draft from being published.
 * Everything is in the order people see it.
 */
export const TemplateDocument = Type.Object(
  {
    title: Title,
    /** One emoji, the template's mark. */
    emoji: Type.Optional(Type.String({ maxLength: 16 })),
    description: Type.Optional(Markdown),
    tags: Type.Optional(Type.Array(Type.String({ minLength: 1, maxLength: 40 }), { maxItems: 20 })),
    /** The name that a new process gets; may hold variables of the kick-off form. */
    processName: Type.Optional(Type.String({ maxLength: 250 })),
    kickoff: Type.Optional(
      Type.Object({ instructions: Type.Optional(Markdown), fields: Type.Array(Field, { maxItems: 200 }) }, closed),
    ),
    milestones: Type.Optional(Type.Array(Milestone, { maxItems: 100 })),
    steps: Type.Array(Step, { maxItems: 500 }),
    rules: Type.Optional(Type.Array(Rule, { maxItems: 300 })),
  },
  closed,
)
export type TemplateDocument = Static<typeof TemplateDocument>
