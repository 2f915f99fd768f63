import { oneOf, type RawSearch, textIn } from '../../lib/search-params.ts'

export type PeopleSearch = { tab?: 'groups'; text?: string }

export const readPeopleSearch = (search: RawSearch): PeopleSearch => {
  const [tab, text] = [oneOf(search, 'tab', ['groups']), textIn(search, 'text')]
  return { ...(tab ? { tab } : {}), ...(text ? { text } : {}) }
}
