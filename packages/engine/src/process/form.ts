import { UserError } from '../errors.ts'
import type { Answer, Answers, AnswersInput } from '../form/answers.ts'
import { type CheckContext, isRequired } from '../form/check-answer.ts'
import { defaultsOf, sameAnswer, takeAnswers, type TakenAnswers } from '../form/take-answers.ts'
import { own } from '../own.ts'
import type { TaskId } from '../people/ids.ts'
import type { Definition } from '../template/definition.ts'
import type { Field } from '../template/fields.ts'
import { taskNotFound } from '../access/access.ts'
import { stepOrOneOff } from './describe.ts'
import { planOf } from './plan.ts'
import { factsOf } from './settle.ts'
import type { Process, Task } from './state.ts'

/** One field of a form as it is drawn. */
export type FormField = {
  field: Field
  /** By the rules, with what is typed so far laid over the answers of the process. */
  visible: boolean
  /** It must be filled in; never while it is hidden. */
  required: boolean
  /** What stands in it. */
  answer?: Answer
}

/**
 * The form of a task, for drawing and for checking while typing.
 * @param draft what was typed since; of the wrong type it counts as not typed
 * @throws UserError task_not_found
 */
export function formOf(
  definition: Definition,
  process: Process,
  taskId: TaskId,
  draft: AnswersInput = {},
): FormField[] {
  const task = process.tasks.find(({ id }) => id === taskId)
  if (!task) throw taskNotFound(taskId)
  const { fields } = stepOrOneOff(definition, task)
  return drawn(definition, process, fields, startingAnswers(fields, process, task), draft)
}

/**
 * The kick-off form: before launch with its defaults, afterwards with its answers.
 * @param process absent before launch
 * @param draft as in formOf
 */
export function kickoffFormOf(
  definition: Definition,
  process: Process | undefined,
  draft: AnswersInput = {},
): FormField[] {
  const fields = kickoffFields(definition)
  return drawn(definition, process, fields, process ? ownAnswers(fields, process.answers) : defaultsOf(fields), draft)
}

export const kickoffFields = ({ document }: Definition): readonly Field[] => document.kickoff?.fields ?? []

function drawn(
  definition: Definition,
  process: Process | undefined,
  fields: readonly Field[],
  before: Answers,
  draft: AnswersInput,
): FormField[] {
  const values = laidOver(before, takeAnswers(fields, always, before, draft, 'draft'))
  const visible = visibleWith(definition, process, fields, values)
  return fields.map((field) => {
    const shown = visible(field.id)
    const answer = own(values, field.id)
    return { field, visible: shown, required: shown && isRequired(field), ...(answer !== undefined && { answer }) }
  })
}

/**
 * What stands in the form of a task when it is opened: its draft, or the answers given before it was reopened, or the
 * defaults. Defaults are no answers of the process until the task is completed, so rules do not see them.
 */
export function startingAnswers(fields: readonly Field[], { answers }: Process, task: Task): Answers {
  if (task.draft) return task.draft
  const given = ownAnswers(fields, answers)
  const touched = task.status === 'completed' || task.reopened !== undefined || task.completedFor !== undefined
  return touched ? given : { ...defaultsOf(fields), ...given }
}

/** The answers of the process to these fields. */
export function ownAnswers(fields: readonly Field[], answers: Answers): Answers {
  const found: Record<string, Answer> = {}
  for (const { id } of fields) {
    const answer = own(answers, id)
    if (answer !== undefined) found[id] = answer
  }
  return found
}

/**
 * Takes in a whole form: `input` over `starting`, as changes of the answers of the process.
 * @param process absent before launch
 * @param starting what stood in the form
 * @throws UserError invalid_answers with all findings
 */
export function takeForm(
  definition: Definition,
  process: Process | undefined,
  fields: readonly Field[],
  starting: Answers,
  input: AnswersInput,
  context: CheckContext,
): { answers: Answers; cleared?: string[] } {
  if (fields.length === 0 && Object.keys(input).length === 0) return { answers: {} }
  const before = process ? ownAnswers(fields, process.answers) : {}
  const sent: AnswersInput = { ...(starting as AnswersInput) }
  for (const id of Object.keys(before)) if (own(starting, id) === undefined) sent[id] = null
  Object.assign(sent, input)
  const { ruledFields } = planOf(definition)
  if (!fields.some(({ id, hidden }) => hidden || ruledFields.has(id))) {
    return changesOf(takeAnswers(fields, always, before, sent, 'complete', context))
  }
  // Rules may show or hide a field by what this same form says, so its shape is read first.
  const shape = takeAnswers(fields, always, before, sent, 'draft', context)
  refuseFindings(shape)
  const visible = visibleWith(definition, process, fields, laidOver(before, shape))
  return changesOf(takeAnswers(fields, visible, before, sent, 'complete', context))
}

function changesOf(taken: TakenAnswers): { answers: Answers; cleared?: string[] } {
  refuseFindings(taken)
  const { answers, cleared } = taken
  return cleared.length > 0 ? { answers, cleared } : { answers }
}

/**
 * The draft of a form after `input`.
 * @returns undefined when it says nothing but what stood there
 * @throws UserError invalid_answers with all findings
 */
export function takeDraft(fields: readonly Field[], starting: Answers, input: AnswersInput): Answers | undefined {
  const taken = takeAnswers(fields, always, starting, input, 'draft')
  refuseFindings(taken)
  const draft = laidOver(starting, taken)
  return sameAnswer(draft, starting) ? undefined : draft
}

function refuseFindings({ findings }: TakenAnswers): void {
  if (findings.length === 0) return
  const more = findings.length > 1 ? ` And ${findings.length - 1} more.` : ''
  throw new UserError('invalid_answers', `The form is not complete: ${findings[0]!.message}${more}`, findings)
}

const always = () => true

function laidOver(before: Answers, { answers, cleared }: TakenAnswers): Answers {
  const values = { ...before, ...answers }
  for (const id of cleared) delete values[id]
  return values
}

/** Which fields of a form are visible when `values` is all that stands in it. Fields of one-off tasks have no rules. */
function visibleWith(definition: Definition, process: Process | undefined, fields: readonly Field[], values: Answers) {
  const known = process ? factsOf(process) : { answers: {}, outcomes: new Map() }
  const answers: Record<string, Answer> = { ...known.answers, ...values }
  for (const { id } of fields) if (own(values, id) === undefined) delete answers[id]
  const { fields: visible } = definition.visibility({ answers, outcomes: known.outcomes })
  const free = new Set(fields.filter(({ id, hidden }) => !definition.fields.has(id) && !hidden).map(({ id }) => id))
  return (id: string) => visible.has(id) || free.has(id)
}
