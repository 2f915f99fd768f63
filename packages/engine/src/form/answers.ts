import Type, { type Static } from 'typebox'
import { Id, Key } from '../people/ids.ts'

/** A file that was uploaded; its bytes lie in the file storage under `id`. */
export const FileAnswer = Type.Object(
  {
    id: Id,
    name: Type.String({ minLength: 1, maxLength: 255 }),
    /** Bytes. */
    size: Type.Integer({ minimum: 0 }),
    /** Media type, as found in the bytes. */
    type: Type.String({ maxLength: 255 }),
  },
  { additionalProperties: false },
)
export type FileAnswer = Static<typeof FileAnswer>

/** One row of a table field: column id to cell. An absent key is an empty cell. */
export const TableRow = Type.Record(Key, Type.Union([Type.String({ maxLength: 2000 }), Type.Number()]))
export type TableRow = Static<typeof TableRow>

/**
 * The value of one field. One shape for each field type:
 *
 * | type | shape |
 * | --- | --- |
 * | short_text, long_text, email, url, phone | string |
 * | number, currency | number (currency: in units of the field's currency) |
 * | date | `YYYY-MM-DD` |
 * | date_time | instant, `2026-11-22T19:00:00.000Z` |
 * | dropdown, radio | id of the option |
 * | checklist | ids of the ticked options, in the order of the options |
 * | file | `FileAnswer[]` |
 * | table | `TableRow[]` |
 * | people | ids of members |
 *
 * An empty answer is absent from `Answers`; the engine drops '' and [] when it takes answers in.
 */
export type Answer = string | number | string[] | FileAnswer[] | TableRow[]

export const Answer = Type.Unsafe<Answer>(
  Type.Union([
    Type.String({ maxLength: 30_000 }),
    Type.Number(),
    Type.Array(Type.Union([Type.String({ maxLength: 200 }), FileAnswer, TableRow]), { maxItems: 500 }),
  ]),
)

/** Field id to answer; `null` clears one. */
export const AnswersInput = Type.Record(Key, Type.Union([Answer, Type.Null()]))
export type AnswersInput = Static<typeof AnswersInput>

/** Field id to answer. Field ids are unique within a template, kick-off form and one-off tasks included. */
export type Answers = Readonly<Record<string, Answer>>
