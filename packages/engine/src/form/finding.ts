import type { Finding } from '../errors.ts'

/** A fault in an answer, before its place is known: `path` is what follows `/answers/<field id>`. */
export type AnswerFault = { path: string; code: AnswerFaultCode; message: string; values?: Finding['values'] }

/** Every code that `takeAnswers` and `checkField` give; the web app translates by them. */
export const answerFaultCodes = [
  'wrong_type',
  'unknown_field',
  'unknown_column',
  'required',
  'too_short',
  'too_long',
  'pattern',
  'too_small',
  'too_large',
  'too_many_decimals',
  'not_a_date',
  'too_early',
  'too_late',
  'not_an_option',
  'must_tick',
  'must_tick_one',
  'must_tick_all',
  'not_an_email',
  'not_a_url',
  'not_a_phone_number',
  'too_many_items',
  'not_a_member',
  'file_too_large',
  'too_few_rows',
  'too_many_rows',
] as const
export type AnswerFaultCode = (typeof answerFaultCodes)[number]

/** A fault at a place below the answer; `path` is empty or begins with `/`. */
export const fault = (code: AnswerFaultCode, message: string, values?: Finding['values'], path = ''): AnswerFault =>
  values ? { path, code, message, values } : { path, code, message }

/** What was found, short enough for a message. */
export function shown(value: unknown): string {
  if (value === null) return 'null'
  if (Array.isArray(value)) return `a list of ${value.length}`
  if (typeof value === 'object') return 'an object'
  if (typeof value === 'string') return value.length > 60 ? `“${value.slice(0, 57)}…”` : `“${value}”`
  return String(value)
}
