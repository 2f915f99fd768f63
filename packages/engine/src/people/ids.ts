import Type, { type Static } from 'typebox'

/** A UUID in lower case; made outside the engine. */
export const Id = Type.String({ pattern: '^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$' })

/**
 * A name given by people to a part of a template (step, field, option, column, milestone, rule): what `{{…}}`, rules
 * and YAML refer to. Unique among its kind in the template.
 */
export const Key = Type.String({ pattern: '^[a-z][a-z0-9_]{0,62}$' })
export type Key = Static<typeof Key>

/** An instant in UTC with milliseconds, `2026-11-22T19:00:00.000Z`: such strings sort as the times they name. */
export const Instant = Type.String({ pattern: '^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}\\.\\d{3}Z$' })
export type Instant = string

export type OrgId = string
export type PersonId = string
export type GroupId = string
export type TemplateId = string
export type ProcessId = string
/** The id of the step for a step's task, a UUID for a one-off task. */
export type TaskId = string
