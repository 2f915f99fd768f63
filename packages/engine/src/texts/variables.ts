import type { Answers } from '../form/answers.ts'
import { dayOf } from '../form/dates.ts'
import { own } from '../own.ts'
import type { Key, PersonId } from '../people/ids.ts'
import type { Process } from '../process/state.ts'
import type { Definition } from '../template/definition.ts'
import type { StepOutcome } from '../template/rules.ts'
import { formatAnswer, formatDate, type Writing } from './format.ts'

/** What texts are filled from. */
export type TextScope = Writing & {
  definition: Definition
  answers: Answers
  /** Absent before launch: what it would tell is empty then. */
  process?: Pick<Process, 'name' | 'launchedBy' | 'launchedAt' | 'tasks'>
  /** What is visible, from a caller who knows it already. */
  visible?(): KnownFacts
  /** The word for an outcome in the reader's language; the outcome's own name when absent. */
  outcomeName?(outcome: StepOutcome): string
  /** Applied to each value that is filled in, e.g. to keep an answer from being read as Markdown or HTML. */
  escape?(value: string): string
}

/** Variables that are not fields. Each step has `step.<id>.outcome` and `step.<id>.completed_by` besides. */
export const systemVariables = ['process.name', 'template.title', 'launcher.name', 'launch.date'] as const

// Neither part can contain a brace, so no text takes more than one walk through it.
const variable = /\\?\{\{([^{}|]*)(?:\|([^{}]*))?\}\}/g

/**
 * Fills the variables of a text: `{{amount}}`, `{{amount|none}}` with what to write when there is no value,
 * `{{process.name}}`, `{{step.review.outcome}}`. Names that mean nothing are left as they stand, `\{{…}}` is written
 * without its backslash. Values are written for people and never read for variables again. Answers of hidden fields
 * are empty.
 */
export function fillText(text: string, scope: TextScope): string {
  if (!text.includes('{{')) return text
  const facts = scope.visible ?? lazily(() => factsOf(scope))
  return text.replace(variable, (found: string, name: string, fallback: string | undefined) => {
    if (found.startsWith('\\')) return found.slice(1)
    const value = valueOf(name.trim(), scope, facts)
    if (value === undefined) return found
    if (value === '') return fallback?.trim() ?? ''
    return scope.escape ? scope.escape(value) : value
  })
}

/**
 * Fills a list of mail addresses: as `fillText`, but people are written as their addresses, with commas between.
 * @param addressOf undefined for somebody to whom no mail goes; such people are left out
 */
export const fillAddresses = (
  text: string,
  scope: TextScope,
  addressOf: (person: PersonId) => string | undefined,
): string => fillText(text, { ...scope, personName: addressOf })

/** The names in a text's variables, known or not, each once, in order. */
export function variablesIn(text: string): string[] {
  if (!text.includes('{{')) return []
  const names = new Set<string>()
  for (const [found, name = ''] of text.matchAll(variable)) if (!found.startsWith('\\')) names.add(name.trim())
  return [...names]
}

/** What a name in a variable stands for; undefined when it means nothing in any template. */
export type VariableName =
  | { field: Key }
  | { system: (typeof systemVariables)[number] }
  | { step: Key; tells: 'outcome' | 'completed_by' }

/** Reads a variable's name. Whether the field or step exists is for the caller to ask. */
export function readVariable(name: string): VariableName | undefined {
  if (/^[a-z][a-z0-9_]*$/.test(name)) return { field: name }
  const system = systemVariables.find((known) => known === name)
  if (system) return { system }
  const step = /^step\.([a-z][a-z0-9_]*)\.(outcome|completed_by)$/.exec(name)
  return step ? { step: step[1]!, tells: step[2] as 'outcome' | 'completed_by' } : undefined
}

type KnownFacts = { fields: ReadonlySet<Key>; steps: ReadonlySet<Key> }

/** '' when there is no value, undefined when the name means nothing here. */
function valueOf(name: string, scope: TextScope, facts: () => KnownFacts): string | undefined {
  const read = readVariable(name)
  if (!read) return undefined
  const { definition, process, personName } = scope
  if ('field' in read) {
    const place = definition.fields.get(read.field)
    if (!place) return undefined
    return facts().fields.has(read.field) ? formatAnswer(place.field, own(scope.answers, read.field), scope) : ''
  }
  if ('step' in read) {
    if (!definition.steps.has(read.step)) return undefined
    const task = process?.tasks.find(({ id }) => id === read.step)
    if (task?.status !== 'completed' || !task.outcome || !facts().steps.has(read.step)) return ''
    if (read.tells === 'outcome') return scope.outcomeName?.(task.outcome) ?? task.outcome
    return task.completedBy === undefined ? '' : (personName(task.completedBy) ?? '')
  }
  switch (read.system) {
    case 'template.title':
      return definition.document.title
    case 'process.name':
      return process?.name ?? ''
    case 'launcher.name':
      return process ? (personName(process.launchedBy) ?? '') : ''
    case 'launch.date':
      return process ? formatDate(dayOf(process.launchedAt, scope.timeZone), scope.locale) : ''
  }
}

function factsOf({ definition, answers, process }: TextScope): KnownFacts {
  const outcomes = new Map<Key, StepOutcome>()
  for (const { id, status, outcome } of process?.tasks ?? [])
    if (status === 'completed' && outcome) outcomes.set(id, outcome)
  return definition.visibility({ answers, outcomes })
}

function lazily<T>(make: () => T): () => T {
  let made: { value: T } | undefined
  return () => (made ??= { value: make() }).value
}
