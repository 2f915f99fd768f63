import type { Key } from '../people/ids.ts'
import {
  compileRules,
  type CompiledRules,
  type Explanation,
  type Facts,
  type Target,
  type Visibility,
} from '../rules/visibility.ts'
import type { Step, TemplateDocument } from './document.ts'
import type { Field } from './fields.ts'
import { sortByNeed } from './graph.ts'

/** Where a field stands. */
export type FieldPlace = { field: Field; owner: 'kickoff' | Key }

/**
 * One version of a template, made ready to be asked: compiled once, immutable, safe to keep for ever. Where a draft
 * uses an id twice, the first one counts.
 */
export type Definition = CompiledRules & {
  document: TemplateDocument
  /** In the order of the document. */
  steps: ReadonlyMap<Key, Step>
  /** Kick-off form first, then step by step. */
  fields: ReadonlyMap<Key, FieldPlace>
  /** Every step once, after the steps in its `after`; otherwise in the order of the document. */
  order: readonly Key[]
  /** Step to the steps that name it in their `after`, in the order of the document; absent when there are none. */
  followers: ReadonlyMap<Key, readonly Key[]>
}

/**
 * Compiles a document. Never throws for one that fits the schema: faulty rules and unknown names are passed over, so
 * that a draft can be tried out while it is written.
 */
export function compileTemplate(document: TemplateDocument): Definition {
  const steps = new Map<Key, Step>()
  const fields = new Map<Key, FieldPlace>()
  const add = (list: Field[] | undefined, owner: 'kickoff' | Key) => {
    for (const field of list ?? []) if (!fields.has(field.id)) fields.set(field.id, { field, owner })
  }
  add(document.kickoff?.fields, 'kickoff')
  for (const step of document.steps) {
    if (steps.has(step.id)) continue
    steps.set(step.id, step)
    add(step.fields, step.id)
  }

  const followers = new Map<Key, Key[]>()
  for (const step of steps.values()) {
    for (const before of new Set(step.after)) {
      if (steps.has(before)) followers.set(before, [...(followers.get(before) ?? []), step.id])
    }
  }
  const order = sortByNeed(steps.keys(), (id) => steps.get(id)!.after ?? []).flatMap(({ group }) => group)
  return { document, steps, fields, order, followers, ...compileRules(document) }
}

/** What people meet, given the answers and outcomes so far. Pure, some microseconds. */
export const visibilityOf = (definition: Definition, facts: Facts): Visibility => definition.visibility(facts)

/** The rules that speak of a step or field, for "here because …". A name that does not exist is not visible. */
export const explainVisibility = (definition: Definition, facts: Facts, target: Target): Explanation =>
  definition.explain(facts, target)
