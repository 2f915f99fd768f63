import type { TemplateDocument } from '@baton/engine'
import { renameColumn, renameField, renameMilestone, renameOption, renameStep } from './references.ts'
import { fieldIds, isProvisional, milestoneIds, slugOf, stepIds } from './slugs.ts'

/** The document with its ids settled, and what became of each one that changed. */
export type Settled = { document: TemplateDocument; renamed: ReadonlyMap<string, string> }

/**
 * Gives everything that has got its title meanwhile its lasting id. Done when a person turns to something else, so that
 * an id comes from a whole title, and once, so that what others build on it keeps working.
 */
export function settleIds(document: TemplateDocument): Settled {
  let next = document
  const renamed = new Map<string, string>()
  const settle = (
    id: string,
    to: string,
    rename: (document: TemplateDocument, from: string, to: string) => TemplateDocument,
  ) => {
    next = rename(next, id, to)
    renamed.set(id, to)
  }

  for (const { id, title } of document.milestones ?? []) {
    if (isProvisional(id, 'milestone') && title.trim() !== '')
      settle(id, slugOf(title, 'milestone', milestoneIds(next)), renameMilestone)
  }
  for (const { id, title } of document.steps) {
    if (isProvisional(id, 'step') && title.trim() !== '') settle(id, slugOf(title, 'step', stepIds(next)), renameStep)
  }
  for (const field of [...(document.kickoff?.fields ?? []), ...document.steps.flatMap(({ fields = [] }) => fields)]) {
    for (const option of field.options ?? []) {
      if (!isProvisional(option.id, 'option') || option.label.trim() === '') continue
      const taken = new Set(fieldOf(next, field.id)?.options?.map(({ id }) => id))
      settle(option.id, slugOf(option.label, 'option', taken), (doc, from, to) => renameOption(doc, field.id, from, to))
    }
    for (const column of field.columns ?? []) {
      if (!isProvisional(column.id, 'column') || column.label.trim() === '') continue
      const taken = new Set(fieldOf(next, field.id)?.columns?.map(({ id }) => id))
      settle(column.id, slugOf(column.label, 'column', taken), (doc, from, to) => renameColumn(doc, field.id, from, to))
    }
    if (isProvisional(field.id, 'field') && field.label.trim() !== '') {
      settle(field.id, slugOf(field.label, 'field', fieldIds(next)), renameField)
    }
  }
  return { document: next, renamed }
}

const fieldOf = ({ kickoff, steps }: TemplateDocument, id: string) =>
  [...(kickoff?.fields ?? []), ...steps.flatMap(({ fields = [] }) => fields)].find((field) => field.id === id)
