import Type, { type Static } from 'typebox'
import { Answer } from '../form/answers.ts'
import { Key } from '../people/ids.ts'

const closed = { additionalProperties: false } as const

/** One choice. `required` is read by checklists only: this box must be ticked whatever `must` says. */
export const Option = Type.Object(
  { id: Key, label: Type.String({ minLength: 1, maxLength: 2000 }), required: Type.Optional(Type.Boolean()) },
  closed,
)
export type Option = Static<typeof Option>

/** ISO 4217 code in capitals. */
export const CurrencyCode = Type.String({ pattern: '^[A-Z]{3}$' })

const columnTypes = ['short_text', 'number', 'currency', 'date', 'dropdown'] as const

/** A typed column of a table field. */
export const Column = Type.Object(
  {
    id: Key,
    label: Type.String({ minLength: 1, maxLength: 250 }),
    type: Type.Enum(columnTypes),
    required: Type.Optional(Type.Boolean()),
    min: Type.Optional(Type.Number()),
    max: Type.Optional(Type.Number()),
    decimals: Type.Optional(Type.Integer({ minimum: 0, maximum: 6 })),
    currency: Type.Optional(CurrencyCode),
    options: Type.Optional(Type.Array(Option, { maxItems: 500 })),
  },
  closed,
)
export type Column = Static<typeof Column>

export const fieldTypes = [
  'short_text',
  'long_text',
  'number',
  'currency',
  'date',
  'date_time',
  'dropdown',
  'radio',
  'checklist',
  'email',
  'url',
  'phone',
  'file',
  'table',
  'people',
] as const
export type FieldType = (typeof fieldTypes)[number]

/**
 * A question of a form. One flat shape for all types, so that changing the type in the editor loses nothing; which
 * settings a type reads is fixed by `settingsOf` in form/field-types.ts, and the others are refused at publish.
 */
export const Field = Type.Object(
  {
    id: Key,
    type: Type.Enum(fieldTypes),
    label: Type.String({ minLength: 1, maxLength: 500 }),
    /** Markdown, shown under the label. */
    help: Type.Optional(Type.String({ maxLength: 5000 })),
    placeholder: Type.Optional(Type.String({ maxLength: 500 })),
    required: Type.Optional(Type.Boolean()),
    default: Type.Optional(Answer),
    /** Hidden until a rule shows it. */
    hidden: Type.Optional(Type.Boolean()),
    /** Characters. short_text, long_text. */
    minLength: Type.Optional(Type.Integer({ minimum: 0, maximum: 30_000 })),
    maxLength: Type.Optional(Type.Integer({ minimum: 1, maximum: 30_000 })),
    /** A regular expression that the whole text must match; form/pattern.ts says what is understood. short_text. */
    pattern: Type.Optional(Type.String({ maxLength: 500 })),
    /** What `pattern` asks for, in words. */
    patternHint: Type.Optional(Type.String({ maxLength: 250 })),
    /** number, currency: inclusive. */
    min: Type.Optional(Type.Number()),
    max: Type.Optional(Type.Number()),
    /** Digits after the point. number; currency takes its own from the currency. */
    decimals: Type.Optional(Type.Integer({ minimum: 0, maximum: 6 })),
    currency: Type.Optional(CurrencyCode),
    /** date, date_time: inclusive, `YYYY-MM-DD`. */
    earliest: Type.Optional(Type.String({ pattern: '^\\d{4}-\\d{2}-\\d{2}$' })),
    latest: Type.Optional(Type.String({ pattern: '^\\d{4}-\\d{2}-\\d{2}$' })),
    /** dropdown, radio, checklist. */
    options: Type.Optional(Type.Array(Option, { maxItems: 500 })),
    /** checklist: how many boxes must be ticked; `one` means at least one. */
    must: Type.Optional(Type.Enum(['none', 'one', 'all'])),
    /** file, people: at most so many. */
    maxItems: Type.Optional(Type.Integer({ minimum: 1, maximum: 100 })),
    /** file: megabytes (10^6 bytes) for each file. */
    maxSizeMb: Type.Optional(Type.Integer({ minimum: 1, maximum: 1000 })),
    /** table. */
    columns: Type.Optional(Type.Array(Column, { maxItems: 30 })),
    minRows: Type.Optional(Type.Integer({ minimum: 0, maximum: 500 })),
    maxRows: Type.Optional(Type.Integer({ minimum: 1, maximum: 500 })),
  },
  closed,
)
export type Field = Static<typeof Field>
