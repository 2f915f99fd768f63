import Type, { type Static } from 'typebox'
import { closed, Id } from './common.ts'
import { route } from './route.ts'

export const SearchHit = Type.Object(
  {
    kind: Type.Enum(['template', 'process', 'member']),
    id: Id,
    title: Type.String(),
    /** Second line, e.g. the template of a process. */
    detail: Type.String(),
    emoji: Type.Optional(Type.String()),
  },
  closed,
)
export type SearchHit = Static<typeof SearchHit>

/** At most eight of each kind, best first. */
export const search = route({
  method: 'GET',
  path: '/search',
  summary: 'Find templates, processes and people by name',
  tag: 'Search',
  access: 'member',
  query: Type.Object({ text: Type.String({ minLength: 1, maxLength: 100 }) }, closed),
  response: Type.Object({ items: Type.Array(SearchHit) }, closed),
})
