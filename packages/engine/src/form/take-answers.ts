import type { Finding } from '../errors.ts'
import { own } from '../own.ts'
import type { Field } from '../template/fields.ts'
import type { Answer, Answers, AnswersInput } from './answers.ts'
import { checkAnswer, type CheckContext } from './check-answer.ts'
import { type AnswerFault, fault, shown } from './finding.ts'
import { pointer, readAnswer } from './read-answer.ts'

/** What came of answers that were sent in; nothing of it is to be kept when there are findings. */
export type TakenAnswers = {
  /** New or changed, in the stored form. */
  answers: Record<string, Answer>
  /** Fields that had an answer and have none now. */
  cleared: string[]
  findings: Finding[]
}

const utc: CheckContext = { timeZone: 'UTC' }

/**
 * Takes in what a person, an import or a program answered.
 * @param fields the form's, in order
 * @param visible by field id; hidden fields are neither required nor taken from the input
 * @param before the answers so far: what the input leaves out stays as it is
 * @param input anything at all; `null`, '' and [] clear
 * @param mode `draft` asks only for the right shape; `complete` asks for all that the visible fields demand
 * @returns findings at `/answers/<field id>`, for cells `/answers/<field id>/<row>/<column id>`
 */
export function takeAnswers(
  fields: readonly Field[],
  visible: (fieldId: string) => boolean,
  before: Answers,
  input: AnswersInput,
  mode: 'draft' | 'complete',
  context: CheckContext = utc,
): TakenAnswers {
  const taken: TakenAnswers = { answers: {}, cleared: [], findings: [] }
  const sent: unknown = input
  if (typeof sent !== 'object' || sent === null || Array.isArray(sent)) {
    const message = `Wanted an object of field ids and answers; found ${shown(sent)}.`
    return { ...taken, findings: [{ path: '/answers', code: 'wrong_type', message }] }
  }
  const ids = new Set(fields.map(({ id }) => id))
  for (const key of Object.keys(sent)) {
    if (ids.has(key)) continue
    const found = fault('unknown_field', `This form has no field “${key}”.`, { field: key })
    taken.findings.push({ ...found, path: `/answers/${pointer(key)}` })
  }
  for (const field of fields) {
    if (visible(field.id)) takeOne(field, before, sent as AnswersInput, mode, context, taken)
  }
  return taken
}

function takeOne(
  field: Field,
  before: Answers,
  input: AnswersInput,
  mode: 'draft' | 'complete',
  context: CheckContext,
  taken: TakenAnswers,
) {
  const { id } = field
  const old = own(before, id)
  const raw = own(input as Record<string, Answer | null | undefined>, id)
  // What was taken before is read again: the field may have been another when it was.
  const { answer, rows, faults } = readAnswer(field, raw === undefined ? old : raw)
  if (faults.length > 0) {
    if (raw !== undefined || mode === 'complete') taken.findings.push(...placed(field, faults))
    return
  }
  if (mode === 'complete') taken.findings.push(...placed(field, checkAnswer(field, answer, context, rows)))
  if (raw === undefined) return
  if (answer === undefined) {
    if (old !== undefined) taken.cleared.push(id)
  } else if (old === undefined || !sameAnswer(old, answer)) taken.answers[id] = answer
}

const placed = ({ id }: Field, faults: AnswerFault[]): Finding[] =>
  faults.map((found) => ({ ...found, path: `/answers/${id}${found.path}` }))

/** The answers that a form begins with. Defaults that their field would refuse by shape are left out. */
export function defaultsOf(fields: readonly Field[]): Record<string, Answer> {
  const defaults: Record<string, Answer> = {}
  for (const field of fields) {
    const { answer } = readAnswer(field, field.default)
    if (answer !== undefined) defaults[field.id] = answer
  }
  return defaults
}

/**
 * All that is wrong with one answer as it would be completed, for forms that speak up while they are filled in.
 * @param answer as typed; undefined or null when empty
 */
export function checkField(field: Field, answer: unknown, context: CheckContext = utc): Finding[] {
  const read = readAnswer(field, answer)
  return placed(field, read.faults.length > 0 ? read.faults : checkAnswer(field, read.answer, context, read.rows))
}

/** Whether two answers in the stored form say the same. The order of an object's keys says nothing: a database may change it. */
export function sameAnswer(a: unknown, b: unknown): boolean {
  if (a === b) return true
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false
  if (Array.isArray(a) !== Array.isArray(b)) return false
  const keys = Object.keys(a)
  if (keys.length !== Object.keys(b).length) return false
  return keys.every(
    (key) =>
      Object.hasOwn(b, key) && sameAnswer((a as Record<string, unknown>)[key], (b as Record<string, unknown>)[key]),
  )
}
