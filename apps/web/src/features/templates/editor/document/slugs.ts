import type { Key, TemplateDocument } from '@baton/engine'

/** What gets an id from its title. */
export type Named = 'step' | 'field' | 'milestone' | 'option' | 'column'

const longest = 40

/**
 * An id made from a title: "Größe der Mappe" → `grosse_der_mappe`. Titles in other scripts give `fallback`.
 * @param taken ids that are in use; a number is added to stay apart from them
 */
export function slugOf(title: string, fallback: string, taken: ReadonlySet<string>): Key {
  const plain = title
    .replaceAll('ß', 'ss')
    .normalize('NFD')
    .replaceAll(/\p{M}/gu, '')
    .toLowerCase()
    .replaceAll(/\{\{[^}]*\}\}/g, ' ')
    .replaceAll(/[^a-z0-9]+/g, '_')
    .slice(0, longest)
    .replaceAll(/^_+|_+$/g, '')
  const slug = plain === '' ? fallback : /^[a-z]/.test(plain) ? plain : `${fallback}_${plain}`
  return numbered(slug, taken)
}

/** The id itself, or with the lowest number that makes it free: `review`, `review_2`, `review_3`. */
export function numbered(id: string, taken: ReadonlySet<string>): Key {
  if (!taken.has(id)) return id
  for (let n = 2; ; n++) if (!taken.has(`${id}_${n}`)) return `${id}_${n}`
}

/** The id of something whose title is still being typed; replaced once by `settleIds`. */
export const provisionalId = (named: Named, taken: ReadonlySet<string>): Key => numbered(`new_${named}`, taken)

export const isProvisional = (id: Key, named: Named) => new RegExp(`^new_${named}(_\\d+)?$`).test(id)

/** Where a field stands is told as the id of its step or `kickoff`, so no step may have that id. */
export const stepIds = ({ steps }: TemplateDocument) => new Set(['kickoff', ...steps.map(({ id }) => id)])
export const milestoneIds = ({ milestones = [] }: TemplateDocument) => new Set(milestones.map(({ id }) => id))
export const ruleIds = ({ rules = [] }: TemplateDocument) => new Set(rules.map(({ id }) => id))
/** Field ids are unique within the whole template. */
export const fieldIds = ({ kickoff, steps }: TemplateDocument) =>
  new Set([...(kickoff?.fields ?? []), ...steps.flatMap(({ fields = [] }) => fields)].map(({ id }) => id))
