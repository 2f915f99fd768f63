import type { Condition, Finding, Rule, TemplateDocument } from '@baton/engine'
import type { Selection } from './editor-state.ts'
import type { StepTab } from './editor-context.ts'

/** Where a finding is put right: what to select, which tab to open, and the label of what is at fault. */
export type Place = { selection: Selection; tab?: StepTab; rule?: string }

const tabs: Record<string, StepTab> = {
  fields: 'form',
  mail: 'form',
  instructions: 'form',
  assign: 'who',
  deadline: 'when',
  after: 'when',
  milestone: 'more',
  whenRejected: 'more',
  type: 'more',
}

/** The place in the editor that a finding's JSON Pointer leads to. */
export function placeOf({ path }: Finding, document: TemplateDocument): Place {
  const [, part, first, second, third] = path.split('/')
  if (part === 'kickoff') {
    const field = first === 'fields' ? document.kickoff?.fields[Number(second)]?.id : undefined
    return { selection: field === undefined ? { at: 'kickoff' } : { at: 'kickoff', field } }
  }
  if (part === 'steps') {
    const step = document.steps[Number(first)]
    if (!step) return { selection: { at: 'template' } }
    const field = second === 'fields' ? step.fields?.[Number(third)]?.id : undefined
    const tab = tabs[second ?? '']
    return {
      selection: { at: 'step', step: step.id, ...(field === undefined ? {} : { field }) },
      ...(tab ? { tab } : {}),
    }
  }
  if (part === 'milestones') {
    const milestone = document.milestones?.[Number(first)]
    return { selection: milestone ? { at: 'milestone', milestone: milestone.id } : { at: 'template' } }
  }
  if (part === 'rules') {
    const rule = document.rules?.[Number(first)]
    return rule ? { ...placeOfRule(rule, document), rule: rule.id } : { selection: { at: 'template' } }
  }
  return { selection: { at: 'template' } }
}

/** Rules are edited with what they show or hide; one about nothing that exists, with what it reads, else the template. */
export function placeOfRule(rule: Rule, document: TemplateDocument): Pick<Place, 'selection' | 'tab'> {
  for (const action of rule.then) {
    const target = 'show' in action ? action.show : action.hide
    const place = 'step' in target ? stepPlace(target.step, document) : fieldPlace(target.field, document)
    if (place) return place
  }
  return readPlace(rule.when, document) ?? { selection: { at: 'template' } }
}

const stepPlace = (id: string, { steps }: TemplateDocument): Pick<Place, 'selection' | 'tab'> | undefined =>
  steps.some((step) => step.id === id) ? { selection: { at: 'step', step: id }, tab: 'rules' } : undefined

function fieldPlace(id: string, { kickoff, steps }: TemplateDocument): Pick<Place, 'selection' | 'tab'> | undefined {
  if (kickoff?.fields.some((field) => field.id === id)) return { selection: { at: 'kickoff' }, tab: 'rules' }
  const step = steps.find(({ fields }) => fields?.some((field) => field.id === id))
  return step && { selection: { at: 'step', step: step.id }, tab: 'rules' }
}

function readPlace(condition: Condition, document: TemplateDocument): Pick<Place, 'selection' | 'tab'> | undefined {
  if ('all' in condition || 'any' in condition) {
    for (const part of 'all' in condition ? condition.all : condition.any) {
      const place = readPlace(part, document)
      if (place) return place
    }
    return undefined
  }
  return 'step' in condition ? stepPlace(condition.step, document) : fieldPlace(condition.field, document)
}

/** Whether a place lies in what is selected; a field's place also lies in its step or form. */
export function isWithin(place: Place, selection: Selection): boolean {
  const { selection: at } = place
  if (at.at !== selection.at) return false
  if (at.at === 'step' && selection.at === 'step')
    return at.step === selection.step && (selection.field === undefined || at.field === selection.field)
  if (at.at === 'milestone' && selection.at === 'milestone') return at.milestone === selection.milestone
  if (at.at === 'kickoff' && selection.at === 'kickoff')
    return selection.field === undefined || at.field === selection.field
  return true
}

/** The field that a place lies in, if it does. */
export const fieldAtPlace = ({ selection }: Place): string | undefined =>
  selection.at === 'step' || selection.at === 'kickoff' ? selection.field : undefined
