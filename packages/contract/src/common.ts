import { Id, Instant } from '@baton/engine'
import Type, { type Static, type TSchema } from 'typebox'

export const closed = { additionalProperties: false } as const

/** A page of a list. `next` is the cursor of the following page, null on the last. */
export const Page = <T extends TSchema>(item: T) =>
  Type.Object({ items: Type.Array(item), next: Type.Union([Type.String(), Type.Null()]) }, closed)

/** `limit` 1–100, 50 unless given; `cursor` is opaque and comes from `next` of a page with the same filters and sort. */
export const paging = {
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 100, default: 50 })),
  cursor: Type.Optional(Type.String({ maxLength: 500 })),
}

/** A pattern for names that stand in lists and in the headers of mail: not blank, and without control characters. */
export const oneLine = '^[^\\x00-\\x1f\\x7f]*[^\\s\\x00-\\x1f\\x7f][^\\x00-\\x1f\\x7f]*$'

export const Nullable = <T extends TSchema>(schema: T) => Type.Union([schema, Type.Null()])

export const Finding = Type.Object(
  {
    path: Type.String(),
    code: Type.String(),
    message: Type.String(),
    values: Type.Optional(Type.Record(Type.String(), Type.Union([Type.String(), Type.Number()]))),
  },
  closed,
)

/** Problem details, RFC 9457. `code` is stable; `findings` lists every fault at its place. */
export const Problem = Type.Object(
  {
    type: Type.String(),
    title: Type.String(),
    status: Type.Integer(),
    detail: Type.String(),
    code: Type.String(),
    findings: Type.Optional(Type.Array(Finding)),
    /** Found again in the logs. */
    requestId: Type.Optional(Type.String()),
  },
  closed,
)
export type Problem = Static<typeof Problem>

export const IdParam = (name: string) => Type.Object({ [name]: Id }, closed)
export { Id, Instant }
