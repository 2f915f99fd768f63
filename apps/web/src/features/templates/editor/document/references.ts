import type {
  Action,
  Assignment,
  Condition,
  Deadline,
  FieldCondition,
  Rule,
  Step,
  TemplateDocument,
} from '@baton/engine'

/** Changes every condition of a tree; a group that loses all its parts goes too. */
export function mapCondition(
  condition: Condition,
  change: (leaf: Exclude<Condition, { all: Condition[] } | { any: Condition[] }>) => Condition | undefined,
): Condition | undefined {
  if ('all' in condition) {
    const all = mapAll(condition.all, change)
    return all.length > 0 ? { all } : undefined
  }
  if ('any' in condition) {
    const any = mapAll(condition.any, change)
    return any.length > 0 ? { any } : undefined
  }
  return change(condition)
}

const mapAll = (parts: Condition[], change: Parameters<typeof mapCondition>[1]) =>
  parts.flatMap((part) => mapCondition(part, change) ?? [])

/** The rules without the actions on these steps and fields; a rule that does nothing more goes. */
export function actionsWithout(
  rules: Rule[] | undefined,
  gone: { steps?: ReadonlySet<string>; fields?: ReadonlySet<string> },
): Rule[] | undefined {
  return rules?.flatMap((rule) => {
    const then = rule.then.filter((action) => {
      const target = 'show' in action ? action.show : action.hide
      return 'step' in target ? !gone.steps?.has(target.step) : !gone.fields?.has(target.field)
    })
    if (then.length === rule.then.length) return [rule]
    return then.length === 0 ? [] : [{ ...rule, then }]
  })
}

/** Gives a step another id; everything that names it follows. */
export function renameStep(document: TemplateDocument, from: string, to: string): TemplateDocument {
  const name = (id: string) => (id === from ? to : id)
  const steps = document.steps.map((step): Step => {
    const renamed: Step = { ...step, id: name(step.id) }
    if (step.after) renamed.after = step.after.map(name)
    if (step.deadline) renamed.deadline = anchorRenamed(step.deadline, 'completed', name)
    return renamed
  })
  const inTexts = variablesRenamed((variable) => {
    const [first, id, ...rest] = variable.split('.')
    return first === 'step' && id === from ? ['step', to, ...rest].join('.') : variable
  })
  return inTexts(
    withRules(
      { ...document, steps },
      (leaf) => ('step' in leaf ? { ...leaf, step: name(leaf.step) } : leaf),
      (target) => ('step' in target ? { step: name(target.step) } : target),
    ),
  )
}

/** Gives a field another id; everything that names it follows. */
export function renameField(document: TemplateDocument, from: string, to: string): TemplateDocument {
  const name = (id: string) => (id === from ? to : id)
  const renamed = mapFields(document, (field) => (field.id === from ? { ...field, id: to } : field))
  const steps = renamed.steps.map((step): Step => {
    const next = { ...step }
    if (step.assign?.field !== undefined)
      next.assign = { ...step.assign, field: name(step.assign.field) } satisfies Assignment
    if (step.deadline) next.deadline = anchorRenamed(step.deadline, 'field', name)
    return next
  })
  const inTexts = variablesRenamed((variable) => name(variable))
  return inTexts(
    withRules(
      { ...renamed, steps },
      (leaf) => ('field' in leaf ? { ...leaf, field: name(leaf.field) } : leaf),
      (target) => ('field' in target ? { field: name(target.field) } : target),
    ),
  )
}

export function renameMilestone(document: TemplateDocument, from: string, to: string): TemplateDocument {
  return {
    ...document,
    milestones: document.milestones?.map((one) => (one.id === from ? { ...one, id: to } : one)),
    steps: document.steps.map((step) => (step.milestone === from ? { ...step, milestone: to } : step)),
  }
}

/** Gives an option of a field another id; its default and the conditions that compare with it follow. */
export function renameOption(document: TemplateDocument, fieldId: string, from: string, to: string): TemplateDocument {
  const name = <T>(value: T): T =>
    value === from
      ? (to as T)
      : Array.isArray(value)
        ? (value.map((one: unknown) => (one === from ? to : one)) as T)
        : value
  const renamed = mapFields(document, (field) => {
    if (field.id !== fieldId) return field
    const next = { ...field, options: field.options?.map((option) => ({ ...option, id: name(option.id) })) }
    if (field.default !== undefined) next.default = name(field.default)
    return next
  })
  return withRules(renamed, (leaf) =>
    'field' in leaf && leaf.field === fieldId && leaf.column === undefined ? valueRenamed(leaf, name) : leaf,
  )
}

/** Gives a column of a table field another id; default rows and the conditions that read it follow. */
export function renameColumn(document: TemplateDocument, fieldId: string, from: string, to: string): TemplateDocument {
  const renamed = mapFields(document, (field) =>
    field.id === fieldId
      ? { ...field, columns: field.columns?.map((column) => (column.id === from ? { ...column, id: to } : column)) }
      : field,
  )
  return withRules(renamed, (leaf) =>
    'field' in leaf && leaf.field === fieldId && leaf.column === from ? { ...leaf, column: to } : leaf,
  )
}

/** Changes every field of the kick-off form and the steps. */
export function mapFields(
  document: TemplateDocument,
  change: (field: NonNullable<Step['fields']>[number]) => NonNullable<Step['fields']>[number],
): TemplateDocument {
  const next: TemplateDocument = {
    ...document,
    steps: document.steps.map((step) => (step.fields ? { ...step, fields: step.fields.map(change) } : step)),
  }
  if (document.kickoff) next.kickoff = { ...document.kickoff, fields: document.kickoff.fields.map(change) }
  return next
}

type Leaf = Parameters<Parameters<typeof mapCondition>[1]>[0]
type Target = Extract<Action, { show: unknown }>['show']

function withRules(
  document: TemplateDocument,
  leaf: (leaf: Leaf) => Condition,
  target: (target: Target) => Target = (same) => same,
): TemplateDocument {
  if (!document.rules) return document
  const rules = document.rules.map((rule): Rule => ({
    ...rule,
    when: mapCondition(rule.when, leaf)!,
    then: rule.then.map((action) => ('show' in action ? { show: target(action.show) } : { hide: target(action.hide) })),
  }))
  return { ...document, rules }
}

function valueRenamed(leaf: FieldCondition, name: <T>(value: T) => T): FieldCondition {
  return leaf.value === undefined ? leaf : { ...leaf, value: name(leaf.value) }
}

function anchorRenamed(deadline: Deadline, kind: 'completed' | 'field', name: (id: string) => string): Deadline {
  const from = deadline.from as Record<string, unknown>
  const id = from[kind]
  return typeof id === 'string' ? { ...deadline, from: { [kind]: name(id) } as Deadline['from'] } : deadline
}

const variable = /(?<!\\)\{\{(\s*)([a-z][a-z0-9_.]*)(\s*(?:\|[^{}]*)?)\}\}/g

/** Changes the names in `{{…}}` in every text of the document. */
function variablesRenamed(name: (variable: string) => string) {
  const change = (value: unknown): unknown => {
    if (typeof value === 'string') {
      return value.includes('{{')
        ? value.replaceAll(variable, (_, left: string, id: string, right: string) => `{{${left}${name(id)}${right}}}`)
        : value
    }
    if (Array.isArray(value)) return value.map(change)
    if (value !== null && typeof value === 'object') {
      return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, change(inner)]))
    }
    return value
  }
  return (document: TemplateDocument) =>
    JSON.stringify(document).includes('{{') ? (change(document) as TemplateDocument) : document
}
