import { flagIn, oneOf, type RawSearch, textIn } from '../../lib/search-params.ts'

export type PeopleSearch = {
  /** Members when absent. */
  tab?: 'groups'
  text?: string
  /** Deactivated members are shown too. */
  former?: true
}

export const readPeopleSearch = (search: RawSearch): PeopleSearch => {
  const [tab, text, former] = [oneOf(search, 'tab', ['groups']), textIn(search, 'text'), flagIn(search, 'former')]
  return { ...(tab ? { tab } : {}), ...(text ? { text } : {}), ...(former ? { former } : {}) }
}
